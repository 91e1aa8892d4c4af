import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { createSecrets } from '../../../nodes/Pruna/api/secrets';
import { create } from '../../../nodes/Pruna/operations/prediction/create';
import type { Run } from '../../../nodes/Pruna/prediction/run';

/** @returns the job that Prediction → Create makes from this input */
async function jobOf(input: unknown, extraInput?: object) {
	const parameters: IDataObject = {
		modelId: 'p-image',
		input: input as IDataObject,
		options: { extraInput: extraInput as IDataObject },
		mode: 'wait',
	};
	const context = {
		getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
	} as unknown as IExecuteFunctions;
	return await create.check({ context, secrets: createSecrets('pru_key', []), isTool: false } as Run, 0);
}

describe('the input of Prediction → Create', () => {
	it.each<[string, unknown]>([
		['as an object', { prompt: 'A fox', seed: 1 }],
		['as JSON', '{ "prompt": "A fox", "seed": 1 }'],
		['as a request body', { input: { prompt: 'A fox', seed: 1 } }],
		['as a request body in JSON', '{ "input": { "prompt": "A fox", "seed": 1 } }'],
		[
			'as a request body that also names the model',
			{ model: 'p-image', input: { prompt: 'A fox', seed: 1 } },
		],
	])('is accepted %s', async (_, given) => {
		expect((await jobOf(given)).input).toEqual({ prompt: 'A fox', seed: 1 });
	});

	it('is the same work in all of these forms, so that Retry On Fail finds its job', async () => {
		const plain = await jobOf({ prompt: 'A fox' });
		expect((await jobOf({ input: { prompt: 'A fox' } })).work).toEqual(plain.work);
	});

	it.each<[object]>([
		[{ input: { prompt: 'A fox' }, seed: 1 }],
		[{ input: 'a text' }],
		[{ input: ['a'] }],
		[{ model: 'p-image' }],
		[{}],
	])('keeps a key named input that belongs to the model: %j', async (given) => {
		expect((await jobOf(given)).input).toEqual(given);
	});

	it('gets Extra Input merged into the input', async () => {
		expect((await jobOf({ input: { prompt: 'A fox', seed: 1 } }, { seed: 2 })).input).toEqual({
			prompt: 'A fox',
			seed: 2,
		});
	});
});
