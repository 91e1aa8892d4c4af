import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../../../nodes/Pruna/core/errors';
import { describeError } from '../../../nodes/Pruna/operations/errorText';
import { findingsError, readJsonObject, textParameter } from '../../../nodes/Pruna/operations/parameters';

/** A context with these parameters that returns the fallback for all others, as n8n does. */
function contextWith(parameters: IDataObject): IExecuteFunctions {
	return {
		getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
	} as unknown as IExecuteFunctions;
}

function caught(task: () => unknown): PrunaError {
	try {
		task();
	} catch (error) {
		return error as PrunaError;
	}
	throw new Error('nothing was thrown');
}

describe('a field for a JSON object', () => {
	it.each([
		['{ "prompt": "A fox", "seed": 7 }', { prompt: 'A fox', seed: 7 }],
		[{ prompt: 'A fox' }, { prompt: 'A fox' }],
		['{}', {}],
		['', {}],
		['  \n', {}],
		[undefined, {}],
		[null, {}],
	])('is read from %j', (value, expected) => {
		expect(readJsonObject(value, 'Input')).toEqual(expected);
	});

	it.each([['[1]'], ['"text"'], ['42'], ['null'], [[1]], [42], [true]])('is not %j', (value) => {
		const error = caught(() => readJsonObject(value, 'Extra Input'));
		expect(error).toBeInstanceOf(PrunaError);
		expect(error.message).toMatch(/^Extra Input is not a JSON object: it must be an object in braces/);
	});

	it.each(['{ "prompt": }', '{', "{ 'prompt': 1 }", 'prompt'])('says where the JSON breaks: %s', (text) => {
		const error = caught(() => readJsonObject(text, 'Input'));
		expect(error).toBeInstanceOf(PrunaError);
		expect(error.message).toMatch(/^Input is not a JSON object: .*JSON/);
		expect(error.job).toBe('none');
		expect(describeError(error, {})).toContain('nothing was charged');
		// The most common cause is text with quotes or line breaks that an expression inserts between quotes.
		expect(error.advice).toContain('{{ JSON.stringify($json.text) }}, without quotes around it');
	});

	it('reports a value that JSON does not support before anything is paid for', () => {
		const cycle: Record<string, unknown> = {};
		cycle.itself = cycle;
		for (const value of [{ seed: 10n }, cycle]) {
			const error = caught(() => readJsonObject(value, 'Input'));
			expect(error.message).toBe(
				'Input is not a JSON object: it contains a value that JSON does not support',
			);
			expect(error.advice).toBeUndefined();
			expect(error.job).toBe('none');
			expect(describeError(error, {})).toContain('nothing was charged');
		}
	});

	it('does not change a prototype with the key __proto__', () => {
		const value = readJsonObject('{ "__proto__": { "polluted": true } }', 'Input');
		expect(value.polluted).toBeUndefined();
	});
});

describe('a text field', () => {
	it.each([
		[' p-image\n', 'p-image'],
		[42, '42'],
		['  ', ''],
		[undefined, ''],
		[{ id: 1 }, ''],
	])('gives %j as %j', (modelId, expected) => {
		expect(textParameter(contextWith({ modelId }), 'modelId', 0)).toBe(expected);
	});
});

describe('the problems of an item', () => {
	it('are reported together, with the cost and the way around the checks', () => {
		const error = findingsError(['Prompt is required', 'Seed: needs a whole number, not “x”'], true);
		expect(error.message).toBe('Prompt is required; Seed: needs a whole number, not “x”');
		expect(describeError(error, {})).toMatch(/Extra Input.*nothing was charged/s);
	});

	it('come without a way around a check that the API would make too', () => {
		expect(describeError(findingsError(['Prompt is required']), {})).toBe(
			'Nothing was submitted and nothing was charged for this item.',
		);
	});
});
