import { randomUUID } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { Clock } from '../../core/clock';
import { ExecutionCanceled, PrunaError, RunHalted } from '../../core/errors';
import { createLimit } from '../../core/limit';
import { settle, settleAll, settleCall } from '../../core/outcome';
import { hashOf } from '../../media/storedFile';
import type { PaidJob } from '../ledger';
import type { JobRecord, Moment, RecordReader } from '../record';
import { judge, SUBMIT_LIFE, type Verdict } from './claims';
import { jobHash, type KeyedWork } from './identity';
import { leftoversOf, TABLE, type JobRow, type RowState, type RowValues } from './jobRow';
import type { JobTable, TableChange } from './jobTable';
import { createTableQueue } from './tableQueue';
import type { Condition } from './tableWorkflow';

/** How many files are hashed at a time. */
const FILES_AT_A_TIME = 4;
/** First pause before another execution's claim is checked again, in seconds. Each further pause is longer. */
const FIRST_PAUSE = 0.25;
const LONGEST_PAUSE = 5;

/** What is known about an item's job before its submit. */
export type Recalled =
	{ readonly kind: 'paid'; readonly paidJob: PaidJob } | { readonly kind: 'new'; readonly outdated: boolean };

/** The jobs that executions of this workflow paid for, by the user's keys. Items without a key are not part of it. */
export interface JobMemory {
	/**
	 * Reads what is known about the items' jobs, once per run.
	 *
	 * @throws PrunaError if the data table cannot be used
	 */
	open(items: ReadonlyArray<readonly [itemIndex: number, work: KeyedWork]>): Promise<void>;
	/** @returns true if the item has a key */
	keeps(itemIndex: number): boolean;
	/** Returns what `open` has read. @throws PrunaError if the job's submit is in doubt */
	recall(itemIndex: number): Recalled;
	/**
	 * Records that the submit is in progress, or waits for an execution that submits the same job at the same time.
	 *
	 * @returns The job that another execution submitted; undefined if this one must submit it
	 * @throws PrunaError if the submit of another execution is in doubt, or the table cannot be written to
	 */
	claim(itemIndex: number): Promise<PaidJob | undefined>;
	/** Withdraws the claim of a submit that was refused and waits for another turn. */
	release(itemIndex: number): void;
	/** Records what becomes of a job. */
	readonly reader: RecordReader;
	/** Resolves when everything is written. @returns How many changes could not be written */
	flush(): Promise<number>;
	/** Finds jobs of all workflows in the project, oldest first. A submit whose outcome will never be known is in doubt. */
	find(column: 'key' | 'execution', value: string): Promise<readonly JobRow[]>;
	/** Records that the job of a row was delivered or has failed. */
	note(row: JobRow, what: 'delivered' | 'failed'): void;
}

interface Known {
	readonly work: KeyedWork;
	readonly job: string;
	readonly rows: readonly JobRow[];
}

/** The row of a submit that has no ID yet. */
interface Claim {
	readonly kind: 'mine';
	readonly id: number;
	readonly values: RowValues;
}

/** The error for a job whose submit is in doubt. */
export function doubtError(row: JobRow): PrunaError {
	return new PrunaError(
		`The job “${row.key}” may have been submitted: execution ${row.execution} was submitting it and left no prediction ID`,
		{
			advice: `See row ${row.id} of the data table “${TABLE}”.`,
			job: 'maybe kept',
			details: { status: 'in doubt' },
		},
	);
}

function unwritableError(reason: string): PrunaError {
	return new PrunaError(`The node could not write to the data table “${TABLE}”: ${reason}`, {
		advice: 'Without this table, Job Key cannot make sure that you pay for the job only once.',
		job: 'none',
	});
}

type MemoryContext = Pick<
	IExecuteFunctions,
	'getExecutionDataById' | 'getExecutionId' | 'getWorkflow' | 'helpers' | 'logger'
>;

/** @param origin Of the API */
export function createJobMemory(
	context: MemoryContext,
	table: JobTable,
	clock: Clock,
	origin: string,
): JobMemory {
	const items = new Map<number, Known>();
	/** The rows of this run's submits that have no ID yet, by item. */
	const claims = new Map<number, Claim>();
	const over = new Map<string, Promise<boolean>>();
	const writing = new Set<Promise<void>>();
	let lost = 0;
	const queue = createTableQueue(
		async (changes) => await table.change(changes),
		// A paid job is recorded even after a stop.
		async (seconds) => await settle(clock.sleep(seconds)),
	);

	/** @returns true if n8n says that the execution has failed or was killed, so that it will write nothing more */
	async function isOver(execution: string): Promise<boolean> {
		if (execution === context.getExecutionId()) return false;
		const asked =
			over.get(execution) ??
			settleCall(async () => await context.getExecutionDataById(execution)).then(
				(data) => data.ok && data.value?.resultData.error !== undefined,
			);
		over.set(execution, asked);
		return await asked;
	}

	/** The submits that are too old, or whose execution is over. */
	async function deadOf(rows: readonly JobRow[]): Promise<ReadonlySet<JobRow>> {
		const dead = new Set<JobRow>();
		for (const row of rows.filter(({ state }) => state === 'submitting')) {
			const isOld = clock.now() - row.createdAt > SUBMIT_LIFE;
			if (isOld || (await isOver(row.execution))) dead.add(row);
		}
		return dead;
	}

	async function verdictOf(rows: readonly JobRow[], own?: string): Promise<Verdict> {
		const dead = await deadOf(rows.filter(({ claim }) => claim !== own));
		return judge(rows, own, (row) => dead.has(row), clock.now());
	}

	/** Writes in the background, and tries a second time if the first attempt fails. */
	function write(change: TableChange, urgency: 'soon' | 'later'): void {
		const written = (async () => {
			if ((await settle(queue.add(change, urgency))).ok) return;
			const second = await settle(queue.add(change, urgency));
			if (second.ok) return;
			lost++;
			context.logger.warn(`Pruna: could not write to the data table ${TABLE}: ${String(second.error)}`);
		})();
		writing.add(written);
		void written.then(() => writing.delete(written));
	}

	const byClaim = (claim: string): Condition => ({ column: 'claim', value: claim });
	const byId = (id: string): Condition => ({ column: 'prediction_id', value: id });

	/** Leaves out, and deletes, the claims that a crash left behind. */
	function cleaned(rows: readonly JobRow[]): JobRow[] {
		const leftovers = leftoversOf(rows);
		for (const { id } of leftovers) write({ remove: { column: 'id', value: id } }, 'later');
		return rows.filter((row) => !leftovers.includes(row));
	}

	async function read(job: string): Promise<readonly JobRow[]> {
		return await queue.add({ read: job }, 'now');
	}

	/** @returns The job that another execution submitted, or this run's claim when it is the only one */
	async function contend(
		row: RowValues,
	): Promise<{ readonly kind: 'theirs'; readonly paidJob: PaidJob } | Claim> {
		let pause = FIRST_PAUSE;
		let holds = true;
		let rows = await queue.add({ insert: row, read: row.job }, 'now');
		for (;;) {
			const verdict = await verdictOf(rows, holds ? row.claim : undefined);
			switch (verdict.kind) {
				case 'mine':
					return { kind: 'mine', id: rows.find(({ claim }) => claim === row.claim)!.id, values: row };
				case 'paid':
					return { kind: 'theirs', paidJob: verdict.paidJob };
				case 'in doubt':
					throw doubtError(verdict.row);
				case 'free':
					if (holds) throw unwritableError('a row that was just written is missing');
					holds = true;
					rows = await queue.add({ insert: row, read: row.job }, 'now');
					continue;
				case 'taken':
					if (holds && !verdict.isFirst) {
						holds = false;
						await queue.add({ remove: byClaim(row.claim) }, 'now');
					}
					await clock.sleep(pause);
					pause = Math.min(LONGEST_PAUSE, pause * 1.5);
					rows = await read(row.job);
			}
		}
	}

	function paidRow({ values }: Claim, record: JobRecord): RowValues {
		const { result, details } = record;
		return {
			...values,
			state: result ? 'succeeded' : 'running',
			prediction_id: details.id ?? null,
			result: result ? (JSON.stringify(result.generationUrl) ?? null) : null,
		};
	}

	function release(itemIndex: number): void {
		const claim = claims.get(itemIndex);
		if (claim) write({ remove: { column: 'id', value: claim.id } }, 'soon');
		claims.delete(itemIndex);
	}

	function take(record: JobRecord, moment: Moment): void {
		const { itemIndex, details } = record;
		if (!items.has(itemIndex)) return;
		const claim = claims.get(itemIndex);
		const row = details.id === undefined ? claim && byClaim(claim.values.claim) : byId(details.id);
		const ownRow = claim && ({ column: 'id', value: claim.id } as const);
		switch (moment.kind) {
			case 'submitted':
				if (claim && (details.id !== undefined || record.result))
					write({ insert: paidRow(claim, record), remove: ownRow }, 'soon');
				return;
			case 'refused':
				release(itemIndex);
				return;
			case 'in doubt':
				if (ownRow) write({ update: { where: ownRow, state: 'in doubt' } }, 'soon');
				claims.delete(itemIndex);
				return;
			case 'ended':
				if (row && moment.status !== 'succeeded') write({ remove: row }, 'soon');
				return;
			case 'delivered':
				// Submit Only returns the ID of a job that is still running.
				if (row && details.status === 'succeeded')
					write({ update: { where: row, state: 'delivered' } }, 'later');
				return;
			default:
				return;
		}
	}

	return {
		async open(all) {
			if (all.length === 0) return;
			const place = { origin, workflow: context.getWorkflow().id ?? '' };
			const limited = createLimit(FILES_AT_A_TIME);
			const hashes = new Map<string, Promise<string>>();
			const hashFile = async (binary: IBinaryData) => {
				const begin = async () => await limited(async () => await hashOf(context.helpers, binary));
				if (!binary.id) return await begin();
				const hash = hashes.get(binary.id) ?? begin();
				hashes.set(binary.id, hash);
				return await hash;
			};
			const jobs = await settleAll(all.map(async ([, work]) => await jobHash(place, work, hashFile)));
			const rows = cleaned(await table.open([...new Set(jobs)]));
			for (const [index, [itemIndex, work]] of all.entries()) {
				const job = jobs[index]!;
				items.set(itemIndex, { work, job, rows: rows.filter((row) => row.job === job) });
			}
		},

		keeps: (itemIndex) => items.has(itemIndex),

		recall(itemIndex) {
			const known = items.get(itemIndex);
			if (known === undefined) return { kind: 'new', outdated: false };
			// A submit that may be in progress is left to `claim`, which waits for it.
			const verdict = judge(known.rows, undefined, () => false, clock.now());
			if (verdict.kind === 'in doubt') throw doubtError(verdict.row);
			if (verdict.kind === 'paid') return { kind: 'paid', paidJob: verdict.paidJob };
			return { kind: 'new', outdated: verdict.kind === 'free' && verdict.outdated };
		},

		async claim(itemIndex) {
			const known = items.get(itemIndex);
			if (known === undefined) return undefined;
			const { work, job } = known;
			const row: RowValues = {
				key: work.key,
				model: work.model,
				state: 'submitting',
				prediction_id: null,
				result: null,
				execution: context.getExecutionId(),
				item: itemIndex,
				workflow: context.getWorkflow().id ?? '',
				job,
				claim: randomUUID(),
			};
			const outcome = await settle(contend(row));
			const won = outcome.ok ? outcome.value : undefined;
			if (won?.kind === 'mine') {
				claims.set(itemIndex, won);
				return undefined;
			}
			// Nothing was submitted for this claim, so it must not stay.
			write({ remove: byClaim(row.claim) }, 'soon');
			if (outcome.ok) return won?.paidJob;
			const { error } = outcome;
			const isOwn = [PrunaError, ExecutionCanceled, RunHalted].some((kind) => error instanceof kind);
			throw isOwn ? error : unwritableError(error instanceof Error ? error.message : String(error));
		},

		release,

		reader: take,

		async flush() {
			queue.close();
			while (writing.size > 0) await Promise.all(writing);
			return lost;
		},

		async find(column, value) {
			const rows = cleaned(await table.find(column, value)).sort((a, b) => a.id - b.id);
			const dead = await deadOf(rows);
			return rows.map((row) => (dead.has(row) ? { ...row, state: 'in doubt' } : row));
		},

		note({ id }, what) {
			const where: Condition = { column: 'id', value: id };
			const state: RowState = 'delivered';
			write(what === 'failed' ? { remove: where } : { update: { where, state } }, 'later');
		},
	};
}
