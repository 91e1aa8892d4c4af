import { findModel, outputOf } from '../../models/modelOperations';
import type { Bought } from '../ledger';
import { boughtOf, type JobRow } from './jobRow';

/** How long a result's links live after the job was submitted, in milliseconds (wire.md 4: 24 hours, less a margin). */
const LINK_LIFE = (24 * 60 - 10) * 60_000;
/** How long those of a training live after it has ended, in milliseconds (wire.md 3: about 30 minutes). */
const TRAINING_LINK_LIFE = 25 * 60_000;
/** After this time without an ID, a submit is one that nobody will hear of any more, in milliseconds. */
export const SUBMIT_LIFE = 150_000;

/** @returns true when the links of the result are surely dead */
export function isOutdated(row: JobRow, now: number): boolean {
	if (now - row.createdAt > LINK_LIFE) return true;
	const model = findModel(row.model);
	const isTraining = model !== undefined && outputOf(model) === 'lora-zip';
	return isTraining && row.state === 'delivered' && now - row.updatedAt > TRAINING_LINK_LIFE;
}

/** What the rows of a job say to somebody who wants it. */
export type Verdict =
	/** It was bought, and its result is there or will be. */
	| { readonly kind: 'bought'; readonly row: JobRow; readonly bought: Bought }
	/** A submit ended without anybody knowing whether it was taken. */
	| { readonly kind: 'in doubt'; readonly row: JobRow }
	/** Nobody else buys it, so the holder of this claim does. */
	| { readonly kind: 'mine' }
	/**
	 * Others have claims. The first of all claims waits for the others to go; all others give theirs up. A later one may
	 * have gone ahead all the same, when it did not see the first.
	 */
	| { readonly kind: 'taken'; readonly isFirst: boolean; readonly by: readonly JobRow[] }
	/** Nobody has it. `outdated`: it was bought, but its result is not there any more */
	| { readonly kind: 'free'; readonly outdated: boolean };

/**
 * Decides who buys a job. Each execution writes its claim before it reads, so that of two executions at least one sees the
 * claim of the other; the one that sees an earlier claim gives its own up, and the one that sees only later claims waits
 * until they are given up or have an ID. So no two ever buy, in whatever order a database shows the rows.
 *
 * @param rows All rows of the job
 * @param own The claim of the one who asks; undefined for none
 * @param isDead Tells of a submit without an ID whether nobody will hear of it any more
 */
export function judge(
	rows: readonly JobRow[],
	own: string | undefined,
	isDead: (row: JobRow) => boolean,
	now: number,
): Verdict {
	const others = rows.filter(({ claim }) => own === undefined || claim !== own);
	const bought = others.flatMap((row) => {
		const what = boughtOf(row);
		return what ? [{ row, bought: what }] : [];
	});
	const live = bought.filter(({ row }) => !isOutdated(row, now)).sort((a, b) => b.row.id - a.row.id);
	if (live[0]) return { kind: 'bought', ...live[0] };

	const claims = others.filter((row) => boughtOf(row) === undefined);
	const doubtful = claims.find((row) => row.state === 'in doubt' || isDead(row));
	if (doubtful) return { kind: 'in doubt', row: doubtful };

	const mine = own === undefined ? undefined : rows.find(({ claim }) => claim === own);
	if (claims.length > 0) {
		const isFirst = mine !== undefined && claims.every(({ id }) => id > mine.id);
		return { kind: 'taken', isFirst, by: claims };
	}
	return mine ? { kind: 'mine' } : { kind: 'free', outdated: bought.length > 0 };
}
