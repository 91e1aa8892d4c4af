import { catalog } from '../../../nodes/Pruna/models/catalog';
import {
	findModel,
	MODEL_OPERATIONS,
	modelsOf,
	operationsWithModels,
	outputOf,
} from '../../../nodes/Pruna/models/modelOperations';
import type { AnyModel, ModelCategory } from '../../../nodes/Pruna/models/types';
import { models as documented } from '../../p-api/models';

function made(id: string, category: ModelCategory, alsoIn?: ModelCategory[]): AnyModel {
	return {
		...{ id, title: id, category, alsoIn, description: '', parameters: [] },
		source: { by: 'pruna-schema', date: '2026-07' },
	};
}

const placesOf = (id: string, models: readonly AnyModel[]) =>
	MODEL_OPERATIONS.filter((operation) => modelsOf(operation, models).some((model) => model.id === id)).map(
		({ resource, operation }) => `${resource}:${operation}`,
	);

describe('the operations that run models', () => {
	it.each([
		['text-to-image', 'image:generate'],
		['image-edit', 'image:edit'],
		['virtual-try-on', 'image:tryOn'],
		['upscale', 'image:upscale'],
		['text-to-video', 'video:generate'],
		['image-to-video', 'video:generate'],
		['video-edit', 'video:edit'],
		['training', 'lora:train'],
	] as const)('include a model for %s in %s', (category, place) => {
		expect(placesOf('x', [made('x', category)])).toEqual([place]);
	});

	it('include a model in all of its places', () => {
		const vace = made('vace', 'video-edit', ['text-to-video']);
		expect(placesOf('vace', [vace])).toEqual(['video:generate', 'video:edit']);
	});

	it('cover every category of the API', () => {
		const known = MODEL_OPERATIONS.flatMap(({ categories }) => categories);
		expect(documented.map(({ category }) => category).filter((one) => !known.includes(one as never))).toEqual(
			[],
		);
	});

	it('include each model of the catalog', () => {
		expect(catalog.filter(({ id }) => placesOf(id, catalog).length === 0)).toEqual([]);
	});

	it('are left out if they have no model', () => {
		const operations = operationsWithModels([made('a', 'upscale'), made('b', 'training')]);
		expect(operations.map(({ operation }) => operation)).toEqual(['upscale', 'train']);
		expect(operationsWithModels([])).toEqual([]);
	});

	it('keep the order of the catalog', () => {
		const models = [made('b', 'upscale'), made('a', 'upscale')];
		const upscale = MODEL_OPERATIONS.find(({ operation }) => operation === 'upscale')!;
		expect(modelsOf(upscale, models).map(({ id }) => id)).toEqual(['b', 'a']);
	});
});

describe('a model', () => {
	it('is found by its ID', () => {
		expect(findModel('wan-i2v')?.title).toBe('Wan Image to Video');
	});

	it.each([
		['p-image-upscale', 'image'],
		['vace', 'video'],
		['p-image-trainer', 'lora-zip'],
	])('delivers what its category says: %s', (id, output) => {
		expect(outputOf(findModel(id)!)).toBe(output);
	});

	it.each(['', 'P-Image', 'p-image ', '__proto__', 'constructor'])('is not found by %j', (id) => {
		expect(findModel(id)).toBeUndefined();
	});
});
