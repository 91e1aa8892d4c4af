import type { Credential } from '../../sandbox/n8n';
import type { Service } from '../service';
import type { Chain } from './nodes';

/** What an item asks for. */
export interface Work {
	kind: 'image' | 'video' | 'upscale';
	/** The model for images; the default has a documented limit that no scene reaches. */
	model?: string;
	/** How many submits per minute that model takes, where the scene is about that. */
	perMinute?: number;
	count: number;
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

/** p-image-pro: 500 submits per minute. */
export const IMAGE_MODEL = 'p-image-pro';
export const VIDEO_MODEL = 'p-video';
export const UPSCALE_MODEL = 'p-image-upscale';

export function modelOf({ kind, model }: Work): string {
	if (kind === 'video') return VIDEO_MODEL;
	return kind === 'upscale' ? UPSCALE_MODEL : (model ?? IMAGE_MODEL);
}
