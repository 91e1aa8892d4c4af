/** What the panel, an AI agent and n8n's own AI read of the node. */
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

/** The parameters that n8n gives the node for what a workflow has saved, with all defaults. */
function filledIn(saved: INodeParameters, type = description): INodeParameters {
	return NodeHelpers.getNodeParameters(properties, saved, true, false, node, type)!;
}

const shown = (saved: INodeParameters) =>
	properties
		.filter((property) => NodeHelpers.displayParameter(filledIn(saved), property, node, description))
		.map(({ name }) => name);

describe('what an AI agent reads', () => {
	it.each(operations.map(({ resource, operation }) => [resource, operation]))(
		'says of %s → %s what it takes and what it gives',
		(resource, operation) => {
			const text = filledIn({ resource, operation }, asTool).toolDescription as string;
			expect(text).toMatch(/^[A-Z].*\. Takes .*Returns JSON/s);
			expect(text).not.toMatch(/\.\./);
			expect(text.length).toBeLessThan(1024);
		},
	);

	it('is what somebody has written, if somebody has', () => {
		const saved = { resource: 'image', operation: 'generate', toolDescription: 'Paints' };
		expect(filledIn(saved, asTool).toolDescription).toBe('Paints');
	});

	it('follows the operation, as the editor leaves out what is the standard', () => {
		const image = filledIn({ resource: 'image', operation: 'generate' }, asTool);
		const saved = NodeHelpers.getNodeParameters(properties, image, false, false, node, asTool)!;
		const video = filledIn({ ...saved, resource: 'video' }, asTool);
		expect(video.toolDescription).toContain('Generate a video');
	});

	it('is no field of the node itself', () => {
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

	it('stand on none of the properties whose hint keeps n8n from loading the node', () => {
		const names = new Set(hinted(properties).map(({ name }) => name));
		expect([...names]).toEqual(
			expect.arrayContaining(['model', 'additionalFields', 'images', 'predictionId']),
		);
		expect(['resource', 'operation', 'mode'].filter((name) => names.has(name))).toEqual([]);
	});

	it('hold no expressions', () => {
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

	it('tell what Synchronous may cost, where it is chosen', () => {
		expect(shown({ ...image, mode: 'sync' })).toContain('syncNotice');
		expect(shown(image)).not.toContain('syncNotice');
		expect(shown({ resource: 'prediction', operation: 'getStatus', mode: 'sync' })).not.toContain(
			'syncNotice',
		);
	});

	it('tell that the check is off, where it is switched off and the model has one', () => {
		const off = { additionalFields: { disable_safety_checker: true } };
		expect(shown({ ...image, ...off })).toContain('safetyNotice');
		expect(shown({ ...image, additionalFields: { disable_safety_checker: false } })).not.toContain(
			'safetyNotice',
		);
		expect(shown({ ...image, ...off, model: 'flux-dev' })).not.toContain('safetyNotice');
		expect(shown(image)).not.toContain('safetyNotice');
	});
});

it('depends on parameters that stand before it only, or older n8n cannot load a workflow with the node', () => {
	const known = new Set<string>();
	for (const { name, displayOptions = {} } of properties) {
		const needed = Object.values(displayOptions)
			.flatMap((conditions) => Object.keys(conditions as object))
			.filter((key) => !/^[@/]/.test(key));
		expect(needed.filter((key) => !known.has(key))).toEqual([]);
		known.add(name);
	}
});
