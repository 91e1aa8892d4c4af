import type { Model } from '../types';
import { perImage, prunaSkillPrice, THIRD_PARTY_PRICE } from './prices';
import { disableSafetyChecker, outputFormat, outputQuality, seed, turbo } from './shared';
import { PRUNA_SCHEMA, thirdParty } from './sources';

export const tryOnModels: readonly Model[] = [
	{
		id: 'p-image-try-on',
		title: 'P-Image Try-On',
		category: 'virtual-try-on',
		description: 'Dresses a person in garments from photos',
		price: {
			per: 'garment',
			rates: [{ usd: 0.015, further: 0.008 }],
			quantity: { parameter: 'garment_images' },
			source: prunaSkillPrice('2026-08'),
		},
		rateLimitPerMinute: 500,
		source: PRUNA_SCHEMA,
		parameters: [
			{
				name: 'person_image',
				type: 'url',
				media: ['image'],
				required: true,
				description: 'Photo of the person',
			},
			{
				name: 'garment_images',
				type: 'url[]',
				media: ['image'],
				required: true,
				minItems: 1,
				maxItems: 11,
				description: 'Photos of the garments. Six or fewer give the best results.',
			},
			{
				name: 'prompt',
				type: 'string',
				default: '',
				rows: 2,
				example: 'the jacket from photo 1 over the shirt from photo 2',
				description: 'Which garment to take from which photo (experimental)',
			},
			{
				name: 'reference_pose',
				type: 'url',
				media: ['image'],
				description: 'Photo with the pose that the person should take (experimental)',
			},
			turbo(false, 'Whether to use the faster mode. Not recommended for more than about four garments.'),
			{
				name: 'preserve_input_size',
				type: 'boolean',
				default: true,
				description: "Whether to scale the result to the size of the person's photo",
			},
			outputFormat('jpg'),
			outputQuality(95),
			seed,
		],
	},
	{
		id: 'p-try-on-glasses',
		title: 'P-Try-On Glasses',
		category: 'virtual-try-on',
		description: 'Puts glasses from a photo on a person; takes about four minutes',
		price: perImage(0.02, THIRD_PARTY_PRICE),
		source: thirdParty('2026-09'),
		parameters: [
			{ name: 'person', type: 'url', media: ['image'], required: true, description: 'Photo of the person' },
			{
				name: 'glass',
				label: 'Glasses',
				type: 'url',
				media: ['image'],
				required: true,
				description: 'Photo of the glasses',
			},
			disableSafetyChecker,
		],
	},
];
