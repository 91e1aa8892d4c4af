import type { JobKnowledge, PredictionDetails, PrunaError } from '../core/errors';

/** @returns What is known about the job, and so about its cost, and how to get its result by its ID or URL */
export function jobSentence(job: JobKnowledge, { id, generation_url }: PredictionDetails): string {
	switch (job) {
		case undefined:
			return '';
		case 'none':
			return 'Nothing was submitted and nothing was charged for this item.';
		case 'maybe':
			return 'It is not known whether Pruna accepted the job. It may be running and may be billed, so it was not submitted again. Check https://dashboard.pruna.ai first. To submit this item again after that, retry this execution in n8n or start a new one.';
		case 'maybe kept':
			return 'It is not known whether Pruna accepted the job. It may be running and may be billed. Check https://dashboard.pruna.ai first. No execution submits it again as long as its row is in the data table “pruna_jobs”. To submit it again, delete the row.';
		case 'running': {
			const how =
				id === undefined ? '' : ' Use Prediction → Get Result with its ID to retrieve the result later.';
			return `The job continues at Pruna and may be billed.${how}`;
		}
		case 'done': {
			const byUrl =
				generation_url === undefined ? '' : ' Use Prediction → Download with its URL to retrieve the result.';
			const how =
				id === undefined ? byUrl : ' Use Prediction → Get Result with its ID to retrieve the result.';
			return `The job is done and paid for.${how}`;
		}
		case 'lost':
			return id === undefined ? '' : 'Prediction → Get Result may still find the result by its ID.';
	}
}

/** @returns A sentence that ends with the API's own punctuation, if any, or with a period */
export function quotation(reason: string): string {
	return `The API said: “${reason}”${/[.!?…]$/.test(reason) ? '' : '.'}`;
}

/**
 * The text that the workflow's author reads below the message: the API's own words, what to do, and what it cost.
 *
 * @param details What is known about the item's job
 */
export function describeError(
	{ message, reason, advice, job }: PrunaError,
	details: PredictionDetails,
): string {
	const quote = reason && !message.includes(reason) ? quotation(reason) : undefined;
	return [quote, advice, jobSentence(job, details)].filter(Boolean).join(' ');
}
