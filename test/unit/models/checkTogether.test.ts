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
	checkTogether(model, new Map(Object.entries(counts)), {}, extra);

describe('parameters that are checked together', () => {
	it('are all reported together, by their names in the editor or by names made from their keys', () => {
		expect(check({ weights: 2, scales: 3 })).toEqual([
			'Script or Sound is required',
			'Seed is required',
			'Scales: needs as many entries as Weights (2), not 3',
		]);
	});

	it('are right if one of each group is set, or comes from Extra Input', () => {
		expect(check({ audio: 1, seed: 1 })).toEqual([]);
		expect(check({ script: 1 }, { seed: undefined })).toEqual([]);
		expect(check({}, { script: 1, seed: 1 })).toEqual([]);
	});

	it('are not confused by the properties that every object inherits', () => {
		const odd = { ...model, needsOneOf: [['toString']] };
		expect(checkTogether(odd, new Map(), {}, {})).toHaveLength(1);
	});

	it('are compared in number only if both are set', () => {
		const rest = { script: 1, seed: 1 };
		expect(check({ ...rest, weights: 2, scales: 2 })).toEqual([]);
		expect(check({ ...rest, weights: 2 })).toEqual([]);
		expect(check({ ...rest, scales: 2 })).toEqual([]);
	});
});

describe('a parameter that only applies with certain values of another one', () => {
	const sized = (facts: Partial<ModelParameter> = {}): Model => ({
		...model,
		needsOneOf: undefined,
		parameters: [
			parameter('ratio', {
				type: 'enum',
				choices: ['1:1', 'custom', 'free'],
				label: 'Aspect Ratio',
				...facts,
			}),
			parameter('width', { type: 'integer', onlyWhen: { ratio: ['custom', 'free'] } }),
		],
	});
	const findings = (
		input: Record<string, unknown>,
		extra: Record<string, unknown> = {},
		facts: Partial<ModelParameter> = {},
	) => checkTogether(sized(facts), new Map(Object.keys(input).map((name) => [name, 1])), input, extra);
	const idle = [
		'Width: only applies when Aspect Ratio is “custom” or “free”; change Aspect Ratio, or remove Width',
	];

	it('is refused with any other value, and without one', () => {
		expect(findings({ ratio: '1:1', width: 512 })).toEqual(idle);
		expect(findings({ width: 512 })).toEqual(idle);
	});

	it('is accepted with each of the values', () => {
		expect(findings({ ratio: 'custom', width: 512 })).toEqual([]);
		expect(findings({ ratio: 'free', width: 512 })).toEqual([]);
	});

	it("is accepted if such a value is the API's default", () => {
		expect(findings({ width: 512 }, {}, { default: 'free' })).toEqual([]);
		expect(findings({ ratio: '1:1', width: 512 }, {}, { default: 'free' })).toEqual(idle);
	});

	it('is accepted if Extra Input sets such a value', () => {
		expect(findings({ ratio: '1:1', width: 512 }, { ratio: 'custom' })).toEqual([]);
		expect(findings({ ratio: 'custom', width: 512 }, { ratio: '1:1' })).toEqual(idle);
	});

	it('is not checked if it is not set, or if the other one is wrong', () => {
		expect(findings({ ratio: '1:1' })).toEqual([]);
		const counts = new Map([
			['ratio', 1],
			['width', 1],
		]);
		expect(checkTogether(sized(), counts, { width: 512 }, {})).toEqual([]);
	});
});
