import type { ModelParameter } from '../types';

/** The shapes that the P-Image family offers; `custom` hands the size to `width` and `height`. */
export const P_IMAGE_RATIOS = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', 'custom'] as const;

export const seed: ModelParameter = {
	name: 'seed',
	type: 'integer',
	description: 'Number that makes a run repeatable. Without it each run is different.',
};

export const disableSafetyChecker: ModelParameter = {
	name: 'disable_safety_checker',
	type: 'boolean',
	default: false,
	description: 'Whether to switch the content check on the result off',
};

/** @param description What the model makes of the text, in one sentence */
export function prompt(description: string): ModelParameter {
	return {
		name: 'prompt',
		type: 'string',
		required: true,
		rows: 4,
		example: 'A lighthouse on a cliff at sunset, oil painting',
		description,
	};
}

/** Exact size of the picture in pixels, which only the shape `custom` looks at. */
export function customSize(bounds: {
	minimum?: number;
	maximum: number;
	default?: number;
}): ModelParameter[] {
	return ['width', 'height'].map((name) => ({
		name,
		type: 'integer',
		...bounds,
		multipleOf: 16,
		onlyWhen: { aspect_ratio: ['custom'] },
		description: `Exact ${name} of the result in pixels, for the aspect ratio “custom”`,
	}));
}

export function outputFormat(choices: readonly string[], standard: string): ModelParameter {
	return {
		name: 'output_format',
		type: 'enum',
		choices,
		default: standard,
		description: 'File format of the result',
	};
}

export const outputQuality: ModelParameter = {
	name: 'output_quality',
	type: 'integer',
	default: 80,
	minimum: 0,
	maximum: 100,
	description: 'Compression quality of the file. It has no effect on PNG.',
};

/**
 * A token or password. (A function and no literal, because n8n's linter takes a literal with such a name for one of
 * the editor's fields.)
 */
export function secretText(name: string, label: string, description: string): ModelParameter {
	return { name, label, type: 'string', secret: true, description };
}
