import { ExecutionCanceled } from '../core/errors';
import { createLimit } from '../core/limit';
import { settleCall, type Outcome } from '../core/outcome';
import type { Take } from '../models/takes';
import type { Job } from '../prediction/jobSettings';
import { isOpenJob, type ItemResult } from '../prediction/openJob';
import type { KeyedWork } from '../prediction/remember/identity';
import { runOfTake, type Run } from '../prediction/run';
import { isCheckOnly, reportItem, reportOf, reportOfError, type CheckReport } from './checkOnly';
import { costAndWarnings, withCost } from './costs';
import { readIncludeInput, withInput, type IncludeInput } from './includeInput';
import type { ItemJob, Operation } from './operation';
import { operationOf } from './operations';
import { NOTHING_TO_PARK, type ParkingWish } from './parking/canPark';
import { refusedByLimit } from './spendingLimit';

/** How long items are checked before n8n's other work gets a turn, in milliseconds. */
const CHECK_SLICE = 20;
const CHECKS_AT_A_TIME = 16;

const INCLUDES_INPUT = 'Include Input needs the input items, which a parked execution does not keep';

/** A unit of work that runs in parallel with all others: one job of an item, or what replaces it. */
export interface Task {
	readonly itemIndex: number;
	/** Which of the item's jobs it is, if the item has several. */
	readonly take?: Take;
	/** The job that it submits, if any. */
	readonly job?: Job;
	run(): Promise<ItemResult>;
}

/** An item with valid settings or, in Check Only, one whose settings are reported. */
export interface CheckedItem {
	readonly itemIndex: number;
	/** The job of all its tasks together, if any. */
	readonly job?: Job;
	/** What is reported instead of submitting the job. */
	readonly report?: CheckReport;
	/** Settings without effect, each as a sentence without its period. */
	readonly warnings: readonly string[];
	readonly parking: ParkingWish;
	/** The work that the item's Job Key identifies, if it has a key. */
	readonly keyed?: KeyedWork;
	readonly tasks: readonly Task[];
}

/** The task of an item whose check failed. */
export function failedTask(itemIndex: number, error: unknown): Task {
	return {
		itemIndex,
		run: () => {
			throw error;
		},
	};
}

function reported(itemIndex: number, report: CheckReport): CheckedItem {
	const run = async () => await Promise.resolve([reportItem(report, itemIndex)]);
	return {
		itemIndex,
		report,
		warnings: report.warnings,
		parking: NOTHING_TO_PARK,
		tasks: [{ itemIndex, run }],
	};
}

function taskOf(
	run: Run,
	itemIndex: number,
	operation: Operation,
	{ settings, take }: ItemJob<unknown>,
	wanted: IncludeInput,
): Task {
	const job = operation.jobOf?.(settings);
	const costly = job ?? { warnings: operation.warningsOf?.(settings) };
	return {
		itemIndex,
		take,
		job,
		run: async () => {
			const made = await operation.run(runOfTake(run, take), itemIndex, settings);
			if (isOpenJob(made)) return { ...made, beside: costAndWarnings(costly) };
			return withCost(made, costly).map((item) => withInput(run.context, itemIndex, wanted, item));
		},
	};
}

async function checkItem(run: Run, itemIndex: number): Promise<CheckedItem> {
	const found = await settleCall(() => operationOf(run, itemIndex));
	const checked = await settleCall(async (): Promise<CheckedItem> => {
		if (!found.ok) throw found.error;
		const operation: Operation = found.value;
		const wanted = readIncludeInput(run.context, itemIndex);
		const settings = await operation.check(run, itemIndex);
		const job = operation.jobOf?.(settings);
		if (job?.mode === 'check') return reported(itemIndex, reportOf(run, job));
		const jobs = operation.split?.(settings) ?? [{ settings }];
		const tasks = jobs.map((one) => taskOf(run, itemIndex, operation, one, wanted));
		const wish = operation.parking?.(settings) ?? NOTHING_TO_PARK;
		const parking = wanted === 'none' ? wish : { ...wish, obstacle: INCLUDES_INPUT };
		const warnings = job?.warnings ?? operation.warningsOf?.(settings) ?? [];
		return { itemIndex, job, warnings, parking, keyed: operation.keyed?.(settings), tasks };
	});
	if (checked.ok) return checked.value;
	// A mode that remains in the parameters of an operation that submits nothing has no meaning.
	const mayBeCheckOnly = !found.ok || found.value.jobOf !== undefined;
	if (checked.error instanceof ExecutionCanceled || !mayBeCheckOnly || !isCheckOnly(run, itemIndex))
		throw checked.error;
	return reported(itemIndex, reportOfError(run, itemIndex, checked.error));
}

/** Checks either the jobs to submit or those that are only reported against the limit. Each kind has a total of its own. */
function refusals({ ledger }: Run, items: readonly CheckedItem[], isReport: boolean) {
	const jobs = items
		.filter(({ report }) => (report !== undefined) === isReport)
		.flatMap(({ itemIndex, job, report, tasks }) => {
			const planned = job ?? report?.job;
			if (planned === undefined) return [];
			const { model, estimate, options } = planned;
			const isSubmitted =
				!isReport &&
				tasks.every((task) => task.job && ledger.find(itemIndex, task.job.work, task.take) !== undefined);
			return [{ itemIndex, model, estimate, limit: options.spendingLimit, isSubmitted }];
		});
	return refusedByLimit(jobs);
}

/** Refuses what the Spending Limit does not allow. Check Only reports it as a finding. */
function withinLimit(run: Run, checked: Array<Outcome<CheckedItem>>): Array<Outcome<CheckedItem>> {
	const items = checked.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const refused = refusals(run, items, false);
	const reportRefusals = refusals(run, items, true);
	return checked.map((outcome) => {
		if (!outcome.ok) return outcome;
		const { itemIndex, report } = outcome.value;
		const error = refused.get(itemIndex);
		if (error) return { ok: false, error };
		const finding = reportRefusals.get(itemIndex);
		if (!finding || !report) return outcome;
		const findings = [...report.findings, run.secrets.maskText(finding.message)];
		return { ok: true, value: reported(itemIndex, { ...report, findings }) };
	});
}

/**
 * Checks every item, which is free, then all of them against the Spending Limit. A check may read the beginning of a
 * file, which takes a while if n8n stores files remotely, so several items are checked in parallel. Thousands of items
 * take seconds, so other executions and Stop get turns in between.
 */
export async function checkItems(run: Run, count: number): Promise<Array<Outcome<CheckedItem>>> {
	const limited = createLimit(CHECKS_AT_A_TIME);
	let sliceStart = run.clock.now();

	async function check(itemIndex: number): Promise<Outcome<CheckedItem>> {
		if (run.clock.now() - sliceStart > CHECK_SLICE) {
			await run.clock.sleep(0);
			sliceStart = run.clock.now();
		}
		return await settleCall(async () => await checkItem(run, itemIndex));
	}

	const items = Array.from({ length: count }, (_, itemIndex) => itemIndex);
	return withinLimit(
		run,
		await Promise.all(items.map(async (itemIndex) => await limited(async () => await check(itemIndex)))),
	);
}
