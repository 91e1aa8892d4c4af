import { apiKey } from '../pApiService';
import type { Service } from '../service';
import { modelOf, type Contender, type Work } from './contender';
import { node } from './nodes';

export interface PrunaVariant {
	id: string;
	title: string;
	mode?: 'wait' | 'sync';
	options?: Record<string, unknown>;
}

const operations = {
	image: { resource: 'image', operation: 'generate', prompt: '={{ $json.prompt }}' },
	video: { resource: 'video', operation: 'generate', prompt: '={{ $json.prompt }}' },
	upscale: { resource: 'image', operation: 'upscale', image: 'data' },
};

/** This repository's node, from its packed package. */
export function pruna(service: Service, { id, title, mode = 'wait', options = {} }: PrunaVariant): Contender {
	const credential = {
		id: `bench${id}`.padEnd(16, '0').slice(0, 16),
		name: title,
		type: 'prunaApi',
		data: { apiKey, baseUrl: service.url },
	};
	return {
		id,
		title,
		service,
		credential,
		chain(work: Work) {
			const parameters = {
				...operations[work.kind],
				model: modelOf(work),
				mode,
				additionalFields: {},
				options,
			};
			const credentials = { prunaApi: { id: credential.id, name: credential.name } };
			const only = node('Pruna', 'n8n-nodes-pruna.pruna', 1, parameters, { credentials });
			return { nodes: [only], links: [], first: 'Pruna', last: 'Pruna' };
		},
	};
}
