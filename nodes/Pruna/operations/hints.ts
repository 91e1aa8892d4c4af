import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobRecord } from '../prediction/record';

const counted = (count: number) => (count === 1 ? '1 prediction' : `${count} predictions`);

/** Adds the hints about jobs that have a Job Key. */
function addMemoryHints(context: IExecuteFunctions, records: readonly JobRecord[], unwritten: number): void {
	const location = 'outputPane';
	const remembered = records.filter(({ isRemembered }) => isRemembered).length;
	const outdated = records.filter(({ isOutdated }) => isOutdated).length;
	if (remembered > 0) {
		context.addExecutionHints({
			message: `Reused ${counted(remembered)} that another execution submitted with the same Job Key. Nothing was submitted again for ${remembered === 1 ? 'it' : 'them'}.`,
			location,
		});
	}
	if (outdated > 0) {
		context.addExecutionHints({
			message: `Pruna no longer has the results of ${counted(outdated)} that an earlier execution submitted with the same Job Key, so this run submitted the work again.`,
			location,
		});
	}
	if (unwritten > 0) {
		context.addExecutionHints({
			message: `${unwritten === 1 ? '1 change' : `${unwritten} changes`} could not be written to the data table pruna_jobs. A later execution may report a job as in doubt although its result was delivered here.`,
			location,
		});
	}
}

/** Adds hints about a finished run to the output panel. */
export function addHints(
	context: IExecuteFunctions,
	records: readonly JobRecord[],
	/** Number of changes to the table of keys that could not be written. */
	unwritten = 0,
): void {
	addMemoryHints(context, records, unwritten);
	if (records.some(({ urlsOnly }) => urlsOnly)) {
		context.addExecutionHints({
			message:
				'The results are URLs that expire after about a day (half an hour for LoRA training). Download the files soon, or turn on Options → Download Output.',
			location: 'outputPane',
		});
	}
	const resumed = records.filter(({ isResumed, isRemembered }) => isResumed && !isRemembered).length;
	if (resumed === 0) return;
	context.addExecutionHints({
		message: `Resumed ${counted(resumed)} from an earlier try instead of submitting ${resumed === 1 ? 'it' : 'them'} again.`,
		location: 'outputPane',
	});
}

/** Says that the worker was not freed. @param reason Completes the sentence */
export function addWaitingHint(context: IExecuteFunctions, reason: string): void {
	context.addExecutionHints({
		message: `Options → Free the Worker While Waiting is on, but the execution was not parked: ${reason}.`,
		location: 'outputPane',
	});
}
