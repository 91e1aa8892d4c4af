import type { Model } from '../types';
import { outputFormat, outputQuality, prompt, seed } from './shared';

export const fluxModels: readonly Model[] = [
	{
		id: 'flux-dev',
		title: 'FLUX.1 Dev',
		category: 'text-to-image',
		output: 'image',
		description: 'FLUX.1 dev with speed presets',
		price: '0.005 USD per image (third-party figure)',
		rateLimitPerMinute: 150,
		parameters: [
			prompt('What the picture should show'),
			{
				name: 'aspect_ratio',
				type: 'enum',
				choices: ['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21'],
				default: '1:1',
				description: 'Shape of the picture',
			},
			{
				name: 'image_size',
				type: 'integer',
				default: 1024,
				description: 'Length of the longest side in pixels',
			},
			{
				name: 'speed_mode',
				type: 'enum',
				choices: [
					'Lightly Juiced 🍊 (more consistent)',
					'Juiced 🔥 (default)',
					'Extra Juiced 🔥 (more speed)',
					'Blink of an eye 👁️',
				],
				default: 'Juiced 🔥 (default)',
				description: 'Trade-off between speed and consistency',
			},
			{
				name: 'num_inference_steps',
				label: 'Inference Steps',
				type: 'integer',
				default: 28,
				description: 'Number of sampling steps',
			},
			{
				name: 'guidance',
				type: 'number',
				default: 3.5,
				description: 'How closely the picture follows the prompt',
			},
			{ ...seed, default: -1 },
			outputFormat(['png', 'jpg', 'webp'], 'jpg'),
			{ ...outputQuality, minimum: 1 },
		],
	},
];
