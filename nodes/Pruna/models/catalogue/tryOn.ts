import type { Model } from '../types';
import { disableSafetyChecker, outputFormat, outputQuality, seed, turbo } from './shared';
import { PRUNA_SCHEMA, thirdParty } from './sources';

export const tryOnModels: readonly Model[] = [
	{
		id: 'p-image-try-on',
		title: 'P-Image Try-On',
		category: 'virtual-try-on',
		description: 'Dresses a person in garments from photos',
		price: '0.015 USD for the first garment, 0.008 USD for each further one',
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
				description: 'Photos of the garments; six or fewer give the best results',
			},
			{
				name: 'prompt',
				type: 'string',
				default: '',
				rows: 2,
				example: 'the jacket of photo 1 over the shirt of photo 2',
				description: 'Which garment to take from which photo (experimental)',
			},
			{
				name: 'reference_pose',
				type: 'url',
				media: ['image'],
				description: 'Photo whose pose the person takes (experimental)',
			},
			turbo(false, 'Whether to take the quicker path. Not advised above about four garments.'),
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
		description: 'Puts glasses from a photo onto a person; takes about four minutes',
		price: '0.02 USD per image (third-party figure)',
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
