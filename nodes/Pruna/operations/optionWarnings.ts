import type { JobOptions } from '../prediction/jobSettings';
import { LEAST_INTERVAL } from '../prediction/schedule';

/** Warnings about options without effect, or with another effect than set, each as a sentence without its period. */
export function optionWarnings({ pollInterval, fileName, downloadOutput }: JobOptions): string[] {
	const isTooShort = pollInterval !== undefined && pollInterval < LEAST_INTERVAL;
	const hasNoFile = fileName !== undefined && !downloadOutput;
	return [
		...(isTooShort ? [`Poll Interval was raised from ${pollInterval} to ${LEAST_INTERVAL} seconds`] : []),
		...(hasNoFile ? ['File Name has no effect when Download Output is off'] : []),
	];
}
