import type { Price, Rate } from '../price';
import type { Model } from '../types';
import { perImage, PRUNA_PAGE, prunaSkillPrice, THIRD_PARTY_PRICE } from './prices';
import {
	aspectRatio,
	customSize,
	disableSafetyChecker,
	huggingFaceLora,
	outputFormat,
	outputQuality,
	PHOTO_RATIOS_OR_CUSTOM,
	prompt,
	PROMPT_WITH_TRIGGER,
	promptUpsampling,
	seed,
} from './shared';
import { PRUNA_SCHEMA, prunaSkill, thirdParty } from './sources';

const ratio = aspectRatio(PHOTO_RATIOS_OR_CUSTOM, '16:9');

/** @param small USD per image at 1K. @param large At 2K */
function byThinking(thinking: string, small: number, large: number): [Rate, Rate] {
	return [
		{ usd: small, when: { thinking, image_size: '1K' } },
		{ usd: large, when: { thinking, image_size: '2K' } },
	];
}

const ideogramPrice: Price = {
	per: 'image',
	rates: [
		...byThinking('very low', 0.003, 0.006),
		...byThinking('low', 0.0075, 0.015),
		...byThinking('medium', 0.01, 0.02),
		...byThinking('high', 0.015, 0.03),
		...byThinking('very high', 0.033, 0.066),
	],
	// How a custom size is billed is not published.
	onlyWhen: { aspect_ratio: { not: 'custom' } },
	source: THIRD_PARTY_PRICE,
};

export const pImageModels: readonly Model[] = [
	{
		id: 'p-image',
		title: 'P-Image',
		category: 'text-to-image',
		description: "Pruna's own very fast text-to-image model",
		price: perImage(0.005, prunaSkillPrice('2026-09')),
		rateLimitPerMinute: 500,
		source: PRUNA_SCHEMA,
		parameters: [
			prompt('What the image should show'),
			ratio,
			...customSize({ minimum: 256, maximum: 1440 }),
			seed,
			promptUpsampling(false),
			...huggingFaceLora({ defaultScale: 0.5, trainer: 'P-Image Trainer' }),
			disableSafetyChecker,
		],
	},
	{
		id: 'p-image-lora',
		title: 'P-Image LoRA',
		category: 'text-to-image',
		description: 'P-Image with your own LoRA, trained with P-Image Trainer',
		price: perImage(0.005, THIRD_PARTY_PRICE),
		rateLimitPerMinute: 500,
		source: PRUNA_SCHEMA,
		parameters: [
			prompt(PROMPT_WITH_TRIGGER),
			...huggingFaceLora({ required: true, defaultScale: 0.5, trainer: 'P-Image Trainer' }),
			ratio,
			...customSize({ minimum: 256, maximum: 1440 }),
			seed,
			promptUpsampling(false),
			disableSafetyChecker,
		],
	},
	{
		id: 'p-image-pro',
		title: 'P-Image Pro',
		category: 'text-to-image',
		description: 'Higher-quality P-Image that enriches the prompt and refines the image in several stages',
		price: perImage(0.01, PRUNA_PAGE),
		rateLimitPerMinute: 500,
		source: thirdParty('2026-09'),
		parameters: [
			prompt('What the image should show. The model enriches the prompt automatically.'),
			ratio,
			...customSize({ minimum: 256, maximum: 2048 }),
			seed,
			disableSafetyChecker,
		],
	},
	{
		id: 'p-image-ideogram',
		title: 'P-Image Ideogram',
		category: 'text-to-image',
		description: 'Strong text rendering and photorealism, with adjustable effort',
		price: ideogramPrice,
		source: prunaSkill('2026-08'),
		parameters: [
			prompt('What the image should show, or an Ideogram 4.0 caption as JSON'),
			{
				name: 'thinking',
				type: 'enum',
				choices: ['very low', 'low', 'medium', 'high', 'very high'],
				default: 'medium',
				description: 'Level of effort. Higher levels give better results, but take longer and cost more.',
			},
			{
				name: 'image_size',
				type: 'enum',
				choices: ['1K', '2K'],
				default: '2K',
				ignoredWhen: { aspect_ratio: ['custom'] },
				description: 'Size of the image. Ignored when Aspect Ratio is “custom”.',
			},
			aspectRatio(PHOTO_RATIOS_OR_CUSTOM, '1:1'),
			...customSize({ default: 1024, maximum: 2560 }),
			promptUpsampling(true),
			seed,
			outputFormat('jpg'),
			outputQuality(80),
		],
	},
];
