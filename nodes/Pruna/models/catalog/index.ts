import type { Model } from '../types';
import { avatarModels } from './avatar';
import { fluxModels } from './flux';
import { pImageModels } from './pImage';
import { pImageEditModels } from './pImageEdit';
import { pVideoModels } from './pVideo';
import { pVideoEditModels } from './pVideoEdit';
import { qwenModels } from './qwen';
import { trainerModels } from './trainers';
import { tryOnModels } from './tryOn';
import { vaceModels } from './vace';
import { wanModels } from './wan';
import { zImageModels } from './zImage';

/** Every model that the node lists. Adding a model takes one entry in the file of its family, and nothing else. */
export const catalog: readonly Model[] = [
	...pImageModels,
	...pImageEditModels,
	...tryOnModels,
	...fluxModels,
	...qwenModels,
	...zImageModels,
	...wanModels,
	...vaceModels,
	...pVideoModels,
	...pVideoEditModels,
	...avatarModels,
	...trainerModels,
];
