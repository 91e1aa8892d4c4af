/** What users in the panel, AI agents, and n8n's own AI see of the node. */
import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { Pruna } from '../../../nodes/Pruna/Pruna.node';
import { operations } from '../../../nodes/Pruna/operations/operations';
import { properties } from '../../../nodes/Pruna/operations/properties';

const { description } = new Pruna();
const asTool: INodeTypeDescription = { ...description, name: 'prunaTool' };
const node = { typeVersion: 1 };

/** The parameters that n8n passes to the node for the saved values of a workflow, with all defaults. */
function filledIn(saved: INodeParameters, type = description): INodeParameters {
	return NodeHelpers.getNodeParameters(properties, saved, true, false, node, type)!;
}

const shown = (saved: INodeParameters) =>
	properties
		.filter((property) => NodeHelpers.displayParameter(filledIn(saved), property, node, description))
		.map(({ name }) => name);

describe('the description for an AI agent', () => {
	it.each(operations.map(({ resource, operation }) => [resource, operation]))(
		'says what %s → %s takes and returns',
		(resource, operation) => {
			const text = filledIn({ resource, operation }, asTool).toolDescription as string;
			expect(text).toMatch(/^[A-Z].*\. Takes .*Returns JSON/s);
			expect(text).not.toMatch(/\.\./);
			expect(text.length).toBeLessThan(1024);
		},
	);

	it('can be replaced by the user', () => {
		const saved = { resource: 'image', operation: 'generate', toolDescription: 'Paints' };
		expect(filledIn(saved, asTool).toolDescription).toBe('Paints');
	});

	it('follows the operation, although the editor omits default values', () => {
		const image = filledIn({ resource: 'image', operation: 'generate' }, asTool);
		const saved = NodeHelpers.getNodeParameters(properties, image, false, false, node, asTool)!;
		const video = filledIn({ ...saved, resource: 'video' }, asTool);
		expect(video.toolDescription).toContain('Generate a video');
	});

	it('is not a field of the node itself', () => {
		expect(filledIn({ resource: 'image', operation: 'generate' })).not.toHaveProperty('toolDescription');
		expect(shown({ resource: 'image', operation: 'generate' })).not.toContain('toolDescription');
	});
});

describe('the hints for n8n’s own AI', () => {
	function hinted(list: readonly INodeProperties[]): INodeProperties[] {
		return list.flatMap((property) => [
			...(property.builderHint ? [property] : []),
			...hinted(
				(property.options ?? []).filter(
					(one): one is INodeProperties => 'displayName' in one && 'type' in one,
				),
			),
		]);
	}

	it('are not set on properties whose hint would keep n8n from loading the node', () => {
		const names = new Set(hinted(properties).map(({ name }) => name));
		expect([...names]).toEqual(
			expect.arrayContaining(['model', 'additionalFields', 'images', 'predictionId']),
		);
		expect(['resource', 'operation', 'mode'].filter((name) => names.has(name))).toEqual([]);
	});

	it('contain no expressions', () => {
		const all = JSON.stringify([
			description.builderHint,
			hinted(properties).map(({ builderHint }) => builderHint),
		]);
		expect(all).not.toContain('{{');
		expect(description.builderHint!.searchHint).toContain('Pruna');
	});
});

describe('the notices', () => {
	const image = { resource: 'image', operation: 'generate', model: 'p-image' };

	it('say what Synchronous may cost, if it is chosen', () => {
		expect(shown({ ...image, mode: 'sync' })).toContain('syncNotice');
		expect(shown(image)).not.toContain('syncNotice');
		expect(shown({ resource: 'prediction', operation: 'getStatus', mode: 'sync' })).not.toContain(
			'syncNotice',
		);
	});

	it('say that the safety check is off, if it is turned off and the model has one', () => {
		const off = { additionalFields: { disable_safety_checker: true } };
		expect(shown({ ...image, ...off })).toContain('safetyNotice');
		expect(shown({ ...image, additionalFields: { disable_safety_checker: false } })).not.toContain(
			'safetyNotice',
		);
		expect(shown({ ...image, ...off, model: 'flux-dev' })).not.toContain('safetyNotice');
		expect(shown(image)).not.toContain('safetyNotice');
	});
});

it('every parameter depends only on earlier ones, or older n8n could not load a workflow with the node', () => {
	const known = new Set<string>();
	for (const { name, displayOptions = {} } of properties) {
		const needed = Object.values(displayOptions)
			.flatMap((conditions) => Object.keys(conditions as object))
			.filter((key) => !/^[@/]/.test(key));
		expect(needed.filter((key) => !known.has(key))).toEqual([]);
		known.add(name);
	}
});
