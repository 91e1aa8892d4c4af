import type { INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../../core/errors';
import { mapError, settle } from '../../core/outcome';
import { show } from '../../models/convert';
import { findModel, outputOf } from '../../models/modelOperations';
import { deadlineOf, deliveryOptions, type JobOptions } from '../../prediction/jobSettings';
import { deliverJob, followJob, isOpenJob, type ItemResult } from '../../prediction/openJob';
import { newRecord } from '../../prediction/record';
import { isOutdated } from '../../prediction/remember/claims';
import { doubtError } from '../../prediction/remember/jobMemory';
import { paidJobOf, TABLE, type JobRow } from '../../prediction/remember/jobRow';
import { isTool, type Run } from '../../prediction/run';
import { statusDetails } from '../../prediction/submit';
import { describeError } from '../errorText';
import { errorItem } from '../failures';
import type { Operation } from '../operation';
import { textParameter } from '../parameters';
import { readOptions } from '../readOptions';

interface Recovery {
	readonly column: 'key' | 'execution';
	readonly value: string;
	readonly options: JobOptions;
}

function readRecovery({ context }: Run, itemIndex: number): Omit<Recovery, 'options'> {
	const by: unknown = context.getNodeParameter('recoverBy', itemIndex, 'jobKey');
	if (by !== 'jobKey' && by !== 'execution')
		throw new PrunaError(`Recover By must be jobKey or execution, not ${show(by)}`);
	const value = textParameter(context, by === 'jobKey' ? 'jobKey' : 'executionId', itemIndex);
	if (value === '') throw new PrunaError(`${by === 'jobKey' ? 'Job Key' : 'Execution ID'} is required`);
	return { column: by === 'jobKey' ? 'key' : 'execution', value };
}

function nothingOpenError({ column, value }: Recovery, rows: readonly JobRow[]): PrunaError {
	const owner = column === 'key' ? `the key “${value}”` : `execution ${value}`;
	const ids = rows.flatMap(({ prediction_id: id }) => id ?? []).slice(0, 20);
	const delivered =
		ids.length > 0
			? ` Already delivered: ${ids.join(', ')}. To get one of them again, use Get Result with its ID.`
			: '';
	return new PrunaError(`The data table “${TABLE}” has no open job for ${owner}`, {
		advice: `The table contains only jobs that were submitted with Options → Job Key, for two days after submission.${delivered}`,
	});
}

/** A job without an ID cannot be recovered. Its item names it, so that a person can check. */
function doubtItem(row: JobRow, itemIndex: number): INodeExecutionData {
	const { model, key, execution, item, state } = row;
	const status = state === 'in doubt' ? 'in doubt' : 'submitting';
	const error = doubtError(row);
	const message =
		status === 'in doubt'
			? `${error.message}. ${describeError(error, {})}`
			: `Execution ${execution} is submitting the job; it has no prediction ID yet.`;
	return {
		json: { job_key: key, model, status, execution, item, message },
		pairedItem: { item: itemIndex },
	};
}

async function recoverJob(run: Run, itemIndex: number, row: JobRow, options: JobOptions) {
	const paidJob = paidJobOf(row);
	if (paidJob === undefined) return [doubtItem(row, itemIndex)];
	const { model } = row;
	if (isOutdated(row, run.clock.now()))
		throw new PrunaError('The result is no longer available', { job: 'lost' });
	const entry = findModel(model);
	const kind = entry && outputOf(entry);
	const deadline = deadlineOf(run, kind, options);
	const known = { itemIndex, model, isPaid: true, options: deliveryOptions(options), deadline };
	const followed: Promise<ItemResult> =
		paidJob.state === 'succeeded'
			? deliverJob(run, { ...known, id: paidJob.id }, paidJob.generationUrl)
			: followJob(run, { ...known, id: paidJob.id, kind, since: run.clock.now() });
	const items = await mapError(followed, (error) => {
		const status = error instanceof PrunaError ? error.details.status : undefined;
		if (status === 'failed' || status === 'canceled') run.memory.note(row, 'failed');
		return error;
	});
	run.memory.note(row, 'delivered');
	// A job is only left running if it will be parked.
	if (isOpenJob(items)) return [];
	return items.map((item) => ({ ...item, json: { ...item.json, job_key: row.key } }));
}

/** One row per job: if an ID had to be written twice, it may have two rows. */
function openRows(rows: readonly JobRow[]): JobRow[] {
	const jobs = new Map(rows.map((row) => [row.claim, row]));
	return [...jobs.values()].filter(({ state }) => state !== 'delivered');
}

/** Delivers the jobs that a crashed execution paid for, if they have a key. */
export const recover: Operation<Recovery> = {
	resource: 'prediction',
	operation: 'recover',
	name: 'Recover',
	action: 'Recover predictions',
	description: 'Get the results that a crashed execution paid for, by its ID or by Job Key',
	toolDescription:
		'Gets the results that an earlier execution paid for and did not deliver. Takes the job key or the execution’s ID. Returns JSON as Get Result does. This submits nothing and costs nothing.',
	fields: [
		{
			displayName: 'Recover By',
			name: 'recoverBy',
			type: 'options',
			// With an expression, n8n would require both fields below.
			noDataExpression: true,
			options: [
				{ name: 'Execution ID', value: 'execution', description: 'All open jobs of this execution' },
				{ name: 'Job Key', value: 'jobKey', description: 'All open jobs with this key' },
			],
			default: 'jobKey',
			description: 'How to find the jobs. Only jobs that were started with Options → Job Key can be found.',
		},
		{
			displayName: 'Job Key',
			name: 'jobKey',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. order-1234',
			description: 'Value of Options → Job Key when the job was started',
			displayOptions: { show: { recoverBy: ['jobKey'] } },
		},
		{
			displayName: 'Execution ID',
			name: 'executionId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1234',
			description: 'ID of the crashed execution, as shown in the list of executions',
			displayOptions: { show: { recoverBy: ['execution'] } },
		},
	],

	check(run, itemIndex) {
		return { ...readRecovery(run, itemIndex), options: readOptions(run, itemIndex) };
	},

	async run(run, itemIndex, recovery) {
		const rows = await run.memory.find(recovery.column, recovery.value);
		const open = openRows(rows);
		if (open.length === 0) throw nothingOpenError(recovery, rows);
		const outcomes = await Promise.all(
			open.map(async (row) => await settle(recoverJob(run, itemIndex, row, recovery.options))),
		);

		const continues = run.context.continueOnFail() || isTool(run.context);
		return outcomes.flatMap((outcome, index) => {
			if (outcome.ok) return outcome.value;
			const { model, key, prediction_id: id } = open[index]!;
			const error =
				outcome.error instanceof PrunaError
					? outcome.error.with({
							details: {
								model,
								job_key: key,
								...statusDetails(run, id ?? undefined),
								// Not the one of another job of the same item.
								generation_url: undefined,
								...outcome.error.details,
							},
						})
					: outcome.error;
			if (!continues || !(error instanceof PrunaError)) throw error;
			return [errorItem(error, newRecord(itemIndex))];
		});
	},
};
