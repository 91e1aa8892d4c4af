import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../../../nodes/Pruna/api/errors';
import {
	binaryFieldsOf,
	findingsError,
	readJsonObject,
	readMaxConcurrent,
	readMode,
	readOptions,
	readText,
} from '../../../nodes/Pruna/operations/settings';

/** A context that holds these parameters and gives the fallback for all others, as n8n does. */
function contextWith(parameters: IDataObject): IExecuteFunctions {
	return {
		getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
	} as unknown as IExecuteFunctions;
}

const optionsOf = (options: IDataObject) => readOptions(contextWith({ options }), 0);

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
		expect(error.description).toContain('nothing was charged');
	});

	it('tells of a value that JSON does not know, before anything is paid for', () => {
		const cycle: Record<string, unknown> = {};
		cycle.itself = cycle;
		for (const value of [{ seed: 10n }, cycle]) {
			const error = caught(() => readJsonObject(value, 'Input'));
			expect(error.message).toBe('Input is not a JSON object: it holds a value that JSON does not know');
			expect(error.description).toContain('nothing was charged');
		}
	});

	it('with a key __proto__ changes no prototype', () => {
		const value = readJsonObject('{ "__proto__": { "polluted": true } }', 'Input');
		expect(value.polluted).toBeUndefined();
	});
});

describe('the options of an item', () => {
	it('that are not set leave the choice to the node', () => {
		expect(optionsOf({})).toEqual({
			downloadOutput: undefined,
			outputField: 'data',
			fileName: undefined,
			pollInterval: undefined,
			timeout: undefined,
			requestsPerMinute: undefined,
			extraInput: {},
		});
	});

	it.each([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
	])('take %j for Download Output %s', (downloadOutput, expected) => {
		expect(optionsOf({ downloadOutput }).downloadOutput).toBe(expected);
	});

	it.each([
		['', 'data'],
		['  ', 'data'],
		[' picture ', 'picture'],
		[7, '7'],
	])('take %j for the output field %s', (outputField, expected) => {
		expect(optionsOf({ outputField }).outputField).toBe(expected);
	});

	it.each([
		['600', 600],
		[0.5, 0.5],
		['', undefined],
		[null, undefined],
	])('take %j for a time of %s seconds', (timeout, expected) => {
		expect(optionsOf({ timeout }).timeout).toBe(expected);
	});

	it.each([
		['Timeout', { timeout: 'soon' }],
		['Timeout', { timeout: 0 }],
		['Timeout', { timeout: -5 }],
		['Poll Interval', { pollInterval: '1m' }],
		['Poll Interval', { pollInterval: true }],
	])('name %s when its time makes no sense: %j', (field, options) => {
		const error = caught(() => optionsOf(options));
		expect(error).toBeInstanceOf(PrunaError);
		expect(error.message).toBe(`${field} must be a number of seconds above 0`);
	});

	it.each([
		['500', 500],
		[0.5, 0.5],
		['', undefined],
	])('take %j for a limit of %s requests per minute', (requestsPerMinute, expected) => {
		expect(optionsOf({ requestsPerMinute }).requestsPerMinute).toBe(expected);
	});

	it.each([[0], [-1], ['many']])(
		'name Requests per Minute when it makes no sense: %j',
		(requestsPerMinute) => {
			const error = caught(() => optionsOf({ requestsPerMinute }));
			expect(error.message).toBe('Requests per Minute must be a number above 0');
		},
	);

	it('name Extra Input when it is no JSON', () => {
		expect(caught(() => optionsOf({ extraInput: '{' })).message).toMatch(/^Extra Input is not a JSON object/);
	});
});

describe('Max Concurrent', () => {
	it.each([
		[undefined, 100],
		[5, 5],
		['5', 5],
		[5.9, 5],
		[1, 1],
		[0, 100],
		[-1, 100],
		['many', 100],
	])('%j lets %d items run at once', (maxConcurrent, expected) => {
		expect(readMaxConcurrent(contextWith({ 'options.maxConcurrent': maxConcurrent }))).toBe(expected);
	});

	it('that cannot be read is left to the item to report', () => {
		const context = {
			getNodeParameter: () => {
				throw new Error('the expression is wrong');
			},
		} as unknown as IExecuteFunctions;
		expect(readMaxConcurrent(context)).toBe(100);
	});
});

describe('Mode', () => {
	it('is to wait when it is not set', () => {
		expect(readMode(contextWith({}), 0)).toBe('wait');
	});

	it('that does not exist is refused before anything is sent', () => {
		const error = caught(() => readMode(contextWith({ mode: 'async' }), 0));
		expect(error.message).toContain('“async”');
		expect(error.description).toContain('nothing was charged');
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
		expect(readText(contextWith({ modelId }), 'modelId', 0)).toBe(expected);
	});
});

describe('what is wrong with an item', () => {
	it('is told all at once, with what it cost and the way past the checks', () => {
		const error = findingsError(['Prompt is required', 'Seed: needs a whole number, not “x”'], true);
		expect(error.message).toBe('Prompt is required; Seed: needs a whole number, not “x”');
		expect(error.description).toMatch(/nothing was charged.*Extra Input/s);
	});

	it('does not point past a check that the API would make as well', () => {
		expect(findingsError(['Prompt is required']).description).toBe(
			'Nothing was submitted and nothing was charged for this item.',
		);
	});
});

describe('the binary fields of an item', () => {
	const photo: IBinaryData = { mimeType: 'image/png', data: 'x' };
	const context = {
		getInputData: () => [{ json: {} }, { json: {}, binary: { photo } }],
		helpers: {
			assertBinaryData: (itemIndex: number, name: string) => {
				if (itemIndex === 1 && name === 'photo') return photo;
				throw new Error('no such field');
			},
		},
	} as unknown as IExecuteFunctions;

	it('are those of that item', () => {
		expect(binaryFieldsOf(context, 1).names).toEqual(['photo']);
		expect(binaryFieldsOf(context, 1).find('photo')).toBe(photo);
	});

	it('are none where the item has none', () => {
		expect(binaryFieldsOf(context, 0).names).toEqual([]);
		expect(binaryFieldsOf(context, 0).find('photo')).toBeUndefined();
		expect(binaryFieldsOf(context, 9).names).toEqual([]);
	});
});
