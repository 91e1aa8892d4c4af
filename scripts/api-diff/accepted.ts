// Where the catalogue differs from Pruna's published schema on purpose, and why. Such a difference is not reported.
import type { PARAMETER_FACTS } from './facts';

interface Accepted {
	readonly models: readonly string[];
	readonly parameters: readonly string[];
	readonly facts: ReadonlyArray<(typeof PARAMETER_FACTS)[number]>;
	/** What the schema says at present; when it says something else, the difference is news again. */
	readonly schema: unknown;
	readonly why: string;
}

export const ACCEPTED: readonly Accepted[] = [
	{
		models: ['p-image', 'p-image-lora', 'qwen-image-fast', 'wan-image-small'],
		parameters: ['width', 'height'],
		facts: ['multiple_of'],
		schema: undefined,
		why: 'The schema says in its description that it must be a multiple of 16',
	},
	{
		models: ['p-image-edit', 'p-image-edit-lora'],
		parameters: ['images'],
		facts: ['required'],
		schema: false,
		why: 'An edit without an image is no edit',
	},
	{
		models: ['p-image-edit-lora', 'p-image-try-on', 'p-video-replace', 'qwen-image-edit-plus'],
		parameters: ['images', 'image', 'garment_images'],
		facts: ['min_items'],
		schema: undefined,
		why: 'A required list needs an entry',
	},
	{
		models: ['flux-2-klein-4b', 'p-image-edit-lora', 'p-image-try-on'],
		parameters: ['images', 'garment_images'],
		facts: ['max_items'],
		schema: undefined,
		why: 'The number stands in a description',
	},
	{
		models: ['p-image-lora', 'p-image-edit-lora', 'z-image-turbo-lora'],
		parameters: ['lora_weights'],
		facts: ['required'],
		schema: false,
		why: 'The model without a LoRA is another model of the list, at the same price or cheaper',
	},
	{
		models: ['vace'],
		parameters: ['frame_num'],
		facts: ['minimum', 'maximum'],
		schema: undefined,
		why: 'Seen with the live API: 81 frames at most',
	},
	{
		models: ['p-image-upscale'],
		parameters: ['target'],
		facts: ['maximum'],
		schema: 8,
		why: "Pruna's own skill, which is newer, goes up to 128",
	},
	{
		models: ['p-video-replace'],
		parameters: ['images'],
		facts: ['max_items'],
		schema: undefined,
		why: "Pruna's own skill takes 4; the schema says 1 to 3 in a description only",
	},
];

/** Whether the catalogue is known to have this fact otherwise than the schema. */
export function isAccepted(model: string, parameter: string, fact: string, schema: unknown): boolean {
	return ACCEPTED.some(
		(entry) =>
			entry.models.includes(model) &&
			entry.parameters.includes(parameter) &&
			entry.facts.some((one) => one === fact) &&
			entry.schema === schema,
	);
}
