import fc from 'fast-check';
import { convert, show, toNumber } from '../../../nodes/Pruna/models/convert';
import type { ModelParameter, ParameterType } from '../../../nodes/Pruna/models/types';
import { findModel } from '../../p-api/models';

function parameter(type: ParameterType, facts: Partial<ModelParameter> = {}): ModelParameter {
	return { name: 'thing', type, description: 'A thing', ...facts };
}

const value = (sent: string | number | boolean) => ({ value: sent });
const refusal = (text: string) => ({ finding: expect.stringContaining(text) as string });

const NO_NUMBERS: unknown[] = [
	'4x',
	'x4',
	'',
	'  ',
	'0x10',
	'0b1',
	'1_000',
	'1,5',
	'1 2',
	'１２',
	'.',
	'e5',
	'1e',
	'--1',
	'NaN',
	'Infinity',
	'1e400',
	NaN,
	Infinity,
	-Infinity,
	true,
	null,
	undefined,
	[],
	[5],
	{},
];

describe('a number', () => {
	it.each([
		['42', 42],
		[' 42\n', 42],
		['-1.5e3', -1500],
		['+3', 3],
		['.5', 0.5],
		['5.', 5],
		['007', 7],
		[0, 0],
		[-2.5, -2.5],
	])('is understood from %j', (given, expected) => {
		expect(convert(parameter('number'), given)).toEqual(value(expected));
	});

	it.each(NO_NUMBERS.map((given) => [given]))('is refused from %p', (given) => {
		expect(toNumber(given)).toBeUndefined();
		expect(convert(parameter('number'), given)).toEqual(refusal('needs a number'));
	});

	it('is accepted at its limits and refused beyond them', () => {
		const scale = parameter('number', { minimum: -1, maximum: 3 });
		expect(convert(scale, -1)).toEqual(value(-1));
		expect(convert(scale, '3')).toEqual(value(3));
		expect(convert(scale, -1.01)).toEqual({ finding: 'must be at least -1, not -1.01' });
		expect(convert(scale, '3.01')).toEqual({ finding: 'must be at most 3, not 3.01' });
	});

	it('respects a limit of zero', () => {
		expect(convert(parameter('number', { minimum: 0 }), -0.1)).toEqual(refusal('at least 0'));
		expect(convert(parameter('number', { maximum: 0 }), 0.1)).toEqual(refusal('at most 0'));
	});

	it('must be a multiple if the API requires one', () => {
		const width = parameter('integer', { multipleOf: 16 });
		expect(convert(width, '1024')).toEqual(value(1024));
		expect(convert(width, -32)).toEqual(value(-32));
		expect(convert(width, 0)).toEqual(value(0));
		expect(convert(width, 1000)).toEqual({ finding: 'must be a multiple of 16, not 1000' });
	});

	it('may be a multiple of a fraction', () => {
		const numbers = [0.1, 0.2, 0.3, 0.6, 0.7, 1.1, 2.3, 100.1];
		expect(numbers.map((number) => convert(parameter('number', { multipleOf: 0.1 }), number))).toEqual(
			numbers.map(value),
		);
	});

	it('that is not a multiple of a fraction is refused', () => {
		expect(convert(parameter('number', { multipleOf: 0.1 }), 0.25)).toEqual(refusal('multiple of 0.1'));
	});

	it('survives conversion to text and back', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
				// -0 becomes the text "0".
				expect(convert(parameter('number'), String(number))).toEqual(value(number + 0));
			}),
		);
	});
});

describe('a whole number', () => {
	it.each([
		['42', 42],
		['4.0', 4],
		['1e3', 1000],
		[-7, -7],
	])('is understood from %j', (given, expected) => {
		expect(convert(parameter('integer'), given)).toEqual(value(expected));
	});

	it.each([[4.5], ['4.5'], ['1e-1'], ...NO_NUMBERS.map((given) => [given])])(
		'is refused from %p',
		(given) => {
			expect(convert(parameter('integer'), given)).toEqual(refusal('needs a whole number'));
		},
	);

	it('too large to be sent exactly is refused, not sent as a different number', () => {
		expect(convert(parameter('integer'), '9007199254740991')).toEqual(value(9007199254740991));
		expect(convert(parameter('integer'), '9007199254740993')).toHaveProperty('finding');
	});
});

describe('true or false', () => {
	it.each([
		[true, true],
		[false, false],
		['true', true],
		[' FALSE ', false],
	])('is understood from %j', (given, expected) => {
		expect(convert(parameter('boolean'), given)).toEqual(value(expected));
	});

	it.each([[1], [0], ['1'], ['yes'], [''], [null], [[]], [{}]])('is refused from %j', (given) => {
		expect(convert(parameter('boolean'), given)).toEqual(refusal('needs true or false'));
	});
});

describe('a choice', () => {
	const fps = parameter('enum', { choices: [24, 48] });
	const megapixels = parameter('enum', { choices: ['0.5', '1', '2'] });

	it.each([[24], ['24'], [' 24 ']])('of numbers is sent as a number, given %j', (given) => {
		expect(convert(fps, given)).toEqual(value(24));
	});

	it.each([[1], ['1'], [' 1 ']])('of texts is sent as text, given %j', (given) => {
		expect(convert(megapixels, given)).toEqual(value('1'));
	});

	it.each([['25'], ['24.5'], ['24x'], ['24 px 48'], [''], [true], [null], [[24]], [{}]])(
		'is refused if it is not in the list: %j',
		(given) => {
			expect(convert(fps, given)).toEqual(refusal('must be one of 24, 48'));
		},
	);

	it.each([
		['source', 'source'],
		[24, 24],
		['24', 24],
		['30', '30'],
		[30, '30'],
	])('of text and numbers is sent as the API lists it: %j', (given, sent) => {
		expect(convert(parameter('enum', { choices: ['source', 24, '30'] }), given)).toEqual(value(sent));
	});

	it('prefers the entry of the same type', () => {
		const both = parameter('enum', { choices: ['24', 24] });
		expect([convert(both, 24), convert(both, '24')]).toEqual([value(24), value('24')]);
	});

	it.each<[ReadonlyArray<string | number>, unknown, string | number, ModelParameter['unit']]>([
		[['jpg', 'png', 'webp'], 'JPG', 'jpg', undefined],
		[['jpg', 'png', 'webp'], 'jpeg', 'jpg', undefined],
		[['720p', '1080p'], 1080, '1080p', undefined],
		[['720p', '1080p'], '1080P', '1080p', undefined],
		[['16:9', '9:16'], '9x16', '9:16', undefined],
		[[24, 48], '24.0', 24, undefined],
		[[24, 48], '48 fps', 48, 'frames per second'],
		[[5, 10], '5s', 5, 'seconds'],
	])('in %j is found for %j', (choices, given, sent, unit) => {
		expect(convert(parameter('enum', { choices, unit }), given)).toEqual(value(sent));
	});

	it.each<[ReadonlyArray<string | number>, unknown, ModelParameter['unit']]>([
		[['jpg', 'JPG'], 'Jpg', undefined],
		[['720p', '720i'], 720, undefined],
		[[24, 48], '24 s', 'frames per second'],
		[['16:9', '9:16'], '16:10', undefined],
	])('in %j is not guessed from %j', (choices, given, unit) => {
		const list = choices.join(', ');
		expect(convert(parameter('enum', { choices, unit }), given)).toEqual(refusal(`must be one of ${list}`));
	});

	it('that differs from others only by case is matched by case, as in the API', () => {
		const both = parameter('enum', { choices: ['jpg', 'JPG'] });
		expect([convert(both, 'jpg'), convert(both, 'JPG')]).toEqual([value('jpg'), value('JPG')]);
	});

	const speedModes = findModel('flux-dev')!.parameters.find(({ name }) => name === 'speed_mode')!.enum!;

	it.each(speedModes.map((mode) => [mode]))('with an emoji is sent exactly: %s', (mode) => {
		expect(convert(parameter('enum', { choices: speedModes }), mode)).toEqual(value(mode));
	});

	it('that is only part of a value is refused, and the message lists the values', () => {
		expect(convert(parameter('enum', { choices: speedModes }), 'Juiced')).toEqual(
			refusal('Extra Juiced 🔥 (more speed)'),
		);
	});
});

describe('text', () => {
	it.each([
		['A fox', 'A fox'],
		['  two\nlines  ', '  two\nlines  '],
		[42, '42'],
		[0, '0'],
		[false, 'false'],
	])('is sent from %j', (given, expected) => {
		expect(convert(parameter('string'), given)).toEqual(value(expected));
	});

	it.each([[null], [undefined], [['a']], [{ text: 'a' }]])('is refused from %j', (given) => {
		expect(convert(parameter('string'), given)).toEqual(refusal('needs text'));
	});
});

describe('what is sent', () => {
	const wanted = {
		integer: 'number',
		number: 'number',
		boolean: 'boolean',
		string: 'string',
	} as const;

	it.each(Object.entries(wanted))('for %s is a %s, whatever the input', (type, expected) => {
		fc.assert(
			fc.property(fc.jsonValue(), (given) => {
				const result = convert(parameter(type as ParameterType), given);
				expect('value' in result ? typeof result.value : expected).toBe(expected);
			}),
		);
	});

	it('for a choice is one of the choices, whatever the input', () => {
		const choices = ['a', '1', 2];
		fc.assert(
			fc.property(fc.oneof(fc.jsonValue(), fc.constantFrom(1, 2, '2', 'a')), (given) => {
				const result = convert(parameter('enum', { choices }), given);
				expect(choices).toContain('value' in result ? result.value : 'a');
			}),
		);
	});
});

describe('a value in a message', () => {
	it('shows whether it is text or a number', () => {
		expect(show('4')).toBe('“4”');
		expect(show(4)).toBe('4');
		expect(show(undefined)).toBe('undefined');
	});

	it('is never an [object Object]', () => {
		expect(show({ a: 1 })).toBe('{"a":1}');
	});

	it('is shortened if it is long', () => {
		expect(show('x'.repeat(10_000)).length).toBeLessThanOrEqual(80);
		expect(show({ text: 'x'.repeat(10_000) }).length).toBeLessThanOrEqual(80);
	});
});
