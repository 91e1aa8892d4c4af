import type { Job } from '../prediction/jobSettings';
import type { KeyedWork } from '../prediction/remember/identity';

/** @returns What the key of a job stands for; undefined for a job without one */
export function keyedWork({ options, model, input, media }: Job): KeyedWork | undefined {
	const { jobKey: key } = options;
	return key === undefined ? undefined : { key, model, input, media };
}
