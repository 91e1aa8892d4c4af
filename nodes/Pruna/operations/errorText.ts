import type { JobKnowledge, PredictionDetails, PrunaError } from '../core/errors';

/** What is known of the job, and so of the bill, in words. How to get a result depends on what there is to get it by. */
export function jobSentence(job: JobKnowledge, { id, generation_url }: PredictionDetails): string {
	switch (job) {
		case undefined:
			return '';
		case 'none':
			return 'Nothing was submitted and nothing was charged for this item.';
		case 'maybe':
			return 'Whether the job was taken is not known: it may be running and may be billed, so it was not submitted again. Look at https://dashboard.pruna.ai first; after that, n8n’s Retry of this execution, or a new one, submits this item once more.';
		case 'maybe kept':
			return 'Whether the job was taken is not known: it may be running and may be billed. Look at https://dashboard.pruna.ai first. As long as its row is in the data table “pruna_jobs”, no execution submits it again; delete the row to have it submitted anew.';
		case 'running': {
			const how = id === undefined ? '' : '; Prediction → Get Result fetches it later by its ID';
			return `The job itself goes on at Pruna and may be billed${how}.`;
		}
		case 'done': {
			const byUrl = generation_url === undefined ? '' : '; Prediction → Download fetches it by its URL';
			const how = id === undefined ? byUrl : '; Prediction → Get Result fetches it by its ID';
			return `The job is done and paid${how}.`;
		}
		case 'lost':
			return id === undefined ? '' : 'Prediction → Get Result may find it once more by its ID.';
	}
}

/** @returns a sentence; the API's own full stop ends it as well */
export function quotation(reason: string): string {
	return `The API said: “${reason}”${/[.!?…]$/.test(reason) ? '' : '.'}`;
}

/**
 * What the workflow's author reads below the message: the API's own words, what to do, and what it cost.
 *
 * @param details What is known of the item's job
 */
export function describeError(
	{ message, reason, advice, job }: PrunaError,
	details: PredictionDetails,
): string {
	const quote = reason && !message.includes(reason) ? quotation(reason) : undefined;
	return [quote, advice, jobSentence(job, details)].filter(Boolean).join(' ');
}
