import type { ModelParameter } from '../types';

/** File formats that several models share. */
export const IMAGE_FORMATS = ['jpg', 'png', 'webp'] as const;
export const AUDIO_FORMATS = ['flac', 'mp3', 'wav'] as const;

/** Aspect ratios of the P-Image family and of similar models; with `custom`, `width` and `height` set the size. */
export const PHOTO_RATIOS = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3'] as const;
export const PHOTO_RATIOS_OR_CUSTOM = [...PHOTO_RATIOS, 'custom'] as const;
/** Aspect ratios of an edit, which may keep that of its first image. */
export const EDIT_RATIOS = ['match_input_image', ...PHOTO_RATIOS] as const;
export const FLUX_RATIOS = [
	...['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21'],
] as const;

export const seed: ModelParameter = {
	name: 'seed',
	type: 'integer',
	description: 'Number that makes the result reproducible. Without a seed, every result is different.',
};

export const disableSafetyChecker: ModelParameter = {
	name: 'disable_safety_checker',
	type: 'boolean',
	default: false,
	description: 'Whether to turn off the safety check on the result',
};

/** The P-Video family calls it a filter and leaves it off by default (wire.md 7). */
export const disableSafetyFilter: ModelParameter = {
	name: 'disable_safety_filter',
	type: 'boolean',
	default: true,
	description:
		'Whether to turn off the safety check on the prompt and input image. Pruna turns it off by default.',
};

/** @param description What the model does with the text */
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

/** @param description What to tell the model */
export function editPrompt(description: string): ModelParameter {
	return {
		...prompt(description),
		example: 'Make it night and turn on the lamps; keep everything else as it is',
	};
}

export const PROMPT_WITH_TRIGGER = "What the image should show, including the LoRA's trigger words";

export function aspectRatio(choices: readonly string[], standard: string): ModelParameter {
	const notes: Record<string, string> = {
		custom: ' Choose “custom” to set the width and height.',
		match_input_image: ' “Match Input Image” keeps the aspect ratio of the first image.',
	};
	const hints = choices.map((choice) => notes[choice] ?? '').join('');
	return {
		name: 'aspect_ratio',
		type: 'enum',
		choices,
		default: standard,
		description: `Width-to-height ratio of the result${hints === '' ? '' : `.${hints}`}`,
	};
}

/** Exact size of the image in pixels, which only applies to the aspect ratio `custom`. */
export function customSize(bounds: {
	minimum?: number;
	maximum?: number;
	default?: number;
}): ModelParameter[] {
	return ['width', 'height'].map((name) => ({
		name,
		type: 'integer',
		...bounds,
		multipleOf: 16,
		unit: 'pixels',
		onlyWhen: { aspect_ratio: ['custom'] },
		description: `Exact ${name} of the result in pixels. Only applies when Aspect Ratio is “custom”.`,
	}));
}

export function outputFormat(standard: 'jpg' | 'webp'): ModelParameter {
	return {
		name: 'output_format',
		type: 'enum',
		choices: ['jpg', 'png', 'webp'],
		default: standard,
		description: 'File format of the result',
	};
}

export function outputQuality(standard: number, minimum: 0 | 1 = 0): ModelParameter {
	return {
		name: 'output_quality',
		type: 'integer',
		default: standard,
		minimum,
		maximum: 100,
		ignoredWhen: { output_format: ['png'] },
		description: 'Compression quality of the file. Has no effect on PNG files.',
	};
}

export function inferenceSteps(bounds: {
	default: number;
	minimum?: number;
	maximum?: number;
}): ModelParameter {
	return {
		name: 'num_inference_steps',
		label: 'Inference Steps',
		type: 'integer',
		...bounds,
		description: 'Number of sampling steps. More steps take longer.',
	};
}

export function guidance(bounds: { default: number; minimum?: number; maximum?: number }): ModelParameter {
	return {
		name: 'guidance',
		type: 'number',
		...bounds,
		description: 'How closely the result follows the prompt',
	};
}

export function goFast(standard: boolean): ModelParameter {
	return {
		name: 'go_fast',
		type: 'boolean',
		default: standard,
		description: 'Whether to use a faster, more optimized mode',
	};
}

export function turbo(standard: boolean, description: string): ModelParameter {
	return { name: 'turbo', type: 'boolean', default: standard, description };
}

export function promptUpsampling(standard: boolean): ModelParameter {
	return {
		name: 'prompt_upsampling',
		type: 'boolean',
		default: standard,
		description: 'Whether to have a language model enrich the prompt first',
	};
}

export const numOutputs: ModelParameter = {
	name: 'num_outputs',
	label: 'Number of Outputs',
	type: 'integer',
	default: 1,
	minimum: 1,
	maximum: 4,
	description: 'Number of images to generate. Each image becomes a separate item.',
};

/** The images that an edit starts from. */
export function inputImages(bounds: { minItems: number; maxItems?: number }): ModelParameter {
	return {
		name: 'images',
		type: 'url[]',
		media: ['image'],
		required: true,
		...bounds,
		description: 'Images to edit or combine, with the main image first',
	};
}

/**
 * A token or password. (A function, not a literal, because n8n's linter mistakes a literal with such a name for one
 * of the editor's fields.)
 */
export function secretText(name: string, label: string, description: string): ModelParameter {
	return { name, label, type: 'string', secret: true, description };
}

/** A LoRA on Hugging Face for the P-Image family, its strength, and the token for a private repository. */
export function huggingFaceLora(settings: {
	required?: true;
	defaultScale: number;
	trainer: string;
}): ModelParameter[] {
	const onlyWith = settings.required ? '' : '. Only used with LoRA Weights.';
	const ignored = settings.required ? {} : { ignoredWithout: 'lora_weights' };
	return [
		{
			name: 'lora_weights',
			label: 'LoRA Weights',
			type: 'string',
			...(settings.required ? { required: true } : {}),
			example: 'huggingface.co/owner/model/weights.safetensors',
			description: `Hugging Face path of the LoRA, including the file name. The LoRA must be trained with ${settings.trainer}.`,
		},
		{
			name: 'lora_scale',
			label: 'LoRA Scale',
			type: 'number',
			default: settings.defaultScale,
			minimum: -1,
			maximum: 3,
			...ignored,
			description: `How strongly the LoRA affects the result${onlyWith}`,
		},
		{
			...secretText(
				'hf_api_token',
				'Hugging Face Token',
				`Access token for a private LoRA repository${onlyWith}`,
			),
			...ignored,
		},
	];
}
