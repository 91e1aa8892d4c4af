// The loop that most people build: HTTP Request, Wait, HTTP Request, IF.
import { randomUUID } from 'node:crypto';
import { apiKey } from '../pApiService';
import type { Service } from '../service';
import { modelOf, type Contender, type Work } from './contender';
import { node, type Chain, type Link, type WorkflowNode } from './nodes';

export interface LoopSettings {
	id: string;
	title: string;
	waitSeconds: number;
	/** Whether to turn on Retry On Fail, with n8n's maximum of 5 tries, where a repeat costs nothing. */
	retries: boolean;
}

const RETRY = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1000 };

export function loop(service: Service, { id, title, waitSeconds, retries }: LoopSettings): Contender {
	const credential = {
		id: `bench${id}`.padEnd(16, '0').slice(0, 16),
		name: title,
		type: 'httpHeaderAuth',
		data: { name: 'apikey', value: apiKey },
	};
	const request = (name: string, parameters: object, more: Partial<WorkflowNode> = {}) =>
		node(
			name,
			'n8n-nodes-base.httpRequest',
			4.5,
			{ authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth', ...parameters },
			{ credentials: { httpHeaderAuth: { id: credential.id, name: credential.name } }, ...more },
		);
	const repeated = retries ? RETRY : {};

	function submit(work: Work): WorkflowNode {
		const input = work.kind === 'upscale' ? '{ image: $json.urls.get }' : '{ prompt: $json.prompt }';
		return request('Submit', {
			method: 'POST',
			url: `${service.url}/v1/predictions`,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Model', value: modelOf(work) }] },
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ JSON.stringify({ input: ${input} }) }}`,
			// Batching is the only way for this node to respect a rate limit.
			options: work.perMinute
				? { batching: { batch: { batchSize: work.perMinute, batchInterval: 60_000 } } }
				: {},
		});
	}

	const upload = () =>
		request(
			'Upload',
			{
				method: 'POST',
				url: `${service.url}/v1/files`,
				sendBody: true,
				contentType: 'multipart-form-data',
				bodyParameters: {
					parameters: [{ parameterType: 'formBinaryData', name: 'content', inputDataFieldName: 'data' }],
				},
				options: {},
			},
			repeated,
		);

	return {
		id,
		title,
		service,
		credential,
		chain(work: Work): Chain {
			const wait = node(
				'Wait',
				'n8n-nodes-base.wait',
				1.1,
				{ amount: waitSeconds, unit: 'seconds' },
				{ webhookId: randomUUID() },
			);
			const status = request(
				'Status',
				{ url: "={{ $('Submit').item.json.get_url }}", options: {} },
				repeated,
			);
			const download = request(
				'Download',
				{
					url: '={{ $json.generation_url }}',
					options: { response: { response: { responseFormat: 'file' } } },
				},
				repeated,
			);
			const links: Link[] = [
				['Submit', 'Wait'],
				['Wait', 'Status'],
				['Status', 'Is It Done?'],
				['Is It Done?', 'Download'],
				['Is It Done?', 'Wait', 1],
			];
			const uploads = work.kind === 'upscale' ? [upload()] : [];
			return {
				nodes: [...uploads, submit(work), wait, status, isItDone(), download],
				links: uploads.length > 0 ? [['Upload', 'Submit'], ...links] : links,
				first: uploads.length > 0 ? 'Upload' : 'Submit',
				last: 'Download',
			};
		},
	};
}

function isItDone(): WorkflowNode {
	const condition = {
		id: randomUUID(),
		leftValue: '={{ $json.status }}',
		rightValue: 'succeeded',
		operator: { type: 'string', operation: 'equals' },
	};
	return node('Is It Done?', 'n8n-nodes-base.if', 2.2, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			conditions: [condition],
			combinator: 'and',
		},
		options: {},
	});
}
