import { readRefusedField } from '../../../nodes/Pruna/models/refusedField';
import type { Model } from '../../../nodes/Pruna/models/types';

const model: Model = {
	id: 'made-up',
	title: 'Made Up',
	category: 'text-to-image',
	source: { by: 'pruna-schema', date: '2026-07' },
	description: '',
	parameters: [
		{ name: 'prompt', type: 'string', description: '', required: true },
		{ name: 'num_inference_steps', type: 'integer', description: '', label: 'Inference Steps' },
		{ name: 'speed-mode', type: 'string', description: '' },
	],
};

describe('a field that the API refused', () => {
	it('is named as in the editor, with its place', () => {
		expect(
			readRefusedField(
				model,
				'property input validation failed: property num_inference_steps validation failed: number must be at most 50',
			),
		).toEqual({
			message: 'Made Up did not accept “Inference Steps” (num_inference_steps)',
			advice:
				'Change it in Additional Fields. If Pruna now accepts other values, use Options → Extra Input, which sends any value unchecked: { "num_inference_steps": … }',
		});
	});

	it('is at the top of the node if the model requires it', () => {
		const field = readRefusedField(model, 'property input validation failed: property prompt is required');
		expect(field?.message).toBe('Made Up did not accept “Prompt” (prompt)');
		expect(field?.advice).toContain('at the top of the node');
	});

	it('is in Extra Input if the catalog does not know it', () => {
		const field = readRefusedField(model, 'property new_key validation failed: value must be a string');
		expect(field?.message).toBe('Made Up did not accept “New Key” (new_key)');
		expect(field?.advice).toMatch(/^Change it in Options → Extra Input\./);
	});

	it('may have a dash in its name', () => {
		const field = readRefusedField(model, 'property speed-mode is required');
		expect(field?.message).toContain('(speed-mode)');
	});

	it.each(['property ', ''])('is found after “%sinput validation failed”', (start) => {
		const reason = `${start}input validation failed: property prompt is required`;
		expect(readRefusedField(model, reason)?.message).toContain('(prompt)');
	});
});

describe('a field that the model does not accept', () => {
	const unknown = (key: string) =>
		readRefusedField(
			model,
			`property input validation failed: additional properties forbidden, found ${key}`,
		);

	it('should be removed from Extra Input if the node has no field for it', () => {
		expect(unknown('sampler_name')).toEqual({
			message: 'Made Up has no field “Sampler Name” (sampler_name)',
			advice: 'Remove it from Options → Extra Input.',
		});
	});

	it('should be removed from its place if the API has dropped it', () => {
		expect(unknown('speed-mode')).toEqual({
			message: 'Made Up has no field “Speed-mode” (speed-mode)',
			advice:
				'Remove it from Additional Fields. Pruna has changed this model since this version of the node was released.',
		});
	});
});

it.each([
	'',
	'Bad Request',
	'property input is required',
	'property input validation failed: value must be an object',
	'property  is required',
])('is undefined if the API names no field: %j', (reason) => {
	expect(readRefusedField(model, reason)).toBeUndefined();
});
