import type { IExecuteFunctions } from 'n8n-workflow';
import { placeOf, type JobRecord, type RecordReader } from './record';

/** How often a person at the editor is told that a job is still running, in seconds. */
const TELL_INTERVAL = 10;
/** The longest piece of the API's text in a log line, in characters. */
const LOGGED_LENGTH = 200;

/** Reduces the API's text to a short line of printable ASCII, so that it can neither fill a log nor forge a line in it. */
export function oneLine(text: string): string {
	const start = text.slice(0, LOGGED_LENGTH);
	return start.replace(/[^\x20-\x7e]/g, '?');
}

type LogContext = Pick<IExecuteFunctions, 'logger' | 'getExecutionId' | 'getMode' | 'sendMessageToUI'>;

/**
 * Writes each step of a job to n8n's log, and shows it to a person at the editor. The log survives a worker that dies, so
 * it has the ID from the moment that it is known.
 *
 * @param now Milliseconds since 1970
 */
export function createJobLog(context: LogContext, now: () => number): RecordReader {
	const lastTold = new Map<string, number>();

	function factsOf({ itemIndex, take, details: { id, model, status }, since }: JobRecord) {
		const seconds = Math.round((now() - (since ?? now())) / 100) / 10;
		return { item: itemIndex, ...(take && { take: take.index + 1 }), id, model, status, seconds };
	}

	/** The same in words: n8n's console shows only the message of a log line, unless the level is debug or the format JSON. */
	function inWords(record: JobRecord): string {
		const { id, model, status, seconds } = factsOf(record);
		const job = [id && `ID ${id}`, model, status].filter((fact) => fact !== undefined).map(oneLine);
		return [`execution ${context.getExecutionId()}`, placeOf(record), ...job, `${seconds} s`].join(', ');
	}

	/** In a manual run, n8n passes this on to the browser's console, the only place for news before the node ends. */
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
				if (silence >= TELL_INTERVAL * 1000) tellPerson('still running', record);
				return;
			}
			default:
				return;
		}
	};
}
