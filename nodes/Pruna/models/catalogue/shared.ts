import type { ModelParameter } from '../types';

/** Formats of files that several models name alike. */
export const IMAGE_FORMATS = ['jpg', 'png', 'webp'] as const;
export const AUDIO_FORMATS = ['flac', 'mp3', 'wav'] as const;

/** Shapes of the P-Image family and of the models beside it; `custom` hands the size to `width` and `height`. */
export const PHOTO_RATIOS = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3'] as const;
export const PHOTO_RATIOS_OR_CUSTOM = [...PHOTO_RATIOS, 'custom'] as const;
/** Shapes of an edit, which may keep that of its first image. */
export const EDIT_RATIOS = ['match_input_image', ...PHOTO_RATIOS] as const;
export const FLUX_RATIOS = [
	...['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21'],
] as const;

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

/** The P-Video family calls it a filter, and has it off unless it is switched on (wire.md 7). */
export const disableSafetyFilter: ModelParameter = {
	name: 'disable_safety_filter',
	type: 'boolean',
	default: true,
	description: "Whether to switch the check of the prompt and the input image off, which is Pruna's default",
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

/** @param description What to tell the model, in one sentence */
export function editPrompt(description: string): ModelParameter {
	return { ...prompt(description), example: 'Make it night and switch the lamps on; keep all else as it is' };
}

export const PROMPT_WITH_TRIGGER = "What the image should show, with the LoRA's trigger words";

export function aspectRatio(choices: readonly string[], standard: string): ModelParameter {
	const notes: Record<string, string> = {
		custom: ' Pick “custom” to set width and height.',
		match_input_image: ' “Match Input Image” keeps that of the first image.',
	};
	const hints = choices.map((choice) => notes[choice] ?? '').join('');
	return {
		name: 'aspect_ratio',
		type: 'enum',
		choices,
		default: standard,
		description: hints === '' ? 'Shape of the result' : `Shape of the result.${hints}`,
	};
}

/** Exact size of the image in pixels, which only the shape `custom` looks at. */
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
		description: `Exact ${name} of the result in pixels, for the aspect ratio “custom”`,
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
		description: 'Compression quality of the file. It has no effect on PNG.',
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
		description: 'Number of sampling steps. More take longer.',
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
		description: 'Whether to run a quicker, further optimized path',
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
		description: 'Whether a language model enriches the prompt first',
	};
}

export const numOutputs: ModelParameter = {
	name: 'num_outputs',
	label: 'Number of Outputs',
	type: 'integer',
	default: 1,
	minimum: 1,
	maximum: 4,
	description: 'How many images to make. Each becomes an item of its own.',
};

/** The images that an edit starts from. */
export function inputImages(bounds: { minItems: number; maxItems?: number }): ModelParameter {
	return {
		name: 'images',
		type: 'url[]',
		media: ['image'],
		required: true,
		...bounds,
		description: 'Images to edit or combine, the main one first',
	};
}

/**
 * A token or password. (A function and no literal, because n8n's linter takes a literal with such a name for one of
 * the editor's fields.)
 */
export function secretText(name: string, label: string, description: string): ModelParameter {
	return { name, label, type: 'string', secret: true, description };
}

/** A LoRA on Hugging Face that the P-Image family applies, its strength, and the token of a private repository. */
export function huggingFaceLora(settings: {
	required?: true;
	defaultScale: number;
	trainer: string;
}): ModelParameter[] {
	const onlyWith = settings.required ? '' : ' Only used with LoRA Weights.';
	const ignored = settings.required ? {} : { ignoredWithout: 'lora_weights' };
	return [
		{
			name: 'lora_weights',
			label: 'LoRA Weights',
			type: 'string',
			...(settings.required ? { required: true } : {}),
			example: 'huggingface.co/owner/model/weights.safetensors',
			description: `LoRA to apply, with its file name. It must come from ${settings.trainer}.`,
		},
		{
			name: 'lora_scale',
			label: 'LoRA Scale',
			type: 'number',
			default: settings.defaultScale,
			minimum: -1,
			maximum: 3,
			...ignored,
			description: onlyWith === '' ? 'How strongly the LoRA acts' : `How strongly the LoRA acts.${onlyWith}`,
		},
		{
			...secretText(
				'hf_api_token',
				'Hugging Face Token',
				onlyWith === ''
					? 'Token for a private LoRA repository'
					: `Token for a private LoRA repository.${onlyWith}`,
			),
			...ignored,
		},
	];
}
