import type { Model, ModelParameter } from '../types';
import { per1000Steps, THIRD_PARTY_PRICE } from './prices';
import { PRUNA_SCHEMA } from './sources';

const steps: ModelParameter = {
	name: 'steps',
	type: 'integer',
	default: 1000,
	minimum: 100,
	maximum: 5000,
	multipleOf: 100,
	description: 'Number of training steps, in hundreds. The price grows with it.',
};

const learningRate: ModelParameter = {
	name: 'learning_rate',
	type: 'number',
	default: 0.0001,
	minimum: 0.00001,
	maximum: 0.01,
	description: 'Size of each learning step; lower is safer and slower',
};

/**
 * @param files What the ZIP holds, and how its files are named
 * @param user The model that takes the LoRA
 */
function imageData(files: string, user: string): ModelParameter {
	return {
		name: 'image_data',
		label: 'Training Images',
		type: 'url',
		media: ['zip'],
		required: true,
		description: `${files} The result is a ZIP with weights.safetensors: put that file on Hugging Face, from where ${user} takes it.`,
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
		description: 'Trains a LoRA for P-Image LoRA from a ZIP of images; put it on Hugging Face to use it',
		price: per1000Steps(1.8, THIRD_PARTY_PRICE),
		rateLimitPerMinute: 5,
		source: PRUNA_SCHEMA,
		parameters: [
			imageData(
				'ZIP file of ten or more images. A text file of the same name is the caption of an image: fox.jpg and fox.txt.',
				'P-Image LoRA',
			),
			{
				name: 'training_type',
				type: 'enum',
				choices: ['balanced', 'content', 'style'],
				default: 'balanced',
				description: 'What to learn: subjects, a style, or both',
			},
			steps,
			learningRate,
			defaultCaption('Caption for images without a text file. Training fails when both are missing.'),
		],
	},
	{
		id: 'p-image-edit-trainer',
		title: 'P-Image Edit Trainer',
		category: 'training',
		description:
			'Trains a LoRA for P-Image Edit LoRA from images before and after; put it on Hugging Face to use it',
		price: per1000Steps(4, THIRD_PARTY_PRICE),
		rateLimitPerMinute: 5,
		source: PRUNA_SCHEMA,
		parameters: [
			imageData(
				'ZIP file of pairs of images, before and after: fox_start.jpg and fox_end.jpg. Optional are further inputs, fox_start2.jpg and so on, and the instruction, fox.txt.',
				'P-Image Edit LoRA',
			),
			steps,
			learningRate,
			defaultCaption('Instruction for pairs without a text file. Training fails when both are missing.'),
		],
	},
];
