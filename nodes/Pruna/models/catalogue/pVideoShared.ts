import type { ModelParameter } from '../types';

export function videoResolution(choices: readonly string[], standard: string): ModelParameter {
	return { name: 'resolution', type: 'enum', choices, default: standard, description: 'Size of the video' };
}

/** Sent as a number, unlike `target_fps` of the models that start from a video. */
export const fps: ModelParameter = {
	name: 'fps',
	unit: 'frames per second',
	label: 'Frames per Second',
	type: 'enum',
	choices: [24, 48],
	default: 24,
	description: 'Playback rate of the video',
};

export const draft: ModelParameter = {
	name: 'draft',
	type: 'boolean',
	default: false,
	description: 'Whether to make a quicker, cheaper, rougher preview',
};

export const saveAudio: ModelParameter = {
	name: 'save_audio',
	type: 'boolean',
	default: true,
	description: 'Whether to keep the sound in the file',
};
