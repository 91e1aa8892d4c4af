import { randomUUID } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { Clock } from '../../core/clock';
import { ExecutionCanceled, PrunaError, RunHalted } from '../../core/errors';
import { createLimit } from '../../core/limit';
import { settle, settleAll, settleCall } from '../../core/outcome';
import { hashOf } from '../../media/storedFile';
import type { Bought } from '../ledger';
import type { JobRecord, Moment, RecordReader } from '../record';
import { judge, SUBMIT_LIFE, type Verdict } from './claims';
import { jobHash, type KeyedWork } from './identity';
import { leftoversOf, TABLE, type JobRow, type RowState, type RowValues } from './jobRow';
import type { JobTable, TableChange } from './jobTable';
import { createTableQueue } from './tableQueue';
import type { Condition } from './tableWorkflow';

/** Files that are read at a time to be hashed. */
const FILES_AT_A_TIME = 4;
/** First pause between two looks at a claim of somebody else, in seconds; each further one is longer. */
const FIRST_PAUSE = 0.25;
const LONGEST_PAUSE = 5;

/** What an item's key was found to say before its submit. */
export type Recalled =
	{ readonly kind: 'bought'; readonly bought: Bought } | { readonly kind: 'new'; readonly outdated: boolean };

/** What executions of this workflow have bought, by the keys of the user. Items without a key have no part in it. */
export interface JobMemory {
	/**
	 * Reads what is known of the items' jobs, once for the run.
	 *
	 * @throws PrunaError where n8n gives no data table
	 */
	open(items: ReadonlyArray<readonly [itemIndex: number, work: KeyedWork]>): Promise<void>;
	/** @returns true for an item with a key */
	keeps(itemIndex: number): boolean;
	/** What `open` has read. @throws PrunaError for a job whose submit is in doubt */
	recall(itemIndex: number): Recalled;
	/**
	 * Takes down that the submit is on its way, or waits for what another execution buys at the same time.
	 *
	 * @returns What another execution has bought; undefined when this one has to buy
	 * @throws PrunaError for a submit of another execution that is in doubt, or when nothing can be written
	 */
	claim(itemIndex: number): Promise<Bought | undefined>;
	/** Takes down what becomes of a job. */
	readonly reader: RecordReader;
	/** Resolves when all is written. @returns How many changes could not be */
	flush(): Promise<number>;
	/** All jobs of any workflow of the project, oldest first; a submit that nobody will hear of any more is in doubt. */
	find(column: 'key' | 'execution', value: string): Promise<readonly JobRow[]>;
	/** Takes down that the job of a row was delivered, or has failed. */
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

/** For whoever wants a job whose submit is in doubt. */
export function doubtError(row: JobRow): PrunaError {
	return new PrunaError(
		`Whether the job “${row.key}” was bought is not known: execution ${row.execution} was submitting it and left no prediction ID`,
		{
			advice: `See row ${row.id} of the data table “${TABLE}”.`,
			job: 'maybe kept',
			details: { status: 'in doubt' },
		},
	);
}

function unwritableError(reason: string): PrunaError {
	return new PrunaError(`The data table “${TABLE}” could not be written: ${reason}`, {
		advice: 'Without it, Job Key cannot see to it that the job is bought once.',
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
	/** The rows of this run's submits that have no ID yet. */
	const claims = new Map<number, Claim>();
	const over = new Map<string, Promise<boolean>>();
	const writing = new Set<Promise<void>>();
	let lost = 0;
	const queue = createTableQueue(
		async (changes) => await table.change(changes),
		// Not even a stop keeps from being written what is paid for.
		async (seconds) => await settle(clock.sleep(seconds)),
	);

	/** n8n has said of the execution that it failed, or was killed: it will write nothing more. */
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

	/** The submits of executions that are over, and all after some time. */
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

	/** Writes without waiting for it: a second time where the first failed. */
	function write(change: TableChange, urgency: 'soon' | 'later'): void {
		const written = (async () => {
			if ((await settle(queue.add(change, urgency))).ok) return;
			const second = await settle(queue.add(change, urgency));
			if (second.ok) return;
			lost++;
			context.logger.warn(`Pruna: the data table ${TABLE} was not written: ${String(second.error)}`);
		})();
		writing.add(written);
		void written.then(() => writing.delete(written));
	}

	const byClaim = (claim: string): Condition => ({ column: 'claim', value: claim });
	const byId = (id: string): Condition => ({ column: 'prediction_id', value: id });

	/** Without what a crash has left of claims, which is deleted. */
	function cleaned(rows: readonly JobRow[]): JobRow[] {
		const leftovers = leftoversOf(rows);
		for (const { id } of leftovers) write({ remove: { column: 'id', value: id } }, 'later');
		return rows.filter((row) => !leftovers.includes(row));
	}

	async function read(job: string): Promise<readonly JobRow[]> {
		return await queue.add({ read: job }, 'now');
	}

	/** @returns What was bought by somebody else, or the own claim, which is the only one */
	async function contend(
		row: RowValues,
	): Promise<{ readonly kind: 'theirs'; readonly bought: Bought } | Claim> {
		let pause = FIRST_PAUSE;
		let holds = true;
		let rows = await queue.add({ insert: row, read: row.job }, 'now');
		for (;;) {
			const verdict = await verdictOf(rows, holds ? row.claim : undefined);
			switch (verdict.kind) {
				case 'mine':
					return { kind: 'mine', id: rows.find(({ claim }) => claim === row.claim)!.id, values: row };
				case 'bought':
					return { kind: 'theirs', bought: verdict.bought };
				case 'in doubt':
					throw doubtError(verdict.row);
				case 'free':
					if (holds) throw unwritableError('a row that was just written is not in it');
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

	function boughtRow({ values }: Claim, record: JobRecord): RowValues {
		const { result, details } = record;
		return {
			...values,
			state: result ? 'succeeded' : 'running',
			prediction_id: details.id ?? null,
			result: result ? (JSON.stringify(result.generationUrl) ?? null) : null,
		};
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
					write({ insert: boughtRow(claim, record), remove: ownRow }, 'soon');
				return;
			case 'refused':
				if (ownRow) write({ remove: ownRow }, 'soon');
				claims.delete(itemIndex);
				return;
			case 'in doubt':
				if (ownRow) write({ update: { where: ownRow, state: 'in doubt' } }, 'soon');
				claims.delete(itemIndex);
				return;
			case 'ended':
				if (row && moment.status !== 'succeeded') write({ remove: row }, 'soon');
				return;
			case 'delivered':
				// Submit Only hands out the ID of a job that goes on.
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
			// A submit that may be on its way is left to `claim`, which waits for it.
			const verdict = judge(known.rows, undefined, () => false, clock.now());
			if (verdict.kind === 'in doubt') throw doubtError(verdict.row);
			if (verdict.kind === 'bought') return { kind: 'bought', bought: verdict.bought };
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
			// Nothing was submitted for it, so it must not stay.
			write({ remove: byClaim(row.claim) }, 'soon');
			if (outcome.ok) return won?.bought;
			const { error } = outcome;
			const isOwn = [PrunaError, ExecutionCanceled, RunHalted].some((kind) => error instanceof kind);
			throw isOwn ? error : unwritableError(error instanceof Error ? error.message : String(error));
		},

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
