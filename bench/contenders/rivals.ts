// n8n's own media nodes whose credentials accept a base URL, with default settings.
import type { Service } from '../service';
import type { Contender } from './contender';
import { node } from './nodes';

interface MediaNode {
	id: string;
	title: string;
	type: string;
	typeVersion: number;
	parameters: object;
	credentialType: string;
	credential: (url: string) => Record<string, unknown>;
}

const prompt = '={{ $json.prompt }}';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export const mediaNodes = {
	sora: {
		id: 'sora',
		title: 'OpenAI (Sora)',
		type: 'openAi',
		typeVersion: 2.3,
		parameters: { resource: 'video', operation: 'generate', modelId: byId('sora-2'), prompt, options: {} },
		credentialType: 'openAiApi',
		credential: (url) => ({ apiKey: 'bench', url, header: false }),
	},
	veo: {
		id: 'veo',
		title: 'Google Gemini (Veo)',
		type: 'googleGemini',
		typeVersion: 1.2,
		parameters: {
			resource: 'video',
			operation: 'generate',
			modelId: byId('models/veo-3.1-generate-preview'),
			prompt,
			options: {},
		},
		credentialType: 'googlePalmApi',
		credential: (host) => ({ apiKey: 'bench', host }),
	},
	miniMax: {
		id: 'minimax',
		title: 'MiniMax (H3)',
		type: 'minimax',
		typeVersion: 1.2,
		parameters: { resource: 'video', operation: 'textToVideo', modelId: 'MiniMax-H3', prompt, options: {} },
		credentialType: 'minimaxApi',
		credential: (url) => ({ apiKey: 'bench', region: 'international', url }),
	},
} satisfies Record<string, MediaNode>;

export function rival(service: Service, media: MediaNode): Contender {
	const { id, title, type, typeVersion, parameters, credentialType } = media;
	const credential = {
		id: `bench${id}`.padEnd(16, '0').slice(0, 16),
		name: title,
		type: credentialType,
		data: media.credential(service.url),
	};
	return {
		id,
		title,
		service,
		credential,
		chain({ kind }) {
			// These nodes cannot upscale images. They make a clip where other contenders make an image, but the job clock sets
			// the length of the job either way.
			if (kind === 'upscale') return undefined;
			const credentials = { [credentialType]: { id: credential.id, name: title } };
			const only = node(title, `@n8n/n8n-nodes-langchain.${type}`, typeVersion, parameters, { credentials });
			return { nodes: [only], links: [], first: title, last: title };
		},
	};
}
