/** Arbitrary answers over real sockets, through n8n's real engine: fewer cases than in virtual time, but nothing is simulated. */
import fc from 'fast-check';
import { edit, PNG, png, usePApi } from '../engine/fixture';
import type { FaultSpec } from '../p-api';
import { ownFiles, settleAccount } from '../soak/account';
import { API_KEY, headers, json, text } from './answers';
import { ALL_CASES, announceSeed, settings } from './seed';

const p = usePApi({ apiKeys: [API_KEY] });
const ITEMS = 15;

beforeAll(announceSeed);

/** Headers that an HTTP server can send, except those that frame the body, which it sets itself. */
const wireHeaders = headers.map((all) =>
	Object.fromEntries(
		Object.entries(all)
			.filter(([name]) => /^[a-z][a-z-]*$/i.test(name) && !/^content-length$/i.test(name))
			.map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/g, '?')]),
	),
);

/** A refusal with any JSON, or garbage that claims success. If `accept` is true, the job runs although the answer to the submit is wrong. */
const fault: fc.Arbitrary<FaultSpec> = fc
	.record({
		on: fc.constantFrom<FaultSpec['on']>('upload', 'submit', 'status', 'delivery'),
		refusal: fc.record({ status: fc.integer({ min: 300, max: 599 }), body: fc.oneof(text, json) }),
		garbage: fc.option(fc.record({ status: fc.constantFrom(200, 201, 204, 299), body: text })),
		headers: wireHeaders,
		accept: fc.boolean(),
	})
	.map(({ on, refusal, garbage, headers, accept }): FaultSpec => {
		// Any bytes are a valid file, and a refused submit has started nothing.
		const { status, body } = (on === 'delivery' ? undefined : garbage) ?? refusal;
		const isAccepted = accept && (status < 400 || status >= 500);
		return { on, respond: { status, body, headers, accept: on === 'submit' && isAccepted } };
	});

test(
	'every item of a batch is accounted for',
	async () => {
		const prompts = Array.from({ length: ITEMS }, (_, index) => `item ${index}`);
		await fc.assert(
			fc.asyncProperty(fc.array(fault, { minLength: 5, maxLength: 12 }), async (faults) => {
				p.api.reset();
				p.api.setFiles(ownFiles);
				for (const spec of faults) p.api.fault(spec);
				const result = await p.run(
					edit({
						prompt: '={{ $json.prompt }}',
						images: 'data',
						options: { pollInterval: 0.2, timeout: 5, requestsPerMinute: 100_000 },
					}),
					{
						credential: { apiKey: API_KEY, baseUrl: p.api.url },
						items: prompts.map((prompt) => ({
							json: { prompt },
							files: { data: png('photo.png', Buffer.concat([PNG, Buffer.from(prompt)])) },
						})),
						settings: { onError: 'continueErrorOutput' },
					},
				);
				const { findings } = await settleAccount(prompts, result, p.api.submits);
				expect(findings).toEqual([]);
				expect(JSON.stringify([result.items, result.errorItems])).not.toContain(API_KEY);
			}),
			{ ...settings(6), timeout: ALL_CASES / 2 },
		);
	},
	ALL_CASES,
);
