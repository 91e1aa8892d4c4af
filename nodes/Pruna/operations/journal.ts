import type { IExecuteFunctions } from 'n8n-workflow';
import type { PredictionDetails } from '../core/errors';
import type { Clock } from '../core/clock';

/** n8n keeps ten such values per execution, with keys of up to 50 and values of up to 512 characters. */
const CUSTOM_DATA_KEY = 'pruna_jobs';
const CUSTOM_DATA_LENGTH = 512;

/** How often a person who looks on is told that a job still runs, in seconds. */
const TELL_INTERVAL = 10;

/**
 * What is known of each item's job, from the first moment on, so that an id reaches the user whatever happens: in the
 * item, in the error, in n8n's log, and in the execution's custom data when it is stopped.
 */
export interface Journal {
	/** The job of an item, to be added to as more becomes known. */
	jobOf(itemIndex: number): PredictionDetails;
	jobs(): ReadonlyMap<number, PredictionDetails>;
	/** The submit is on its way: from now on something may be running. */
	submitting(itemIndex: number): void;
	/** The submit has led to no job that is known. */
	refused(itemIndex: number): void;
	submitted(itemIndex: number, facts: PredictionDetails): void;
	/** A job of an earlier try of this node goes on. */
	resumed(itemIndex: number, facts: PredictionDetails): void;
	looked(itemIndex: number, status: string): void;
	/** The job has come to its end, well or not. */
	ended(itemIndex: number, status: string): void;
	/** The item has all that its job gave. */
	closed(itemIndex: number): void;
	/** The item's result is links only, which live for a limited time. */
	linksOnly(): void;
	/** Hints for the output panel, once the run is over. */
	addHints(): void;
}

/** Longest piece of the API's text in a line of the log. */
const LOGGED_LENGTH = 200;

/** A piece of the API's text that cannot begin a line of its own in a log, nor fill it. */
function oneLine(text: string): string {
	const start = text.slice(0, LOGGED_LENGTH);
	return start.replace(/[^\x20-\x7e]/g, '?');
}

type CustomData = Pick<IExecuteFunctions['customData'], 'set'>;

/** Older n8n (2.0 still) has the execution's custom data for expressions only. */
function customDataOf(context: IExecuteFunctions): CustomData {
	const own = context.customData as CustomData | undefined;
	if (own) return own;
	const { $execution: execution } = context.getWorkflowDataProxy(0) as unknown as {
		$execution: { customData: CustomData };
	};
	return execution.customData;
}

/** As many ids as fit into one value of the custom data. */
function idList(ids: readonly string[]): string {
	return ids.reduce((list, id) => {
		const longer = list === '' ? id : `${list},${id}`;
		return longer.length > CUSTOM_DATA_LENGTH ? list : longer;
	}, '');
}

export function createJournal(context: IExecuteFunctions, clock: Pick<Clock, 'now'>): Journal {
	const jobs = new Map<number, PredictionDetails>();
	/** Since when each item has had something under way, in milliseconds since 1970. */
	const open = new Map<number, number>();
	const lastTold = new Map<number, number>();
	let resumedJobs = 0;
	let hasLinksOnly = false;

	function jobOf(itemIndex: number): PredictionDetails {
		const known = jobs.get(itemIndex) ?? {};
		jobs.set(itemIndex, known);
		return known;
	}

	function factsOf(itemIndex: number) {
		const { id, model, status } = jobOf(itemIndex);
		const since = open.get(itemIndex) ?? clock.now();
		return { item: itemIndex, id, model, status, seconds: Math.round((clock.now() - since) / 100) / 10 };
	}

	/** The same in words: n8n's console shows the message of a log line, and its facts only on level debug or as JSON. */
	function inWords(itemIndex: number): string {
		const { item, id, model, status, seconds } = factsOf(itemIndex);
		const job = [id && `ID ${id}`, model, status].filter((fact) => fact !== undefined).map(oneLine);
		return [`execution ${context.getExecutionId()}`, `item ${item}`, ...job, `${seconds} s`].join(', ');
	}

	/** In a manual run n8n passes it on to the console of the browser, the one place for news before the node's end. */
	function tellPerson(message: string, itemIndex: number): void {
		lastTold.set(itemIndex, clock.now());
		if (context.getMode() !== 'manual') return;
		const { item, id, model, status, seconds } = factsOf(itemIndex);
		const facts = [model, id, status, `${seconds} s`].filter((fact) => fact !== undefined);
		context.sendMessageToUI(`Pruna, item ${item}: ${message} (${facts.join(', ')})`);
	}

	function tell(message: string, itemIndex: number): void {
		context.logger.info(`Pruna: prediction ${message} (${inWords(itemIndex)})`, factsOf(itemIndex));
		tellPerson(message, itemIndex);
	}

	function begin(itemIndex: number, facts: PredictionDetails, message: string): void {
		Object.assign(jobOf(itemIndex), { status: 'starting' }, facts);
		if (!open.has(itemIndex)) open.set(itemIndex, clock.now());
		tell(message, itemIndex);
	}

	// n8n takes the custom data down in the very moment in which it gives this signal, so nothing may be waited for.
	context.getExecutionCancelSignal()?.addEventListener(
		'abort',
		() => {
			if (open.size === 0) return;
			const ids = [...open.keys()].flatMap((itemIndex) => jobOf(itemIndex).id ?? []);
			const withoutId = open.size - ids.length;
			const named = [...ids.map(oneLine), ...(withoutId > 0 ? [`${withoutId} without an ID yet`] : [])];
			context.logger.warn(
				`Pruna: execution ${context.getExecutionId()} was stopped; its predictions go on and may be billed: ${named.join(', ')}`,
				{ ids, withoutId },
			);
			if (ids.length > 0) customDataOf(context).set(CUSTOM_DATA_KEY, idList(ids));
		},
		{ once: true },
	);

	return {
		jobOf,
		jobs: () => jobs,
		submitting(itemIndex) {
			open.set(itemIndex, clock.now());
		},
		refused(itemIndex) {
			open.delete(itemIndex);
		},
		submitted(itemIndex, facts) {
			begin(itemIndex, facts, 'submitted');
		},
		resumed(itemIndex, facts) {
			resumedJobs++;
			begin(itemIndex, facts, 'resumed, not submitted again');
		},
		looked(itemIndex, status) {
			jobOf(itemIndex).status = status;
			context.logger.debug('Pruna: prediction polled', factsOf(itemIndex));
			const silence = clock.now() - (lastTold.get(itemIndex) ?? 0);
			if (silence >= TELL_INTERVAL * 1000) tellPerson('still runs', itemIndex);
		},
		ended(itemIndex, status) {
			jobOf(itemIndex).status = status;
			tell('finished', itemIndex);
			if (status !== 'succeeded') open.delete(itemIndex);
		},
		closed(itemIndex) {
			open.delete(itemIndex);
		},
		linksOnly() {
			hasLinksOnly = true;
		},
		addHints() {
			if (hasLinksOnly) {
				context.addExecutionHints({
					message:
						'The results are links that live for a limited time: about a day, half an hour for trainings. Fetch the files soon, or turn Options → Download Output on.',
					location: 'outputPane',
				});
			}
			if (resumedJobs === 0) return;
			const jobsWord = resumedJobs === 1 ? 'prediction' : 'predictions';
			context.addExecutionHints({
				message: `${resumedJobs} ${jobsWord} of an earlier try went on and were not bought again.`,
				location: 'outputPane',
			});
		},
	};
}
