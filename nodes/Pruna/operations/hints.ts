import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobRecord } from '../prediction/record';

/** What a person should know of a run that is over, beside its items, in the output panel. */
export function addHints(context: IExecuteFunctions, records: readonly JobRecord[]): void {
	if (records.some(({ urlsOnly }) => urlsOnly)) {
		context.addExecutionHints({
			message:
				'The results are links that live for a limited time: about a day, half an hour for trainings. Fetch the files soon, or turn Options → Download Output on.',
			location: 'outputPane',
		});
	}
	const resumed = records.filter(({ isResumed }) => isResumed).length;
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
