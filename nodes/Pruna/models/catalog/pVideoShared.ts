import type { ModelParameter } from '../types';

export function videoResolution(choices: readonly string[], standard: string): ModelParameter {
	return {
		name: 'resolution',
		type: 'enum',
		choices,
		default: standard,
		description: 'Frame size of the video',
	};
}

/** Sent as a number, unlike the `target_fps` of the models that start from a video. */
export const fps: ModelParameter = {
	name: 'fps',
	unit: 'frames per second',
	label: 'Frames per Second',
	type: 'enum',
	choices: [24, 48],
	default: 24,
	description: 'Frame rate of the video',
};

export const draft: ModelParameter = {
	name: 'draft',
	type: 'boolean',
	default: false,
	description: 'Whether to generate a faster, cheaper, rougher preview',
};

export const saveAudio: ModelParameter = {
	name: 'save_audio',
	type: 'boolean',
	default: true,
	description: 'Whether to include the sound in the video file',
};
