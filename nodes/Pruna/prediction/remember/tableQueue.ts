import { settle } from '../../core/outcome';
import type { JobRow } from './jobRow';
import type { TableChange } from './jobTable';

/** Most changes of one call. */
const CHANGES_AT_A_TIME = 100;
/** How long what is not urgent waits for more of its kind, in seconds. */
const GATHER_SECONDS = 0.2;

/**
 * How soon a change is made: `now` where an item waits for it, `soon` for what must outlive a crash, `later` for what goes
 * along with another change, or at the end.
 */
export type Urgency = 'now' | 'soon' | 'later';

interface Waiting {
	readonly change: TableChange;
	readonly urgency: Urgency;
	readonly done: (rows: readonly JobRow[]) => void;
	readonly failed: (error: unknown) => void;
}

/** Changes of a table, in the order in which they were asked for, as many in one call as have come together. */
export interface TableQueue {
	/** @returns The rows of the job that the change reads */
	add(change: TableChange, urgency: Urgency): Promise<readonly JobRow[]>;
	/** Makes all changes that are left. What is added from now on is made at once. */
	close(): void;
}

/**
 * @param send Makes some changes, in one call
 * @param pause Must not throw. @param seconds 0 for as long as it takes until others have had their turn
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
