// Where the catalog intentionally differs from Pruna's published schema, and why. These differences are not reported.
import type { PARAMETER_FACTS } from './facts';

interface Accepted {
	readonly models: readonly string[];
	readonly parameters: readonly string[];
	readonly facts: ReadonlyArray<(typeof PARAMETER_FACTS)[number]>;
	/** What the schema says now. If it changes, the difference is reported again. */
	readonly schema: unknown;
	readonly why: string;
}

export const ACCEPTED: readonly Accepted[] = [
	{
		models: ['p-image', 'p-image-lora', 'qwen-image-fast', 'wan-image-small'],
		parameters: ['width', 'height'],
		facts: ['multiple_of'],
		schema: undefined,
		why: "The schema's description says that it must be a multiple of 16",
	},
	{
		models: ['p-image-edit', 'p-image-edit-lora'],
		parameters: ['images'],
		facts: ['required'],
		schema: false,
		why: 'There is nothing to edit without an image',
	},
	{
		models: ['p-image-edit-lora', 'p-image-try-on', 'p-video-replace', 'qwen-image-edit-plus'],
		parameters: ['images', 'image', 'garment_images'],
		facts: ['min_items'],
		schema: undefined,
		why: 'A required list needs at least one entry',
	},
	{
		models: ['flux-2-klein-4b', 'p-image-edit-lora', 'p-image-try-on'],
		parameters: ['images', 'garment_images'],
		facts: ['max_items'],
		schema: undefined,
		why: 'A description states the number',
	},
	{
		models: ['p-image-lora', 'p-image-edit-lora', 'z-image-turbo-lora'],
		parameters: ['lora_weights'],
		facts: ['required'],
		schema: false,
		why: 'Without a LoRA, another model on the list does the same for the same price or less',
	},
	{
		models: ['vace'],
		parameters: ['frame_num'],
		facts: ['minimum', 'maximum'],
		schema: undefined,
		why: 'Observed with the live API: at most 81 frames',
	},
	{
		models: ['p-image-upscale'],
		parameters: ['target'],
		facts: ['maximum'],
		schema: 8,
		why: "Pruna's own skill, which is newer, allows up to 128",
	},
	{
		models: ['p-video-replace'],
		parameters: ['images'],
		facts: ['max_items'],
		schema: undefined,
		why: "Pruna's own skill allows 4; the schema says 1 to 3, but only in a description",
	},
];

/** Whether the catalog intentionally differs from the schema in this fact. */
export function isAccepted(model: string, parameter: string, fact: string, schema: unknown): boolean {
	return ACCEPTED.some(
		(entry) =>
			entry.models.includes(model) &&
			entry.parameters.includes(parameter) &&
			entry.facts.some((one) => one === fact) &&
			entry.schema === schema,
	);
}
