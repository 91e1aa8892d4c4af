/**
 * Runs every model of the facts file through n8n's engine to the stand-in: what the user sets is what arrives. The facts
 * file is a copy of the API's documentation and independent of the node's catalog.
 */
import type { INodeParameters } from 'n8n-workflow';
import { catalog } from '../../nodes/Pruna/models/catalog';
import { MODEL_OPERATIONS, modelsOf } from '../../nodes/Pruna/models/modelOperations';
import { isOnTop } from '../../nodes/Pruna/models/place';
import { usePApi } from '../engine/fixture';
import { findModel, models, type Model, type Parameter } from '../p-api/models';

const p = usePApi();

/** One value of each parameter: what the user sets in the editor, and what must arrive. */
function sample(parameter: Parameter): { set: unknown; sent: unknown } {
	const { name, type, minimum, maximum, multiple_of: step = 1 } = parameter;
	const same = (value: unknown) => ({ set: value, sent: value });
	switch (type) {
		case 'string':
			return same(name === 'aspect_ratio' ? 'custom' : `Some ${name} 猫🐈`);
		case 'boolean':
			return same(parameter.default !== true);
		case 'enum': {
			const choices = parameter.enum!;
			return same(name === 'aspect_ratio' && choices.includes('custom') ? 'custom' : choices.at(-1));
		}
		case 'integer':
			// The largest multiple: 896 for multiples of 16 up to 900.
			return same(maximum === undefined ? (minimum ?? 0) + 3 * step : Math.floor(maximum / step) * step);
		case 'number':
			return same(maximum ?? (minimum ?? 0) + 0.5);
		case 'url':
			return same(`https://media.example.com/${name}.bin`);
		case 'url[]': {
			const count = Math.max(parameter.min_items ?? 0, 2);
			const urls = Array.from(
				{ length: count },
				(_, index) => `https://media.example.com/${name}-${index}.bin`,
			);
			return { set: urls.join(', '), sent: urls };
		}
		case 'number[]':
			return { set: '0.5, 1', sent: [0.5, 1] };
	}
}

function withValues(model: Model, parameters: Parameter[]) {
	const samples = parameters.map((parameter) => [parameter, sample(parameter)] as const);
	const entry = catalog.find(({ id }) => id === model.id)!;
	const onTop = new Set(entry.parameters.filter(isOnTop).map(({ name }) => name));
	const values = (wanted: boolean) =>
		Object.fromEntries(
			samples.filter(([{ name }]) => onTop.has(name) === wanted).map(([{ name }, { set }]) => [name, set]),
		) as INodeParameters;
	return {
		parameters: { model: model.id, ...values(true), additionalFields: values(false) },
		sent: Object.fromEntries(samples.map(([{ name }, { sent }]) => [name, sent])),
	};
}

const places = MODEL_OPERATIONS.flatMap((offer) =>
	modelsOf(offer).map(({ id }): [string, string, string, Model] => [
		id,
		offer.resource,
		offer.operation,
		findModel(id)!,
	]),
);

describe.each(places)('%s in %s:%s', (id, resource, operation, model) => {
	async function submitted(parameters: INodeParameters): Promise<unknown> {
		const { error } = await p.run({ resource, operation, mode: 'submit', ...parameters });
		expect(error).toBeUndefined();
		expect(p.api.submits).toMatchObject([{ model: id, accepted: true }]);
		return p.api.submits[0]!.input;
	}

	it('takes its required fields, and the node sends nothing else', async () => {
		// Where one of several fields is required, the first of them is set.
		const chosen = catalog.find((one) => one.id === id)?.needsOneOf?.map(([first]) => first);
		const needed = model.parameters.filter(({ name, required }) => required || chosen?.includes(name));
		const { parameters, sent } = withValues(model, needed);

		expect(await submitted(parameters)).toEqual(sent);
	});

	it('takes all of its fields', async () => {
		const { parameters, sent } = withValues(model, model.parameters);

		expect(await submitted(parameters)).toEqual(sent);
	});

	it('takes them from expressions that return text', async () => {
		const { parameters, sent } = withValues(model, model.parameters);
		const asExpression = (value: unknown) => `={{ ${JSON.stringify(String(value))} }}`;
		const { additionalFields, model: modelId, ...required } = parameters;
		const expressions = (values: object) =>
			Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asExpression(value)]));

		expect(
			await submitted({
				model: modelId,
				...expressions(required),
				additionalFields: expressions(additionalFields as object),
			}),
		).toEqual(sent);
	});
});

it('covers every model of the facts file', () => {
	const offered = places.map(([id]) => id);
	expect(models.map(({ id }) => id).filter((id) => !offered.includes(id))).toEqual([]);
});

/** Fields that Pruna has removed, and that a saved workflow may still hold. */
describe.each([
	['p-image-edit', { mode: 'relight' }],
	['z-image-turbo-lora', { go_fast: true }],
])('a field that %s no longer has', (id, gone) => {
	// n8n drops fields that it does not show, but if the model is an expression, it shows the fields of all models.
	it.each([
		['the list', id],
		['an expression', `={{ "${id}" }}`],
	])('is not sent when it is left over, with the model from %s', async (_, chosen) => {
		const [, resource, operation, model] = places.find(([own]) => own === id)!;
		const required = model.parameters.filter((parameter) => parameter.required);
		const { parameters, sent } = withValues(model, required);

		const { error } = await p.run({
			...{ resource, operation, mode: 'submit', ...parameters },
			model: chosen,
			additionalFields: { seed: 7, ...gone },
		});

		expect(error).toBeUndefined();
		expect(p.api.submits).toMatchObject([{ model: id, accepted: true }]);
		expect(p.api.submits[0]!.input).toEqual({ ...sent, seed: 7 });
	});
});
