import { displayNameOf, titleCase } from '../../../nodes/Pruna/models/displayName';

describe('the name of a parameter in the editor', () => {
	it.each([
		['prompt', 'Prompt'],
		['num_inference_steps', 'Num Inference Steps'],
		['frames_per_second', 'Frames per Second'],
		['target_fps', 'Target FPS'],
		['lora_weights', 'LoRA Weights'],
		['image_url', 'Image URL'],
		['the_end', 'The End'],
		['light restoration', 'Light Restoration'],
		['_private__key_', 'Private Key'],
		['constructor', 'Constructor'],
	])('is %s in title case: %s', (name, expected) => {
		expect(titleCase(name)).toBe(expected);
	});

	it('is the label if the catalog has one', () => {
		expect(displayNameOf({ name: 'num_frames', label: 'Number of Frames' })).toBe('Number of Frames');
	});

	it('is made from the key otherwise', () => {
		expect(displayNameOf({ name: 'aspect_ratio' })).toBe('Aspect Ratio');
	});
});
