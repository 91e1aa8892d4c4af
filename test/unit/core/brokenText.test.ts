import fc from 'fast-check';
import { textFinding } from '../../../nodes/Pruna/core/brokenText';

describe('text', () => {
	it.each([
		'a fox',
		'an undefined shape, null and NaN',
		'The value is undefined',
		'Undefined',
		'nullable',
		'[object]',
		'',
		' ',
		42,
		true,
		undefined,
		null,
	])('is the user’s: %j', (value) => {
		expect(textFinding(value)).toBeUndefined();
	});

	it.each(['undefined', ' undefined\n', 'null', 'NaN', '"undefined"', "'null'", NaN])(
		'is the result of a missing value: %p',
		(value) => {
			expect(textFinding(value)).toMatch(/^is just “(undefined|null|NaN)”, which an expression returns/);
		},
	);

	it.each(['[object Object]', 'a fox, [object Object], at night', '[object Object],[object Object]'])(
		'contains an object: %j',
		(value) => {
			expect(textFinding(value)).toMatch(/^contains “\[object Object\]” because/);
		},
	);

	it.each<[unknown, string]>([
		[{}, 'not an object'],
		[{ prompt: 'a fox' }, 'not an object'],
		[new Date(0), 'not an object'],
		[['a fox'], 'not a list'],
		[[], 'not a list'],
	])('is not %j', (value, what) => {
		expect(textFinding(value)).toContain(`needs text, ${what}`);
	});

	it('may contain anything and may be long', () => {
		expect(textFinding(' '.repeat(1_000_000))).toBeUndefined();
		fc.assert(
			fc.property(fc.anything(), (value) => {
				const isText = typeof value === 'string';
				expect(
					typeof textFinding(value) === 'string' && isText && !/undefined|null|NaN|object/.test(value),
				).toBe(false);
			}),
		);
	});
});
