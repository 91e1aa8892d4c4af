import { checkTogether } from '../../../nodes/Pruna/models/checkTogether';
import type { Model, ModelParameter } from '../../../nodes/Pruna/models/types';

const parameter = (name: string, facts: Partial<ModelParameter> = {}): ModelParameter => ({
	name,
	type: 'number[]',
	description: '',
	...facts,
});

const model: Model = {
	id: 'made-up',
	title: 'Made Up',
	category: 'text-to-image',
	source: { by: 'third-party' },
	description: '',
	needsOneOf: [['script', 'audio'], ['seed']],
	parameters: [
		parameter('script'),
		parameter('audio', { label: 'Sound' }),
		parameter('weights'),
		parameter('scales', { sameCountAs: 'weights' }),
	],
};

const check = (counts: Record<string, number>, extra = {}) =>
	checkTogether(model, new Map(Object.entries(counts)), extra);

describe('parameters that are looked at together', () => {
	it('are all told at once, by their names in the editor or else made of their keys', () => {
		expect(check({ weights: 2, scales: 3 })).toEqual([
			'Script or Sound is required',
			'Seed is required',
			'Scales: needs as many entries as Weights (2), not 3',
		]);
	});

	it('are right when one of each group is set, or comes by Extra Input', () => {
		expect(check({ audio: 1, seed: 1 })).toEqual([]);
		expect(check({ script: 1 }, { seed: undefined })).toEqual([]);
		expect(check({}, { script: 1, seed: 1 })).toEqual([]);
	});

	it('do not take what every object has for Extra Input', () => {
		const odd = { ...model, needsOneOf: [['toString']] };
		expect(checkTogether(odd, new Map(), {})).toHaveLength(1);
	});

	it('are compared in number only when both are set', () => {
		const rest = { script: 1, seed: 1 };
		expect(check({ ...rest, weights: 2, scales: 2 })).toEqual([]);
		expect(check({ ...rest, weights: 2 })).toEqual([]);
		expect(check({ ...rest, scales: 2 })).toEqual([]);
	});
});
