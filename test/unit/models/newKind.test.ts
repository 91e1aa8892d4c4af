/** A new kind of model is one entry in the table of kinds. This one enlarges videos. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { MODEL_KINDS, type ModelKinds } from '../../../nodes/Pruna/models/kinds';
import { modelFields } from '../../../nodes/Pruna/models/modelFields';
import { operationsOf, operationsWithModels } from '../../../nodes/Pruna/models/modelOperations';
import type { Model, ModelIn } from '../../../nodes/Pruna/models/types';

const kinds = {
	...MODEL_KINDS,
	'video-upscale': {
		resource: 'video',
		output: 'video',
		operation: 'upscale',
		name: 'Upscale',
		action: 'Upscale video',
		description: 'Make a video larger and sharper',
	},
} as const satisfies ModelKinds;

const sharpener: ModelIn<typeof kinds> = {
	id: 'p-sharpener',
	title: 'P-Sharpener',
	category: 'video-upscale',
	description: 'Makes a video larger',
	source: { by: 'pruna-schema', date: '2026-07' },
	parameters: [
		{ name: 'clip', type: 'url', required: true, description: 'Video to enlarge' },
		{ name: 'factor', type: 'enum', choices: [2, 4], default: 2, description: 'How much larger' },
	],
};

const VIDEO_UPSCALE = { resource: ['video'], operation: ['upscale'] };
const fields = modelFields([sharpener], kinds);
const named = (name: string) => fields.filter((field) => field.name === name);

describe('a made-up kind of model', () => {
	it('creates an operation of its own', () => {
		expect(operationsWithModels([sharpener], kinds)).toEqual([
			{ ...kinds['video-upscale'], categories: ['video-upscale'] },
		]);
	});

	it('leaves the operations of the other kinds unchanged', () => {
		expect(operationsOf(kinds).slice(0, -1)).toEqual(operationsOf(MODEL_KINDS));
	});

	it('has a list of its models', () => {
		const [picker] = named('model');
		expect(picker?.displayOptions).toEqual({ show: VIDEO_UPSCALE });
		expect((picker?.options as INodePropertyOptions[]).map(({ value }) => value)).toEqual(['p-sharpener']);
	});

	it('has the fields of its models', () => {
		const additional = named('additionalFields')[0]?.options as INodeProperties[];
		expect(named('clip')[0]?.displayOptions?.show).toEqual(VIDEO_UPSCALE);
		expect(additional.map(({ name }) => name)).toEqual(['factor']);
	});
});

/** `npm run typecheck` checks that these compile errors still occur: an unused @ts-expect-error is an error. */
describe('an entry that does not fit its kind', () => {
	const facts = {
		...{ id: 'p-video-upscale', title: 'P-Video Upscale', description: '', parameters: [] },
		source: { by: 'third-party' },
	} as const;

	it('cannot state what it delivers', () => {
		// @ts-expect-error -- the output follows from the category
		const model: Model = { ...facts, category: 'upscale', output: 'video' };
		expect(operationsWithModels([model])).toMatchObject([{ resource: 'image', output: 'image' }]);
	});

	it('cannot have an unknown category', () => {
		// @ts-expect-error -- only the table above has this category
		const model: Model = { ...facts, category: 'video-upscale' };
		expect(operationsWithModels([model])).toEqual([]);
	});

	it('cannot be among models that deliver something else', () => {
		// @ts-expect-error -- a model that makes videos does not belong under Image
		const model: Model = { ...facts, category: 'text-to-video', alsoIn: ['upscale'] };
		expect(operationsWithModels([model]).map(({ resource }) => resource)).toEqual(['image', 'video']);
	});

	it('cannot be allowed by a table that mixes resources and outputs', () => {
		const wrong = { ...kinds['video-upscale'], resource: 'image' } as const;
		// @ts-expect-error -- everything under Image delivers images
		const table: ModelKinds = { 'video-upscale': wrong };
		expect(operationsOf(table)).toHaveLength(1);
	});
});
