import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobRecord } from '../prediction/record';

const counted = (count: number) => (count === 1 ? '1 prediction' : `${count} predictions`);

/** The same of the jobs that have a key. */
function addMemoryHints(context: IExecuteFunctions, records: readonly JobRecord[], unwritten: number): void {
	const location = 'outputPane';
	const remembered = records.filter(({ isRemembered }) => isRemembered).length;
	const outdated = records.filter(({ isOutdated }) => isOutdated).length;
	if (remembered > 0) {
		context.addExecutionHints({
			message: `${counted(remembered)} had been bought for the same Job Key before, and were not bought again.`,
			location,
		});
	}
	if (outdated > 0) {
		context.addExecutionHints({
			message: `${counted(outdated)} had been bought for the same Job Key before, but so long ago that Pruna no longer has the results. They were bought anew.`,
			location,
		});
	}
	if (unwritten > 0) {
		context.addExecutionHints({
			message: `The data table pruna_jobs could not be written ${unwritten} times, so a later execution may find a job in doubt that was delivered here.`,
			location,
		});
	}
}

/** What a person should know of a run that is over, beside its items, in the output panel. */
export function addHints(
	context: IExecuteFunctions,
	records: readonly JobRecord[],
	/** Changes of the table of keys that could not be written. */
	unwritten = 0,
): void {
	addMemoryHints(context, records, unwritten);
	if (records.some(({ urlsOnly }) => urlsOnly)) {
		context.addExecutionHints({
			message:
				'The results are links that live for a limited time: about a day, half an hour for trainings. Fetch the files soon, or turn Options → Download Output on.',
			location: 'outputPane',
		});
	}
	const resumed = records.filter(({ isResumed, isRemembered }) => isResumed && !isRemembered).length;
	if (resumed === 0) return;
	const predictions = resumed === 1 ? 'prediction' : 'predictions';
	context.addExecutionHints({
		message: `${resumed} ${predictions} of an earlier try went on and were not bought again.`,
		location: 'outputPane',
	});
}

/** Tells that the worker was not freed. @param reason Ends the sentence */
export function addWaitingHint(context: IExecuteFunctions, reason: string): void {
	context.addExecutionHints({
		message: `Options → Free the Worker While Waiting was set, but the node waited itself: ${reason}.`,
		location: 'outputPane',
	});
}
