import type { JobOptions } from '../prediction/jobSettings';
import { LEAST_INTERVAL } from '../prediction/schedule';

/** Options that are set and have no effect, or another one than they say, each as a sentence without its period. */
export function optionWarnings({ pollInterval, fileName, downloadOutput }: JobOptions): string[] {
	const isTooShort = pollInterval !== undefined && pollInterval < LEAST_INTERVAL;
	const hasNoFile = fileName !== undefined && !downloadOutput;
	return [
		...(isTooShort ? [`Poll Interval is raised from ${pollInterval} to ${LEAST_INTERVAL} seconds`] : []),
		...(hasNoFile ? ['File Name has no effect when Download Output is off'] : []),
	];
}
