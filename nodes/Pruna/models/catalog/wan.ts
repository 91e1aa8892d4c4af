import type { Model, ModelParameter } from '../types';
import { PER_OUTPUT, perImage, PRUNA_PAGE, THIRD_PARTY_PRICE } from './prices';
import {
	aspectRatio,
	customSize,
	disableSafetyChecker,
	goFast,
	numOutputs,
	outputFormat,
	outputQuality,
	prompt,
	seed,
} from './shared';
import { PRUNA_SCHEMA } from './sources';

/** A LoRA file and its strength, for one of Wan's two transformers. */
function transformerLora(suffix: '' | '_2', transformer: string): ModelParameter[] {
	const label = transformer === 'high-noise' ? 'High-Noise' : 'Low-Noise';
	return [
		{
			name: `lora_weights_transformer${suffix}`,
			label: `${label} LoRA Weights`,
			type: 'url',
			example: 'https://example.com/lora.safetensors',
			description: `URL of a LoRA file (.safetensors) for the ${transformer} transformer`,
		},
		{
			name: `lora_scale_transformer${suffix}`,
			label: `${label} LoRA Scale`,
			type: 'number',
			default: 1,
			ignoredWithout: `lora_weights_transformer${suffix}`,
			description: `How strongly the LoRA of the ${transformer} transformer affects the result`,
		},
	];
}

const resolution: ModelParameter = {
	name: 'resolution',
	type: 'enum',
	choices: ['480p', '720p'],
	default: '480p',
	description: 'Frame size of the video',
};

/** Length and frame rate of the video, the same in both Wan video models. */
const length: readonly ModelParameter[] = [
	{
		name: 'num_frames',
		label: 'Number of Frames',
		type: 'integer',
		default: 81,
		minimum: 81,
		maximum: 121,
		description: 'Length of the video in frames. 81 works best.',
	},
	{
		name: 'frames_per_second',
		type: 'integer',
		default: 16,
		minimum: 5,
		maximum: 30,
		description: 'Frame rate of the video. The price is calculated at 16 frames per second.',
	},
];

function interpolateOutput(standard: boolean): ModelParameter {
	return {
		name: 'interpolate_output',
		type: 'boolean',
		default: standard,
		description: 'Whether to smooth the motion by adding frames',
	};
}

const fineTuning: readonly ModelParameter[] = [
	{
		name: 'sample_shift',
		type: 'number',
		default: 12,
		minimum: 1,
		maximum: 20,
		description: 'Shift of the sampling schedule',
	},
	...transformerLora('', 'high-noise'),
	...transformerLora('_2', 'low-noise'),
	seed,
	disableSafetyChecker,
];

export const wanModels: readonly Model[] = [
	{
		id: 'wan-image-small',
		title: 'Wan Image Small',
		category: 'text-to-image',
		description: 'Lightweight and fast, with up to four variants per job',
		price: perImage(0.005, THIRD_PARTY_PRICE, PER_OUTPUT),
		rateLimitPerMinute: 150,
		source: PRUNA_SCHEMA,
		parameters: [
			prompt('What the image should show'),
			aspectRatio(['1:1', '16:9', '9:16', '4:3', '3:4', '21:9', 'custom'], '16:9'),
			...customSize({ minimum: 256, maximum: 900 }),
			numOutputs,
			{
				name: 'juiced',
				type: 'boolean',
				default: false,
				description: 'Whether to use a faster, more optimized mode',
			},
			seed,
			outputFormat('jpg'),
			outputQuality(80, 1),
		],
	},
	{
		id: 'wan-t2v',
		title: 'Wan Text to Video',
		category: 'text-to-video',
		description: 'Short videos from text at 480p or 720p',
		rateLimitPerMinute: 30,
		source: PRUNA_SCHEMA,
		parameters: [
			prompt('What the video should show'),
			aspectRatio(['16:9', '9:16'], '16:9'),
			resolution,
			...length,
			interpolateOutput(true),
			goFast(true),
			{
				name: 'optimize_prompt',
				type: 'boolean',
				default: false,
				description: 'Whether to translate the prompt into Chinese first',
			},
			...fineTuning,
		],
	},
	{
		id: 'wan-i2v',
		title: 'Wan Image to Video',
		category: 'image-to-video',
		description: 'Animates a still image, with an optional last frame',
		price: {
			per: 'video',
			rates: [
				{ usd: 0.05, when: { resolution: '480p' } },
				{ usd: 0.11, when: { resolution: '720p' } },
			],
			// The price of more frames is not published.
			onlyWhen: { num_frames: 81 },
			source: PRUNA_PAGE,
		},
		rateLimitPerMinute: 30,
		source: PRUNA_SCHEMA,
		parameters: [
			prompt('How the subject and the camera should move'),
			{
				name: 'image',
				label: 'First Frame',
				type: 'url',
				media: ['image'],
				required: true,
				description: 'Image to start from. It sets the aspect ratio of the video.',
			},
			{
				name: 'last_image',
				label: 'Last Frame',
				type: 'url',
				media: ['image'],
				description: 'Image to end on',
			},
			resolution,
			...length,
			interpolateOutput(false),
			goFast(true),
			...fineTuning,
		],
	},
];
