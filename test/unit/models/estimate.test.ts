import fc from 'fast-check';
import { catalog } from '../../../nodes/Pruna/models/catalog';
import { estimateCost, lowerEnd, upperEnd } from '../../../nodes/Pruna/models/estimate';
import { findModel } from '../../../nodes/Pruna/models/modelOperations';
import type { ModelParameter } from '../../../nodes/Pruna/models/types';

const costOf = (id: string, input: Record<string, unknown> = {}) => estimateCost(findModel(id)!, input);

describe('the estimate of a job', () => {
	it.each<[string, Record<string, unknown>, ReturnType<typeof costOf>]>([
		['p-image', {}, 0.005],
		['flux-dev-lora', { num_outputs: 3 }, 0.03],
		['flux-2-klein-4b', {}, 0.0001],
		['p-image-ideogram', {}, 0.02],
		['p-image-ideogram', { thinking: 'very high', image_size: '1K' }, 0.033],
		['p-image-upscale', {}, 0.005],
		['p-image-upscale', { target: 5 }, 0.01],
		['p-image-upscale', { target: 128 }, 0.12],
		['p-image-try-on', { garment_images: ['a'] }, 0.015],
		['p-image-try-on', { garment_images: ['a', 'b', 'c'] }, 0.031],
		['p-image-trainer', {}, 1.8],
		['p-image-edit-trainer', { steps: 2500 }, 10],
		['wan-i2v', { frames_per_second: 30 }, 0.05],
		['wan-i2v', { resolution: '720p' }, 0.11],
		['p-video', {}, 0.1],
		['p-video', { duration: 10, resolution: '1080p', draft: true }, 0.1],
		['p-video-2', { duration: 20, resolution: '1080p' }, 1],
		['p-video-2-pro', {}, 0.175],
		['p-video-2-pro', { mode: 'quality', resolution: '480p', duration: 15 }, 0.6],
	])('of %s with %j is %d USD', (id, input, usd) => {
		expect(costOf(id, input)).toBe(usd);
	});

	it.each<[string, Record<string, unknown>, number, number]>([
		['p-video', { audio: 'https://example.com/a.mp3' }, 0.02, 0.4],
		['p-video', { audio: 'https://example.com/a.mp3', duration: 3 }, 0.02, 0.4],
		['p-video-2', {}, 0.025, 0.5],
		['p-image-edit-text-aware', {}, 0.01, 0.03],
		['p-video-edit', { draft: true }, 0, 0.375],
	])('of %s with %j depends on what is not known in advance', (id, input, from, to) => {
		expect(costOf(id, input)).toEqual({ from, to });
	});

	it.each<[string, Record<string, unknown>]>([
		['flux-2-fast', {}],
		['wan-t2v', {}],
		['vace', {}],
		['p-video-avatar', { voice_script: 'Hello' }],
		['p-video-animate', {}],
		['p-video-2-pro', { mode: 'cost' }],
		['wan-i2v', { num_frames: 121 }],
		['p-image-ideogram', { aspect_ratio: 'custom', width: 2560, height: 2560 }],
		['p-image-upscale', { target: 300 }],
		['p-video', { duration: 'long' }],
		['p-video', { duration: null }],
		['p-video', { duration: -5 }],
		['p-video', { resolution: '4K' }],
		['p-video', { draft: 'true' }],
		['p-image-try-on', { garment_images: 'https://example.com/shirt.jpg' }],
		['p-image-try-on', { garment_images: [] }],
	])('of %s with %j is not guessed', (id, input) => {
		expect(costOf(id, input)).toBeUndefined();
	});
});

/** Any value that a parameter may have, right or (through Extra Input) wrong. */
function valueOf({ type, choices, minimum = 0, maximum = 5000 }: ModelParameter): fc.Arbitrary<unknown> {
	const wrong = fc.anything();
	switch (type) {
		case 'enum':
			return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...choices!) }, wrong);
		case 'boolean':
			return fc.oneof({ weight: 9, arbitrary: fc.boolean() }, wrong);
		case 'integer':
		case 'number':
			return fc.oneof(
				{ weight: 9, arbitrary: fc.double({ min: minimum, max: maximum, noNaN: true }) },
				wrong,
			);
		case 'url[]':
		case 'number[]':
			return fc.oneof({ weight: 9, arbitrary: fc.array(fc.string(), { maxLength: 20 }) }, wrong);
		default:
			return fc.oneof(fc.string(), wrong);
	}
}

describe.each(catalog.map(({ id, ...model }) => [id, model] as const))('of %s', (_id, model) => {
	const inputs = fc.record(
		Object.fromEntries(model.parameters.map((parameter) => [parameter.name, valueOf(parameter)])),
		{ requiredKeys: [] },
	);

	it('is a finite number of whole millionths with its bounds in order, or nothing', () => {
		fc.assert(
			fc.property(inputs, (input) => {
				const estimate = estimateCost(model, input);
				if (estimate === undefined) return;
				const ends = [lowerEnd(estimate), upperEnd(estimate)];
				expect(ends[0]).toBeGreaterThanOrEqual(0);
				expect(ends[1]).toBeGreaterThanOrEqual(ends[0]!);
				for (const end of ends) expect(Number(end.toFixed(6))).toBe(end);
			}),
			{ numRuns: 50 },
		);
	});

	it('does not depend on prompts, seeds or anything else that the price does not mention', () => {
		const { rates = [], onlyWhen = {}, quantity = {} } = model.price ?? {};
		const named = new Set(
			[onlyWhen, ...rates.map(({ when = {} }) => when)]
				.flatMap(Object.keys)
				.concat(quantity.parameter ?? [], quantity.unlessSet ?? []),
		);
		fc.assert(
			fc.property(inputs, (input) => {
				const needed = Object.fromEntries(Object.entries(input).filter(([name]) => named.has(name)));
				expect(estimateCost(model, input)).toEqual(estimateCost(model, needed));
			}),
			{ numRuns: 30 },
		);
	});

	it('does not decrease when the job gets larger', () => {
		const { quantity = {}, rates = [] } = model.price ?? {};
		const larger = [quantity.parameter, ...rates.flatMap(({ when = {} }) => Object.keys(when))];
		const parameters = model.parameters.filter(
			({ name, type }) => larger.includes(name) && ['integer', 'number'].includes(type),
		);
		for (const { name, minimum = 1, maximum = 100 } of parameters) {
			const range = fc.integer({ min: minimum, max: maximum });
			fc.assert(
				fc.property(range, range, (one, other) => {
					const [small, large] = [Math.min(one, other), Math.max(one, other)].map((value) =>
						estimateCost(model, { [name]: value })!,
					);
					expect(upperEnd(small!)).toBeLessThanOrEqual(upperEnd(large!));
				}),
				{ numRuns: 50 },
			);
		}
		expect(parameters.length).toBeLessThanOrEqual(2);
	});
});
