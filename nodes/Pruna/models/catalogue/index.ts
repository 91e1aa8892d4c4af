import type { Model } from '../types';
import { fluxModels } from './flux';
import { pImageModels } from './pImage';
import { wanModels } from './wan';

/** Every model of the node. A new model is one entry here and nothing else. */
export const catalogue: readonly Model[] = [...pImageModels, ...fluxModels, ...wanModels];
