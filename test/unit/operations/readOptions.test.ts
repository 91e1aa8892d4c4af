import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../../../nodes/Pruna/core/errors';
import { readMaxConcurrent, readOptions } from '../../../nodes/Pruna/operations/readOptions';
import type { Run } from '../../../nodes/Pruna/prediction/run';

/** A context with these parameters that returns the fallback for all others, as n8n does. */
function contextWith(parameters: IDataObject): IExecuteFunctions {
	return {
		getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
	} as unknown as IExecuteFunctions;
}

const optionsOf = (options: IDataObject, isTool = false) =>
	readOptions({ context: contextWith({ options }), isTool } as Run, 0);

function caught(task: () => unknown): PrunaError {
	try {
		task();
	} catch (error) {
		return error as PrunaError;
	}
	throw new Error('nothing was thrown');
}

describe('the options of an item', () => {
	it('leave the choice to the node if they are not set', () => {
		expect(optionsOf({})).toEqual({
			downloadOutput: true,
			outputField: 'data',
			fileName: undefined,
			pollInterval: undefined,
			timeout: undefined,
			requestsPerMinute: undefined,
			freeWorker: false,
			extraInput: {},
		});
	});

	it.each([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
	])('accept %j as Download Output %s', (downloadOutput, expected) => {
		expect(optionsOf({ downloadOutput }).downloadOutput).toBe(expected);
	});

	it.each([
		['', 'data'],
		['  ', 'data'],
		[' picture ', 'picture'],
		[7, '7'],
	])('accept %j as the output field %s', (outputField, expected) => {
		expect(optionsOf({ outputField }).outputField).toBe(expected);
	});

	it.each([
		['600', 600],
		[0.5, 0.5],
		['', undefined],
		[null, undefined],
	])('accept %j as a time of %s seconds', (timeout, expected) => {
		expect(optionsOf({ timeout }).timeout).toBe(expected);
	});

	it.each([
		['Timeout', { timeout: 'soon' }],
		['Timeout', { timeout: 0 }],
		['Timeout', { timeout: -5 }],
		['Poll Interval', { pollInterval: '1m' }],
		['Poll Interval', { pollInterval: true }],
	])('name %s if its time makes no sense: %j', (field, options) => {
		const error = caught(() => optionsOf(options));
		expect(error).toBeInstanceOf(PrunaError);
		expect(error.message).toMatch(new RegExp(`^${field} must be a number of seconds greater than 0, not `));
		expect(error.job).toBe('none');
	});

	it.each([
		['500', 500],
		[1, 1],
		['', undefined],
	])('accept %j as a limit of %s requests per minute', (requestsPerMinute, expected) => {
		expect(optionsOf({ requestsPerMinute }).requestsPerMinute).toBe(expected);
	});

	it.each([[0], [-1], [0.5], ['many']])(
		'name Requests per Minute if it makes no sense: %j',
		(requestsPerMinute) => {
			const error = caught(() => optionsOf({ requestsPerMinute }));
			expect(error.message).toMatch(/^Requests per Minute must be a number that is at least 1, not /);
			expect(error.job).toBe('none');
		},
	);

	it.each([
		[undefined, true, false],
		[undefined, false, true],
		['', true, false],
		[null, false, true],
		[true, true, true],
		[false, false, false],
		['true', true, true],
		[' FALSE ', false, false],
	])('accept %j as Download Output, run by an agent: %s', (downloadOutput, isTool, expected) => {
		expect(optionsOf({ downloadOutput }, isTool).downloadOutput).toBe(expected);
	});

	it.each([
		[{ downloadOutput: 'no' }, 'Download Output must be true or false, not “no”'],
		[{ downloadOutput: 0 }, 'Download Output must be true or false, not 0'],
		[{ downloadOutput: [] }, 'Download Output must be true or false, not []'],
		[{ maxConcurrent: 0 }, 'Max Concurrent must be a number that is at least 1, not 0'],
		[{ maxConcurrent: 'one' }, 'Max Concurrent must be a number that is at least 1, not “one”'],
		[{ maxConcurrent: -1 }, 'Max Concurrent must be a number that is at least 1, not -1'],
		[{ timeout: 'soon' }, 'Timeout must be a number of seconds greater than 0, not “soon”'],
		[{ requestsPerMinute: 0.5 }, 'Requests per Minute must be a number that is at least 1, not 0.5'],
	])('are rejected before anything is sent if they make no sense: %j', (options, message) => {
		const error = caught(() => optionsOf(options));
		expect(error).toBeInstanceOf(PrunaError);
		expect(error).toMatchObject({ message, job: 'none' });
	});

	it.each([[undefined], [''], [null], [1], ['100'], [2.5]])(
		'accept %j as Max Concurrent',
		(maxConcurrent) => {
			expect(() => optionsOf({ maxConcurrent })).not.toThrow();
		},
	);

	it('may be missing entirely', () => {
		const context = { getNodeParameter: () => null } as unknown as IExecuteFunctions;
		expect(readOptions({ context, isTool: false } as Run, 0)).toMatchObject({ outputField: 'data' });
	});

	it('name Extra Input if it is not JSON', () => {
		expect(caught(() => optionsOf({ extraInput: '{' })).message).toMatch(/^Extra Input is not a JSON object/);
	});
});

describe('Max Concurrent', () => {
	it.each([
		[undefined, Infinity],
		[5, 5],
		['5', 5],
		[5.9, 5],
		[1, 1],
		[0, Infinity],
		[-1, Infinity],
		['many', Infinity],
	])('of %j lets %d items run in parallel: only a valid setting limits them', (maxConcurrent, expected) => {
		expect(readMaxConcurrent(contextWith({ 'options.maxConcurrent': maxConcurrent }))).toBe(expected);
	});

	it('is reported by the item if it cannot be read', () => {
		const context = {
			getNodeParameter: () => {
				throw new Error('the expression is wrong');
			},
		} as unknown as IExecuteFunctions;
		expect(readMaxConcurrent(context)).toBe(Infinity);
	});
});
