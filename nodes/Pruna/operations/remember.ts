import type { Job } from '../prediction/jobSettings';
import type { KeyedWork } from '../prediction/remember/identity';

/** @returns The work that the job's key identifies; undefined for a job without a key */
export function keyedWork({ options, model, input, media }: Job): KeyedWork | undefined {
	const { jobKey: key } = options;
	return key === undefined ? undefined : { key, model, input, media };
}
