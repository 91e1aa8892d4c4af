import type { Credential } from '../../sandbox/n8n';
import type { Service } from '../service';
import type { Chain } from './nodes';

/** The work of one run. */
export interface Work {
	kind: 'image' | 'video' | 'upscale';
	/** The default model for images has no documented rate limit. */
	model?: string;
	/** Submits per minute that the model allows, in scenes about rate limits. */
	perMinute?: number;
	count: number;
	/** Prefix of each prompt, which tells the batches of a scene apart. */
	name?: string;
}

/** One way to do the work in n8n. Each contender has its own server, and so its own record of requests. */
export interface Contender {
	id: string;
	title: string;
	service: Service;
	credential: Credential;
	/** The nodes that turn an item into its file; undefined for work that this contender cannot do. */
	chain(work: Work): Chain | undefined;
}

/** Has no documented rate limit, so the runs of the previous minute never slow down the next run. */
export const IMAGE_MODEL = 'p-image-ideogram';
export const VIDEO_MODEL = 'p-video';
export const UPSCALE_MODEL = 'p-image-upscale';

export function modelOf({ kind, model }: Work): string {
	if (model !== undefined) return model;
	return { image: IMAGE_MODEL, video: VIDEO_MODEL, upscale: UPSCALE_MODEL }[kind];
}
