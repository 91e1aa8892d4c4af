// An n8n for one test file, set up as a user does it: a new user folder with the packed package, and a stand-in API.
import fs from 'node:fs';
import path from 'node:path';
import { logsFolder, workFolder } from '../../sandbox/folders';
import { N8n, type Credential } from '../../sandbox/n8n';
import { installPackage, packedPackage } from '../../sandbox/package-under-test';
import { Rest } from '../../sandbox/rest';
import { startPApi, type PApi, type PApiOptions } from '../p-api';
import { until } from '../until';

export const API_KEY = 'pru_test_key';
/** The credential ID in the workflows of examples/. */
export const CREDENTIAL_ID = 'prunaSandbox0001';

export interface Instance {
	n8n: N8n;
	api: PApi;
	userFolder: string;
	/** Stops the server, if it is running, and the stand-in. */
	close(): Promise<void>;
}

/** An instance with a running server, and its REST API, signed in. */
export interface Server extends Instance {
	rest: Rest;
}

export interface InstanceOptions {
	api?: PApiOptions;
	/** Additional environment variables for n8n. */
	env?: NodeJS.ProcessEnv;
	/** Additional credentials, besides the one for the stand-in. */
	credentials?: Credential[];
}

/** @param name the folder below .sandbox/e2e where logs and data can be found after the run */
export async function createInstance(name: string, options: InstanceOptions = {}): Promise<Instance> {
	const userFolder = path.join(workFolder, 'e2e', name);
	fs.rmSync(userFolder, { recursive: true, force: true });
	fs.mkdirSync(userFolder, { recursive: true });
	await installPackage(packedPackage(), userFolder);
	const api = await startPApi({ apiKeys: [API_KEY], jobSeconds: 0.3, ...options.api });
	const n8n = new N8n({ userFolder, logsFolder: path.join(logsFolder, 'e2e', name), env: options.env });
	await n8n.importCredentials([credentialFor(api), ...(options.credentials ?? [])]);
	return {
		n8n,
		api,
		userFolder,
		close: async () => {
			await n8n.stop();
			await api.close();
		},
	};
}

export async function startServer(name: string, options: InstanceOptions = {}): Promise<Server> {
	const instance = await createInstance(name, options);
	try {
		await instance.n8n.start();
		const rest = new Rest(instance.n8n.url);
		await rest.login();
		return { ...instance, rest };
	} catch (error) {
		await instance.close(); // the test file never gets the instance, so it cannot close it
		throw error;
	}
}

/** Sends a request to a webhook or form that was just published; n8n registers it a moment later. */
export async function whenPublished(url: string, request: () => RequestInit): Promise<Response> {
	const registered = async () => {
		const response = await fetch(url, request());
		return response.status !== 404 && response;
	};
	return await until(registered, `n8n to answer at ${url}`);
}

export function credentialFor(api: PApi, data: Partial<Credential['data']> = {}): Credential {
	return {
		id: CREDENTIAL_ID,
		name: 'Pruna account',
		type: 'prunaApi',
		data: { apiKey: API_KEY, baseUrl: api.url, ...data },
	};
}
