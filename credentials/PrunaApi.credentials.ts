import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { CredentialChanged, readBaseUrl } from '../nodes/Pruna/api/address';

/** The key of a Pruna account. It is tested by the node (nodes/Pruna/api/credentialTest.ts), free of charge. */
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
			description: 'Key of your Pruna account, from https://dashboard.pruna.ai',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.pruna.ai',
			placeholder: 'e.g. https://api.pruna.ai',
			description: 'Where the API is. Change it only for a gateway of your own; a path in it is kept.',
		},
	];

	/**
	 * A function, because n8n would evaluate an expression for each request in a sandbox of its own: with hundreds of
	 * items in flight that cost more time than all of the node's work.
	 *
	 * n8n reads the credential anew for each request, and a training takes hours: where its Base URL has been changed
	 * meanwhile, a run that began before must not take the new key to the old address.
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
