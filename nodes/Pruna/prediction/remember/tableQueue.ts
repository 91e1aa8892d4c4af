import { settle } from '../../core/outcome';
import type { JobRow } from './jobRow';
import type { TableChange } from './jobTable';

/** Most changes in one call. */
const CHANGES_AT_A_TIME = 100;
/** How long a change that is not urgent waits for others, in seconds. */
const GATHER_SECONDS = 0.2;

/**
 * How soon a change is made: `now` if an item waits for it, `soon` if it must survive a crash, `later` if it can wait for
 * another change or for the end.
 */
export type Urgency = 'now' | 'soon' | 'later';

interface Waiting {
	readonly change: TableChange;
	readonly urgency: Urgency;
	readonly done: (rows: readonly JobRow[]) => void;
	readonly failed: (error: unknown) => void;
}

/** Changes to a table, made in the order of their arrival. Changes that arrive together share a call. */
export interface TableQueue {
	/** @returns The rows of the job that the change reads */
	add(change: TableChange, urgency: Urgency): Promise<readonly JobRow[]>;
	/** Makes all changes that are left. From now on, changes are made immediately. */
	close(): void;
}

/**
 * @param send Makes changes, in one call
 * @param pause Must not throw. Zero seconds only yields to other work
 */
export function createTableQueue(
	send: (changes: readonly TableChange[]) => Promise<readonly JobRow[]>,
	pause: (seconds: number) => Promise<unknown>,
): TableQueue {
	const waiting: Waiting[] = [];
	let isSending = false;
	let isClosed = false;

	const wanted = () => waiting.length > 0 && (isClosed || waiting.some(({ urgency }) => urgency !== 'later'));

	async function sendAll(): Promise<void> {
		if (isSending || !wanted()) return;
		isSending = true;
		while (wanted()) {
			const isUrgent = isClosed || waiting.some(({ urgency }) => urgency === 'now');
			await pause(isUrgent ? 0 : GATHER_SECONDS);
			const batch = waiting.splice(0, CHANGES_AT_A_TIME);
			const rows = await settle(send(batch.map(({ change }) => change)));
			for (const { change, done, failed } of batch) {
				if (!rows.ok) failed(rows.error);
				else done(rows.value.filter(({ job }) => job === change.read));
			}
		}
		isSending = false;
	}

	return {
		async add(change, urgency) {
			return await new Promise((done, failed) => {
				waiting.push({ change, urgency, done, failed });
				void sendAll();
			});
		},
		close() {
			isClosed = true;
			void sendAll();
		},
	};
}
