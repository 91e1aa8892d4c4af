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
	description: 'Number of training steps, in multiples of 100. More steps cost more.',
};

const learningRate: ModelParameter = {
	name: 'learning_rate',
	type: 'number',
	default: 0.0001,
	minimum: 0.00001,
	maximum: 0.01,
	description: 'Size of each learning step. Lower values are safer but slower.',
};

/**
 * @param files What the ZIP file contains, and how its files are named, in sentences
 * @param user Title of the model that uses the LoRA
 */
function imageData(files: string, user: string): ModelParameter {
	return {
		name: 'image_data',
		label: 'Training Images',
		type: 'url',
		media: ['zip'],
		required: true,
		description: `${files} The result is a ZIP file that contains weights.safetensors. Extract it and upload it to Hugging Face to use it with ${user}.`,
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
		description:
			'Trains a LoRA for P-Image LoRA on a ZIP file of images; to use the LoRA, upload it to Hugging Face',
		price: per1000Steps(1.8, THIRD_PARTY_PRICE),
		rateLimitPerMinute: 5,
		source: PRUNA_SCHEMA,
		parameters: [
			imageData(
				'ZIP file with ten or more images. A text file with the same name as an image is its caption: fox.jpg and fox.txt.',
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
			defaultCaption('Caption for images without a text file. Training fails if both are missing.'),
		],
	},
	{
		id: 'p-image-edit-trainer',
		title: 'P-Image Edit Trainer',
		category: 'training',
		description:
			'Trains a LoRA for P-Image Edit LoRA on before-and-after images; to use the LoRA, upload it to Hugging Face',
		price: per1000Steps(4, THIRD_PARTY_PRICE),
		rateLimitPerMinute: 5,
		source: PRUNA_SCHEMA,
		parameters: [
			imageData(
				'ZIP file with pairs of images, before and after: fox_start.jpg and fox_end.jpg. More inputs (fox_start2.jpg and so on) and an instruction (fox.txt) are optional.',
				'P-Image Edit LoRA',
			),
			steps,
			learningRate,
			defaultCaption('Instruction for pairs without a text file. Training fails if both are missing.'),
		],
	},
];
