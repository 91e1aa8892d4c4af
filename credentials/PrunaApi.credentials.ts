import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { CredentialChanged, readBaseUrl } from '../nodes/Pruna/api/address';

/** The API key of a Pruna account. The node tests it free of charge (nodes/Pruna/api/credentialTest.ts). */
export class PrunaApi implements ICredentialType {
	name = 'prunaApi';

	displayName = 'Pruna API';

	icon = { light: 'file:pruna.svg', dark: 'file:pruna.dark.svg' } as const;

	documentationUrl = 'https://docs.api.pruna.ai/guides/quickstart';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'API key from your Pruna dashboard (https://dashboard.pruna.ai)',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.pruna.ai',
			placeholder: 'e.g. https://api.pruna.ai',
			description:
				'URL of the Pruna API. Change it only if you run your own gateway in front of the API. A path in the URL is kept.',
		},
	];

	/**
	 * A function, because n8n would evaluate an expression in a separate sandbox for each request. With hundreds of
	 * items in flight, that took longer than all of the node's own work.
	 *
	 * n8n reads the credential again for each request, and a training takes hours. If the Base URL changes during a run,
	 * that run must not send the new key to the old address.
	 */
	authenticate = async (
		{ apiKey, baseUrl }: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const isOwn = new URL(options.url).origin === readBaseUrl(baseUrl).origin;
		if (!isOwn) throw new CredentialChanged();
		const key = typeof apiKey === 'string' ? apiKey.trim() : '';
		return await Promise.resolve({ ...options, headers: { ...options.headers, apikey: key } });
	};
}
