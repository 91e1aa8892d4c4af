import type { IExecuteFunctions } from 'n8n-workflow';
import { placeOf, type JobRecord, type RecordReader } from './record';

/** How often a person who looks on is told that a job still runs, in seconds. */
const TELL_INTERVAL = 10;
/** Longest piece of the API's text in a line of the log, in characters. */
const LOGGED_LENGTH = 200;

/** A piece of the API's text that cannot begin a line of its own in a log, nor fill it. */
export function oneLine(text: string): string {
	const start = text.slice(0, LOGGED_LENGTH);
	return start.replace(/[^\x20-\x7e]/g, '?');
}

type LogContext = Pick<IExecuteFunctions, 'logger' | 'getExecutionId' | 'getMode' | 'sendMessageToUI'>;

/**
 * Tells n8n's log of each step of a job, and a person who looks on in the editor. The log outlives a worker that dies, so
 * the ID stands in it from the moment that it is known.
 *
 * @param now Milliseconds since 1970
 */
export function createJobLog(context: LogContext, now: () => number): RecordReader {
	const lastTold = new Map<string, number>();

	function factsOf({ itemIndex, take, details: { id, model, status }, since }: JobRecord) {
		const seconds = Math.round((now() - (since ?? now())) / 100) / 10;
		return { item: itemIndex, ...(take && { take: take.index + 1 }), id, model, status, seconds };
	}

	/** The same in words: n8n's console shows the message of a log line, and its facts only on level debug or as JSON. */
	function inWords(record: JobRecord): string {
		const { id, model, status, seconds } = factsOf(record);
		const job = [id && `ID ${id}`, model, status].filter((fact) => fact !== undefined).map(oneLine);
		return [`execution ${context.getExecutionId()}`, placeOf(record), ...job, `${seconds} s`].join(', ');
	}

	/** In a manual run n8n passes it on to the console of the browser, the one place for news before the node's end. */
	function tellPerson(message: string, record: JobRecord): void {
		lastTold.set(placeOf(record), now());
		if (context.getMode() !== 'manual') return;
		const { id, model, status, seconds } = factsOf(record);
		const facts = [model, id, status, `${seconds} s`].filter((fact) => fact !== undefined);
		context.sendMessageToUI(`Pruna, ${placeOf(record)}: ${message} (${facts.join(', ')})`);
	}

	function tell(message: string, record: JobRecord): void {
		context.logger.info(`Pruna: prediction ${message} (${inWords(record)})`, factsOf(record));
		tellPerson(message, record);
	}

	return (record, { kind }) => {
		switch (kind) {
			case 'submitted':
				return tell('submitted', record);
			case 'resumed':
				return tell('resumed, not submitted again', record);
			case 'ended':
				return tell('finished', record);
			case 'polled': {
				context.logger.debug('Pruna: prediction polled', factsOf(record));
				const silence = now() - (lastTold.get(placeOf(record)) ?? 0);
				if (silence >= TELL_INTERVAL * 1000) tellPerson('still runs', record);
				return;
			}
			default:
				return;
		}
	};
}
