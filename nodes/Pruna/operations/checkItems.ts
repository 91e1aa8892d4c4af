import { ExecutionCanceled } from '../core/errors';
import { createLimit } from '../core/limit';
import { settleCall, type Outcome } from '../core/outcome';
import type { Take } from '../models/takes';
import type { Job } from '../prediction/jobSettings';
import { isOpenJob, type ItemResult } from '../prediction/openJob';
import type { KeyedWork } from '../prediction/remember/identity';
import { runOfTake, type Run } from '../prediction/run';
import { isCheckOnly, reportItem, reportOf, reportOfError, type CheckReport } from './checkOnly';
import { besideOf, withCost } from './costs';
import { readIncludeInput, withInput, type IncludeInput } from './includeInput';
import type { ItemJob, Operation } from './operation';
import { operationOf } from './operations';
import { NOTHING_TO_PARK, type ParkingWish } from './parking/canPark';
import { refusedByLimit } from './spendingLimit';

/** How long items are checked before whatever else n8n has to do gets a turn, in milliseconds. */
const CHECK_SLICE = 20;
const CHECKS_AT_A_TIME = 16;

/** A parked execution keeps no input items. */
const INCLUDES_INPUT = 'Include Input needs the input items';

/** What is run side by side with all else: one job of an item, or what stands in its place. */
export interface Task {
	readonly itemIndex: number;
	/** Which of the item's jobs it is, where the item has several. */
	readonly take?: Take;
	/** What it buys, if anything. */
	readonly job?: Job;
	run(): Promise<ItemResult>;
}

/** An item whose settings are right, or (in Check Only) one whose settings are told. */
export interface CheckedItem {
	readonly itemIndex: number;
	/** What all of its tasks buy together, if anything. */
	readonly job?: Job;
	/** What is told of it in place of buying. */
	readonly report?: CheckReport;
	readonly parking: ParkingWish;
	/** What the user's key stands for, where the item has one. */
	readonly keyed?: KeyedWork;
	readonly tasks: readonly Task[];
}

/** What stands for an item that is wrong. */
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
	return { itemIndex, report, parking: NOTHING_TO_PARK, tasks: [{ itemIndex, run }] };
}

function taskOf(
	run: Run,
	itemIndex: number,
	operation: Operation,
	{ settings, take }: ItemJob<unknown>,
	wanted: IncludeInput,
): Task {
	const job = operation.jobOf?.(settings);
	return {
		itemIndex,
		take,
		job,
		run: async () => {
			const made = await operation.run(runOfTake(run, take), itemIndex, settings);
			if (isOpenJob(made)) return { ...made, beside: job && besideOf(job) };
			const items = job ? withCost(made, job) : made;
			return items.map((item) => withInput(run.context, itemIndex, wanted, item));
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
		return { itemIndex, job, parking, keyed: operation.keyed?.(settings), tasks };
	});
	if (checked.ok) return checked.value;
	// A mode that lingers in the parameters of an operation that buys nothing means nothing.
	const mayBeCheckOnly = !found.ok || found.value.jobOf !== undefined;
	if (checked.error instanceof ExecutionCanceled || !mayBeCheckOnly || !isCheckOnly(run, itemIndex))
		throw checked.error;
	return reported(itemIndex, reportOfError(run, itemIndex, checked.error));
}

/** The jobs of the run that are bought, or those that are only told of: each kind is held against the limit by itself. */
function refusals({ ledger }: Run, items: readonly CheckedItem[], isReport: boolean) {
	const jobs = items
		.filter(({ report }) => (report !== undefined) === isReport)
		.flatMap(({ itemIndex, job, report, tasks }) => {
			const planned = job ?? report?.job;
			if (planned === undefined) return [];
			const { model, estimate, options } = planned;
			const isBought =
				!isReport &&
				tasks.every((task) => task.job && ledger.find(itemIndex, task.job.work, task.take) !== undefined);
			return [{ itemIndex, model, estimate, limit: options.spendingLimit, isBought }];
		});
	return refusedByLimit(jobs);
}

/** Refuses what the Spending Limit does not allow; Check Only tells it as a finding. */
function withinLimit(run: Run, checked: Array<Outcome<CheckedItem>>): Array<Outcome<CheckedItem>> {
	const items = checked.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const refused = refusals(run, items, false);
	const told = refusals(run, items, true);
	return checked.map((outcome) => {
		if (!outcome.ok) return outcome;
		const { itemIndex, report } = outcome.value;
		const error = refused.get(itemIndex);
		if (error) return { ok: false, error };
		const finding = told.get(itemIndex);
		if (!finding || !report) return outcome;
		const findings = [...report.findings, run.secrets.maskText(finding.message)];
		return { ok: true, value: reported(itemIndex, { ...report, findings }) };
	});
}

/**
 * Checks every item, which costs nothing, then holds all of them against the Spending Limit. A check may read the
 * beginning of a file, which takes a while where n8n keeps its files elsewhere, so some are checked side by side.
 * Thousands take seconds, in which other executions and Stop have to live.
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
