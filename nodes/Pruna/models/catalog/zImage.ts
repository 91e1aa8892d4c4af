import type { Model, ModelParameter } from '../types';
import { perImage, THIRD_PARTY_PRICE } from './prices';
import {
	goFast,
	inferenceSteps,
	outputFormat,
	outputQuality,
	prompt,
	PROMPT_WITH_TRIGGER,
	seed,
} from './shared';
import { PRUNA_SCHEMA, thirdParty } from './sources';

function size(maximum: number): ModelParameter[] {
	return ['width', 'height'].map((name) => ({
		name,
		type: 'integer',
		default: 1024,
		minimum: 64,
		maximum,
		description: `Exact ${name} of the result in pixels`,
	}));
}

/** The sampling parameters of Z-Image Turbo, with and without LoRAs. */
const sampling: readonly ModelParameter[] = [
	inferenceSteps({ default: 8, minimum: 1, maximum: 50 }),
	{
		name: 'guidance_scale',
		type: 'number',
		default: 0,
		minimum: 0,
		maximum: 20,
		description: 'How closely the result follows the prompt. Keep it at 0 for turbo models.',
	},
];

const output: readonly ModelParameter[] = [seed, outputFormat('jpg'), outputQuality(80)];

export const zImageModels: readonly Model[] = [
	{
		id: 'z-image-turbo',
		title: 'Z-Image Turbo',
		category: 'text-to-image',
		description: 'Generates images very fast in few steps, at any width and height',
		price: perImage(0.005, THIRD_PARTY_PRICE),
		rateLimitPerMinute: 150,
		source: PRUNA_SCHEMA,
		parameters: [prompt('What the image should show'), ...size(2048), ...sampling, goFast(false), ...output],
	},
	{
		id: 'z-image-turbo-lora',
		title: 'Z-Image Turbo LoRA',
		category: 'text-to-image',
		description: 'Z-Image Turbo with one or more LoRAs from any host',
		price: perImage(0.008, THIRD_PARTY_PRICE),
		rateLimitPerMinute: 150,
		source: PRUNA_SCHEMA,
		parameters: [
			prompt(PROMPT_WITH_TRIGGER),
			{
				name: 'lora_weights',
				label: 'LoRA Weights',
				type: 'url[]',
				required: true,
				description: 'URLs of the LoRA files (.safetensors, .tar, or .zip)',
			},
			{
				name: 'lora_scales',
				label: 'LoRA Scales',
				type: 'number[]',
				sameCountAs: 'lora_weights',
				description: 'How strongly each LoRA affects the result, with one number per URL',
			},
			...size(1440),
			...sampling,
			...output,
		],
	},
	{
		id: 'z-image-turbo-small',
		title: 'Z-Image Turbo Small',
		category: 'text-to-image',
		description: 'Smaller, cheaper Z-Image Turbo with a fixed image size',
		price: perImage(0.0025, THIRD_PARTY_PRICE),
		source: thirdParty('2026-09'),
		parameters: [prompt('What the image should show'), goFast(false), seed],
	},
];
