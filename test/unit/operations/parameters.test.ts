import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../../../nodes/Pruna/core/errors';
import { describeError } from '../../../nodes/Pruna/operations/errorText';
import { findingsError, readJsonObject, textParameter } from '../../../nodes/Pruna/operations/parameters';

/** A context that holds these parameters and gives the fallback for all others, as n8n does. */
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

describe('a field that holds a JSON object', () => {
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

	it.each(['{ "prompt": }', '{', "{ 'prompt': 1 }", 'prompt'])('tells where the JSON breaks: %s', (text) => {
		const error = caught(() => readJsonObject(text, 'Input'));
		expect(error).toBeInstanceOf(PrunaError);
		expect(error.message).toMatch(/^Input is not a JSON object: .*JSON/);
		expect(error.job).toBe('none');
		expect(describeError(error, {})).toContain('nothing was charged');
		// The most frequent cause: a text with quotes or line breaks that an expression puts between quotes.
		expect(error.advice).toContain('{{ JSON.stringify($json.text) }}, without quotes around it');
	});

	it('tells of a value that JSON does not know, before anything is paid for', () => {
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

	it('with a key __proto__ changes no prototype', () => {
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

describe('what is wrong with an item', () => {
	it('is told all at once, with what it cost and the way past the checks', () => {
		const error = findingsError(['Prompt is required', 'Seed: needs a whole number, not “x”'], true);
		expect(error.message).toBe('Prompt is required; Seed: needs a whole number, not “x”');
		expect(describeError(error, {})).toMatch(/Extra Input.*nothing was charged/s);
	});

	it('does not point past a check that the API would make as well', () => {
		expect(describeError(findingsError(['Prompt is required']), {})).toBe(
			'Nothing was submitted and nothing was charged for this item.',
		);
	});
});
