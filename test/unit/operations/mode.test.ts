import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../../../nodes/Pruna/core/errors';
import { describeError } from '../../../nodes/Pruna/operations/errorText';
import { jobStarters, mode, readMode } from '../../../nodes/Pruna/operations/mode';

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

describe('Mode', () => {
	it('defaults to wait', () => {
		expect(readMode(contextWith({}), 0)).toBe('wait');
		expect(mode.default).toBe('wait');
	});

	it.each(mode.options!.map((option) => ('value' in option ? option.value : undefined)))(
		'accepts what the editor offers: %s',
		(value) => {
			expect(readMode(contextWith({ mode: value }), 0)).toBe(value);
		},
	);

	it('is rejected before anything is sent if it does not exist', () => {
		const error = caught(() => readMode(contextWith({ mode: 'async' }), 0));
		expect(error).toBeInstanceOf(PrunaError);
		expect(error.message).toContain('“async”');
		expect(error.job).toBe('none');
		expect(describeError(error, {})).toContain('nothing was charged');
	});

	it.each([[''], [1], [true], [{}], ['Wait']])('is not %j', (value) => {
		expect(() => readMode(contextWith({ mode: value }), 0)).toThrow(
			/^Mode must be wait, sync, submit, or check/,
		);
	});
});

describe('a job', () => {
	it('is started only by operations with models and by Prediction → Create', () => {
		const { resource, operation } = jobStarters();
		expect(resource).toEqual(expect.arrayContaining(['image', 'video', 'lora', 'prediction']));
		expect(operation).toEqual(expect.arrayContaining(['generate', 'create']));
		for (const other of ['getResult', 'getStatus', 'download', 'upload']) {
			expect(operation).not.toContain(other);
		}
		expect(new Set(operation).size).toBe(operation.length);
	});
});
