import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type MediaKind = 'image' | 'video' | 'audio' | 'zip';

export interface Parameter {
	name: string;
	type: 'string' | 'integer' | 'number' | 'boolean' | 'enum' | 'url' | 'url[]' | 'number[]';
	required: boolean;
	default?: unknown;
	enum?: (string | number)[];
	minimum?: number;
	maximum?: number;
	multiple_of?: number;
	min_items?: number;
	max_items?: number;
	/** The kind of file at the URL; a list if several kinds are accepted. */
	media?: MediaKind | MediaKind[];
	/** The file formats that a source names (jpg, mp4, …); without it, only the kind is known. */
	formats?: string[];
}

export interface Model {
	id: string;
	title: string;
	category: string;
	output: 'image' | 'video' | 'lora-zip';
	rate_limit_per_minute: number | null;
	price: string | null;
	sources: string[];
	parameters: Parameter[];
}

// Deliberately separate from the node's catalog: if an error there were repeated here, no test would notice it.
export const models = JSON.parse(readFileSync(join(__dirname, 'models.json'), 'utf8')) as Model[];

const byId = new Map(models.map((model) => [model.id, model]));

export const findModel = (id: unknown): Model | undefined =>
	typeof id === 'string' ? byId.get(id) : undefined;

/**
 * The facts about a model that has to exist.
 *
 * @throws Error with one sentence if models.json has no such model
 */
export function requireModel(id: string): Model {
	const model = byId.get(id);
	if (!model) throw new Error(`The stand-in's models.json has no model "${id}".`);
	return model;
}

export const findParameter = (model: Model, name: string): Parameter | undefined =>
	model.parameters.find((parameter) => parameter.name === name);
