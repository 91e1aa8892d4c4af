import type { Model } from '../types';
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

const shape = aspectRatio(EDIT_RATIOS, 'match_input_image');
const editTurbo = turbo(true, 'Whether to take the quicker path. Switch it off for difficult edits.');

export const pImageEditModels: readonly Model[] = [
	{
		id: 'p-image-edit',
		title: 'P-Image Edit',
		category: 'image-edit',
		description: 'Edits or combines one to five images by text',
		price: '0.01 USD per image',
		rateLimitPerMinute: 500,
		source: PRUNA_SCHEMA,
		parameters: [
			editPrompt('The change to make. Call the images image 1, image 2 and so on.'),
			inputImages({ minItems: 1, maxItems: 5 }),
			shape,
			editTurbo,
			seed,
			disableSafetyChecker,
		],
	},
	{
		id: 'p-image-edit-lora',
		title: 'P-Image Edit LoRA',
		category: 'image-edit',
		description: 'P-Image Edit with a LoRA of your own, trained by P-Image Edit Trainer',
		price: '0.01 USD per image (third-party figure)',
		rateLimitPerMinute: 500,
		source: PRUNA_SCHEMA,
		parameters: [
			editPrompt("The change to make, with the LoRA's trigger words"),
			inputImages({ minItems: 1, maxItems: 5 }),
			...huggingFaceLora({ required: true, defaultScale: 1, trainer: 'P-Image Edit Trainer' }),
			shape,
			editTurbo,
			seed,
			disableSafetyChecker,
		],
	},
	{
		id: 'p-image-edit-text-aware',
		title: 'P-Image Edit Text-Aware',
		category: 'image-edit',
		description: 'Picks the best way to edit, with more effort when the image holds text',
		price: '0.01 USD per image, 0.03 USD when text is detected (third-party figure)',
		source: thirdParty('2026-09'),
		parameters: [
			editPrompt('The change to make'),
			inputImages({ minItems: 1 }),
			shape,
			editTurbo,
			seed,
			disableSafetyChecker,
		],
	},
	{
		id: 'p-image-rmbg',
		title: 'P-Image Remove Background',
		category: 'image-edit',
		description: 'Cuts out the subject and gives a transparent PNG',
		price: '0.005 USD per image (third-party figure)',
		source: thirdParty('2026-09'),
		parameters: [
			{ name: 'image', type: 'url', media: ['image'], required: true, description: 'Image to cut out' },
		],
	},
	{
		id: 'p-image-upscale',
		title: 'P-Image Upscale',
		category: 'upscale',
		description: 'Enlarges an image to a number of megapixels',
		price: '0.005 USD up to 4 megapixels, up to 0.12 USD at 128 (third-party figure)',
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
				description: 'Size of the result in megapixels. The price grows with it.',
			},
			{
				name: 'enhance_details',
				type: 'boolean',
				default: false,
				description: 'Whether to sharpen fine texture, which may raise contrast',
			},
			{
				name: 'enhance_realism',
				type: 'boolean',
				default: false,
				description: 'Whether to push photo realism, which may leave the original further',
			},
			outputFormat('jpg'),
			outputQuality(80),
			disableSafetyChecker,
		],
	},
];
