import type { Model } from '../types';
import { perImage, prunaSkillPrice, THIRD_PARTY_PRICE } from './prices';
import {
	aspectRatio,
	disableSafetyChecker,
	EDIT_RATIOS,
	editPrompt,
	huggingFaceLora,
	inputImages,
	outputFormat,
	outputQuality,
	seed,
	turbo,
} from './shared';
import { PRUNA_SCHEMA, thirdParty } from './sources';

const ratio = aspectRatio(EDIT_RATIOS, 'match_input_image');
const editTurbo = turbo(true, 'Whether to use the faster mode. Turn it off for difficult edits.');

export const pImageEditModels: readonly Model[] = [
	{
		id: 'p-image-edit',
		title: 'P-Image Edit',
		category: 'image-edit',
		description: 'Edits or combines one to five images with a text prompt',
		price: perImage(0.01, prunaSkillPrice('2026-08')),
		rateLimitPerMinute: 500,
		source: PRUNA_SCHEMA,
		parameters: [
			editPrompt('The change to make. Refer to the images as image 1, image 2, and so on.'),
			inputImages({ minItems: 1, maxItems: 5 }),
			ratio,
			editTurbo,
			seed,
			disableSafetyChecker,
		],
	},
	{
		id: 'p-image-edit-lora',
		title: 'P-Image Edit LoRA',
		category: 'image-edit',
		description: 'P-Image Edit with your own LoRA, trained with P-Image Edit Trainer',
		price: perImage(0.01, THIRD_PARTY_PRICE),
		rateLimitPerMinute: 500,
		source: PRUNA_SCHEMA,
		parameters: [
			editPrompt("The change to make, including the LoRA's trigger words"),
			inputImages({ minItems: 1, maxItems: 5 }),
			...huggingFaceLora({ required: true, defaultScale: 1, trainer: 'P-Image Edit Trainer' }),
			ratio,
			editTurbo,
			seed,
			disableSafetyChecker,
		],
	},
	{
		id: 'p-image-edit-text-aware',
		title: 'P-Image Edit Text-Aware',
		category: 'image-edit',
		description: 'Picks the best way to edit, with more effort for images that contain text',
		price: {
			per: 'image',
			rates: [{ usd: 0.01, or: { usd: 0.03, when: 'text is detected' } }],
			source: THIRD_PARTY_PRICE,
		},
		source: thirdParty('2026-09'),
		parameters: [
			editPrompt('The change to make'),
			inputImages({ minItems: 1 }),
			ratio,
			editTurbo,
			seed,
			disableSafetyChecker,
		],
	},
	{
		id: 'p-image-rmbg',
		title: 'P-Image Remove Background',
		category: 'image-edit',
		description: 'Cuts out the subject and returns a transparent PNG',
		price: perImage(0.005, THIRD_PARTY_PRICE),
		source: thirdParty('2026-09'),
		parameters: [
			{
				name: 'image',
				type: 'url',
				media: ['image'],
				required: true,
				description: 'Image to remove the background from',
			},
		],
	},
	{
		id: 'p-image-upscale',
		title: 'P-Image Upscale',
		category: 'upscale',
		description: 'Enlarges an image to a given number of megapixels',
		price: {
			per: 'image',
			rates: [
				{ usd: 0.005, when: { target: { atMost: 4 } } },
				{ usd: 0.01, when: { target: { atMost: 8 } } },
				{ usd: 0.02, when: { target: { atMost: 16 } } },
				{ usd: 0.04, when: { target: { atMost: 32 } } },
				{ usd: 0.06, when: { target: { atMost: 64 } } },
				{ usd: 0.12, when: { target: { atMost: 128 } } },
			],
			source: THIRD_PARTY_PRICE,
		},
		rateLimitPerMinute: 500,
		source: PRUNA_SCHEMA,
		parameters: [
			{ name: 'image', type: 'url', media: ['image'], required: true, description: 'Image to enlarge' },
			{
				name: 'target',
				label: 'Target Megapixels',
				type: 'integer',
				default: 4,
				minimum: 1,
				maximum: 128,
				description: 'Size of the result in megapixels. Larger results cost more.',
			},
			{
				name: 'enhance_details',
				type: 'boolean',
				default: false,
				description: 'Whether to sharpen fine textures, which may increase the contrast',
			},
			{
				name: 'enhance_realism',
				type: 'boolean',
				default: false,
				description: 'Whether to make the result more photorealistic, though less faithful to the original',
			},
			outputFormat('jpg'),
			outputQuality(80),
			disableSafetyChecker,
		],
	},
];
