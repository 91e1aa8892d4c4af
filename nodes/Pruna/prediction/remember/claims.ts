import { findModel, outputOf } from '../../models/modelOperations';
import type { PaidJob } from '../ledger';
import { paidJobOf, type JobRow } from './jobRow';

/** How long a result's URLs work after the submit, in milliseconds (wire.md 4: 24 hours, less a margin). */
const URL_LIFE = (24 * 60 - 10) * 60_000;
/** How long those of a training work after its end, in milliseconds (wire.md 3: about 30 minutes). */
const TRAINING_URL_LIFE = 25 * 60_000;
/** How long a submit may take to get an ID, in milliseconds. After that, its outcome will never be known. */
export const SUBMIT_LIFE = 150_000;

/** @returns true if the URLs of the result have definitely expired */
export function isOutdated(row: JobRow, now: number): boolean {
	if (now - row.createdAt > URL_LIFE) return true;
	const model = findModel(row.model);
	const isTraining = model !== undefined && outputOf(model) === 'lora-zip';
	return isTraining && row.state === 'delivered' && now - row.updatedAt > TRAINING_URL_LIFE;
}

/** What the rows of a job mean for an execution that needs the job. */
export type Verdict =
	/** It is paid for, and its result is or will be available. */
	| { readonly kind: 'paid'; readonly row: JobRow; readonly paidJob: PaidJob }
	/** A submit ended, and nobody knows whether the API accepted it. */
	| { readonly kind: 'in doubt'; readonly row: JobRow }
	/** Nobody else submits it, so the holder of this claim does. */
	| { readonly kind: 'mine' }
	/**
	 * Others have claims. The holder of the first claim waits until the others are gone; all others withdraw theirs. Even
	 * so, the holder of a later claim may submit the job if it did not see the first claim.
	 */
	| { readonly kind: 'taken'; readonly isFirst: boolean; readonly by: readonly JobRow[] }
	/** Nobody has it. `outdated`: it was paid for, but its result is no longer available */
	| { readonly kind: 'free'; readonly outdated: boolean };

/**
 * Decides who submits a job. Each execution writes its claim before it reads, so that of two executions at least one sees
 * the claim of the other. An execution that sees an earlier claim withdraws its own. One that sees only later claims waits
 * until they are withdrawn or have an ID. So two executions never submit the same job, in whatever order a database shows
 * the rows.
 *
 * @param rows All rows of the job
 * @param own The caller's claim; undefined if it has none
 * @param isDead Whether the outcome of a submit without an ID will never be known
 */
export function judge(
	rows: readonly JobRow[],
	own: string | undefined,
	isDead: (row: JobRow) => boolean,
	now: number,
): Verdict {
	const others = rows.filter(({ claim }) => own === undefined || claim !== own);
	const paid = others.flatMap((row) => {
		const what = paidJobOf(row);
		return what ? [{ row, paidJob: what }] : [];
	});
	const live = paid.filter(({ row }) => !isOutdated(row, now)).sort((a, b) => b.row.id - a.row.id);
	if (live[0]) return { kind: 'paid', ...live[0] };

	const claims = others.filter((row) => paidJobOf(row) === undefined);
	const doubtful = claims.find((row) => row.state === 'in doubt' || isDead(row));
	if (doubtful) return { kind: 'in doubt', row: doubtful };

	const mine = own === undefined ? undefined : rows.find(({ claim }) => claim === own);
	if (claims.length > 0) {
		const isFirst = mine !== undefined && claims.every(({ id }) => id > mine.id);
		return { kind: 'taken', isFirst, by: claims };
	}
	return mine ? { kind: 'mine' } : { kind: 'free', outdated: paid.length > 0 };
}
