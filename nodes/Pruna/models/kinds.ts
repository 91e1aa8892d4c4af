/** Kinds of file that a model returns. They determine how long to wait and how often to poll. */
export type OutputKind = 'image' | 'video' | 'lora-zip';

/** What the models of a resource return: a model that makes videos cannot belong to Image. */
interface OutputOfResource {
	readonly image: 'image';
	readonly video: 'video';
	readonly lora: 'lora-zip';
}

export type ModelResource = keyof OutputOfResource;

interface KindIn<Resource extends ModelResource> {
	readonly resource: Resource;
	readonly output: OutputOfResource[Resource];
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
}

/** Which operation of the node offers the models of a category, and what they return. */
export type ModelKind = { [Resource in ModelResource]: KindIn<Resource> }[ModelResource];

/** Every category of models, by its name. */
export type ModelKinds = Readonly<Record<string, ModelKind>>;

const GENERATE_VIDEO = {
	resource: 'video',
	output: 'video',
	operation: 'generate',
	name: 'Generate',
	action: 'Generate video',
	description: 'Generate a video from text or an image',
} as const;

/**
 * The categories of the API's models. A new category takes one entry here: its operation, its list of models, and how
 * to wait for its jobs follow from it. `resource` and `operation` are saved in users' workflows and never change.
 */
export const MODEL_KINDS = {
	'text-to-image': {
		resource: 'image',
		output: 'image',
		operation: 'generate',
		name: 'Generate',
		action: 'Generate image',
		description: 'Generate an image from text',
	},
	'image-edit': {
		resource: 'image',
		output: 'image',
		operation: 'edit',
		name: 'Edit',
		action: 'Edit image',
		description: 'Edit or combine images with a text prompt',
	},
	'virtual-try-on': {
		resource: 'image',
		output: 'image',
		operation: 'tryOn',
		name: 'Try On',
		action: 'Try on clothing in image',
		description: 'Dress a person in garments from other images',
	},
	upscale: {
		resource: 'image',
		output: 'image',
		operation: 'upscale',
		name: 'Upscale',
		action: 'Upscale image',
		description: 'Make an image larger and sharper',
	},
	'text-to-video': GENERATE_VIDEO,
	'image-to-video': GENERATE_VIDEO,
	'video-edit': {
		resource: 'video',
		output: 'video',
		operation: 'edit',
		name: 'Edit',
		action: 'Edit video',
		description: 'Edit a video with a text prompt or other media',
	},
	training: {
		resource: 'lora',
		output: 'lora-zip',
		operation: 'train',
		name: 'Train',
		action: 'Train LoRA',
		description: 'Train a LoRA on your own images',
	},
} as const satisfies ModelKinds;

export type ModelCategory = keyof typeof MODEL_KINDS;

/** The categories whose models return this kind of file. */
export type CategoryOf<Output extends OutputKind, Kinds extends ModelKinds = typeof MODEL_KINDS> = {
	[Category in keyof Kinds & string]: Kinds[Category]['output'] extends Output ? Category : never;
}[keyof Kinds & string];
