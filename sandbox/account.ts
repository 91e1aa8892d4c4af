// The Pruna account that the sandbox's workflows use: a real one if PRUNA_API_KEY is set, otherwise the stand-in.
import { startPApi } from '../test/p-api';
import { isPortFree } from './environment';

export interface Account {
	description: string;
	/** Who makes the images. */
	maker: string;
	/** What to check when a run fails; may be empty. */
	source: string;
	apiKey: string;
	baseUrl: string;
	close(): Promise<void>;
}

/** The stand-in keeps its port from start to start if it can, so that n8n's credential need not change. */
const standInPort = 4010;
const standInKey = 'pru_test_key';

export async function openAccount(): Promise<Account> {
	const apiKey = process.env.PRUNA_API_KEY?.trim();
	if (apiKey) {
		const baseUrl = process.env.PRUNA_BASE_URL?.trim() || 'https://api.pruna.ai';
		return {
			description: `${baseUrl} with your key`,
			maker: 'Pruna',
			source: 'The API key comes from PRUNA_API_KEY, and the base URL from PRUNA_BASE_URL if that is set.',
			apiKey,
			baseUrl,
			close: async () => {},
		};
	}
	const port = (await isPortFree(standInPort)) ? standInPort : 0;
	const api = await startPApi({ port, apiKeys: [standInKey] });
	return {
		description: `the stand-in at ${api.url} (set PRUNA_API_KEY to use the real API)`,
		maker: 'the stand-in',
		source: '',
		apiKey: standInKey,
		baseUrl: api.url,
		close: async () => await api.close(),
	};
}
