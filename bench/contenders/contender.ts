import type { Credential } from '../../sandbox/n8n';
import type { Service } from '../service';
import type { Chain } from './nodes';

/** What an item asks for. */
export interface Work {
	kind: 'image' | 'video' | 'upscale';
	/** The model; the default for images has no documented limit. */
	model?: string;
	/** How many submits per minute that model takes, where the scene is about that. */
	perMinute?: number;
	count: number;
	/** Begins each prompt, where a scene has several batches. */
	name?: string;
}

/** One way of getting the work done in n8n. Each has a server of its own, and so a record of its own. */
export interface Contender {
	id: string;
	title: string;
	service: Service;
	credential: Credential;
	/** The nodes between an item and its file; undefined for work that this one cannot do. */
	chain(work: Work): Chain | undefined;
}

/** Without a documented limit, so that no run is paced because of those of the minute before. */
export const IMAGE_MODEL = 'p-image-ideogram';
export const VIDEO_MODEL = 'p-video';
export const UPSCALE_MODEL = 'p-image-upscale';

export function modelOf({ kind, model }: Work): string {
	if (model !== undefined) return model;
	return { image: IMAGE_MODEL, video: VIDEO_MODEL, upscale: UPSCALE_MODEL }[kind];
}
