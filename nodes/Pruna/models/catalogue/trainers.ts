import type { Model, ModelParameter } from '../types';

const steps: ModelParameter = {
	name: 'steps',
	type: 'integer',
	default: 1000,
	minimum: 100,
	maximum: 5000,
	description: 'Number of training steps. The price grows with it.',
};

function imageData(description: string): ModelParameter {
	return {
		name: 'image_data',
		label: 'Training Images',
		type: 'url',
		media: 'zip',
		required: true,
		description,
	};
}

function defaultCaption(description: string): ModelParameter {
	return { name: 'default_caption', type: 'string', rows: 2, description };
}

export const trainerModels: readonly Model[] = [
	{
		id: 'p-image-trainer',
		title: 'P-Image Trainer',
		category: 'training',
		description: 'Trains a LoRA for P-Image LoRA from a ZIP file of pictures',
		price: '1.80 USD per 1,000 steps (third-party figure)',
		rateLimitPerMinute: 5,
		parameters: [
			imageData(
				'ZIP file of ten or more pictures, with a text file of the same name as caption where wanted',
			),
			{
				name: 'training_type',
				type: 'enum',
				choices: ['balanced', 'content', 'style'],
				default: 'balanced',
				description: 'What to learn: subjects, a style, or both',
			},
			steps,
			defaultCaption('Caption for pictures without a text file. Training fails when both are missing.'),
		],
	},
	{
		id: 'p-image-edit-trainer',
		title: 'P-Image Edit Trainer',
		category: 'training',
		description: 'Trains a LoRA for P-Image Edit LoRA from pictures before and after',
		price: '4.00 USD per 1,000 steps (third-party figure)',
		rateLimitPerMinute: 5,
		parameters: [
			imageData(
				'ZIP file of pairs named NAME_start.jpg and NAME_end.jpg, with NAME_start2.jpg and NAME.txt where wanted',
			),
			steps,
			{
				name: 'learning_rate',
				type: 'number',
				default: 0.0001,
				minimum: 0.00001,
				maximum: 0.01,
				description: 'Size of each learning step; lower is safer and slower',
			},
			defaultCaption('Instruction for pairs without a text file. Training fails when both are missing.'),
		],
	},
];
