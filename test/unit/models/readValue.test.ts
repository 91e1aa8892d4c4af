import fc from 'fast-check';
import { checkCount, entriesOf, readValue } from '../../../nodes/Pruna/models/readValue';
import type { ModelParameter, ParameterType } from '../../../nodes/Pruna/models/types';

const parameter = (type: ParameterType, facts: Partial<ModelParameter> = {}): ModelParameter => ({
	name: 'thing',
	type,
	description: '',
	...facts,
});

/** Reads the value of a parameter of this type. */
function read(type: ParameterType, value: unknown, facts: Partial<ModelParameter> = {}) {
	return readValue(parameter(type, facts), entriesOf(parameter(type, facts), value));
}

const findings = (...texts: string[]) => ({
	findings: texts.map((text) => expect.stringMatching(new RegExp(`^${text}`)) as string),
});

describe('a list of numbers', () => {
	it.each([
		['0.5, 1', [0.5, 1]],
		['2', [2]],
		[2, [2]],
		[
			[0.5, '1'],
			[0.5, 1],
		],
		[0, [0]],
		['0.5; 1', [0.5, 1]],
		['0.5\n1\t2', [0.5, 1, 2]],
		['[0.5, "1"]', [0.5, 1]],
		[
			[[1], ['2, 3']],
			[1, 2, 3],
		],
	])('is sent as numbers, given %j', (given, expected) => {
		expect(read('number[]', given)).toEqual({ value: expected, count: expected.length });
	});

	it.each([['0.5, x'], ['0.5 1'], [[{}]], [true], [[[true]]], ['[1'], ['{"a":1}']])(
		'is refused: %j',
		(given) => {
			expect(read('number[]', given)).toEqual(findings('needs numbers separated by commas'));
		},
	);

	it('reports each wrong entry', () => {
		expect(read('number[]', 'a, 1, b')).toEqual(
			findings('needs numbers .* not “a”', 'needs numbers .* not “b”'),
		);
	});

	it('respects the number of entries that the API accepts', () => {
		expect(read('number[]', '1, 2, 3', { maxItems: 2 })).toEqual(findings('takes at most 2, not 3$'));
		expect(read('number[]', '1, 2', { maxItems: 2 })).toEqual({ value: [1, 2], count: 2 });
	});
});

describe('a URL that does not have to be a file (LoRA weights)', () => {
	it('is sent without surrounding spaces', () => {
		expect(read('url', ' https://example.com/lora.safetensors ')).toEqual({
			value: 'https://example.com/lora.safetensors',
			count: 1,
		});
	});

	it.each([['photo'], ['hf.co/owner/lora'], ['ftp://example.com/a'], [42], [{ mimeType: 'image/png' }]])(
		'is refused if it is not a URL: %j',
		(given) => {
			expect(read('url', given)).toEqual(findings('needs a URL'));
		},
	);

	it('may be a list', () => {
		const urls = ['https://example.com/a', 'https://example.com/b'];
		const given = [urls.join(', '), urls.join('\n'), urls.join(';'), JSON.stringify(urls), urls, [urls]];
		for (const list of given) expect(read('url[]', list)).toEqual({ value: urls, count: 2 });
		expect(read('url[]', 'https://example.com/a')).toEqual({ value: ['https://example.com/a'], count: 1 });
	});

	it('that contains a comma is one URL, unless a space or another URL follows the comma', () => {
		const url = 'https://example.com/w_1,h_2/a.jpg';
		expect(entriesOf(parameter('url[]'), url)).toEqual([url]);
		expect(entriesOf(parameter('url[]'), `${url},photo`)).toEqual([`${url},photo`]);
		expect(entriesOf(parameter('url[]'), `${url}, photo`)).toEqual([url, 'photo']);
		expect(entriesOf(parameter('url[]'), `${url},${url}`)).toEqual([url, url]);
	});
});

describe('a single value', () => {
	it.each<[ParameterType, unknown, unknown]>([
		['string', 42, '42'],
		['integer', '20', 20],
		['number', '2.5', 2.5],
		['boolean', 'FALSE', false],
		['string', 'a, b', 'a, b'],
	])('of type %s is converted to it: %j', (type, given, expected) => {
		expect(read(type, given)).toEqual({ value: expected, count: 1 });
	});

	it('that is wrong is reported', () => {
		expect(read('integer', 'many')).toEqual({ findings: ['needs a whole number, not “many”'] });
	});

	it('that is secret is never shown, whatever is wrong with it', () => {
		fc.assert(
			fc.property(fc.array(fc.constant('hf_SECRET'), { minLength: 1 }), (token) => {
				expect(read('string', token, { secret: true })).toEqual({ findings: ['needs text'] });
			}),
		);
		expect(read('string', 'hf_SECRET', { secret: true })).toEqual({ value: 'hf_SECRET', count: 1 });
	});
});

describe('an empty value', () => {
	it.each([[undefined], [null], [''], ['  \n'], [[]], [[null, '', ['  ']]]])('is %j', (value) => {
		for (const type of ['string', 'url', 'url[]', 'number[]', 'boolean'] as const) {
			expect(entriesOf(parameter(type), value)).toEqual([]);
			expect(read(type, value)).toEqual({ value: undefined, count: 0 });
		}
	});

	it.each([[0], [false], ['x'], [{}], [[0]], [[null, 'x']], [NaN]])('is not %j', (value) => {
		expect(entriesOf(parameter('string'), value)).toEqual([value]);
	});

	it.each([' , ,', ' ;\n,\t', '[]', '["", null]'])('can also be a list of separators only: %j', (value) => {
		expect(entriesOf(parameter('url[]'), value)).toEqual([]);
	});
});

describe('the number of entries', () => {
	it.each<[Partial<ModelParameter>, number, string[]]>([
		[{}, 0, []],
		[{}, 1000, []],
		[{ minItems: 2 }, 2, []],
		[{ minItems: 2 }, 1, ['needs at least 2, not 1']],
		[{ maxItems: 2 }, 2, []],
		[{ maxItems: 2 }, 3, ['takes at most 2, not 3']],
	])('is checked: %j, %d', (facts, count, expected) => {
		expect(checkCount(parameter('url[]', facts), count)).toEqual(expected);
	});

	it('is only checked for lists', () => {
		const takes = (type: ParameterType, value: unknown) => read(type, value, { maxItems: 0 });
		expect(takes('url[]', 'https://example.com/a')).toEqual({ findings: ['takes at most 0, not 1'] });
		expect(takes('number[]', '1')).toEqual({ findings: ['takes at most 0, not 1'] });
		expect(takes('url', 'https://example.com/a')).toMatchObject({ count: 1 });
		expect(takes('string', 'a, b')).toEqual({ value: 'a, b', count: 1 });
		expect(takes('integer', 1)).toEqual({ value: 1, count: 1 });
	});
});
