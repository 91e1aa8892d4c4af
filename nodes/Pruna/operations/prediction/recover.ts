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
import { boughtOf, TABLE, type JobRow } from '../../prediction/remember/jobRow';
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
	const what = column === 'key' ? `the key “${value}”` : `execution ${value}`;
	const ids = rows.flatMap(({ prediction_id: id }) => id ?? []).slice(0, 20);
	const delivered =
		ids.length > 0 ? ` Delivered already: ${ids.join(', ')}. Get Result fetches one again by its ID.` : '';
	return new PrunaError(`The data table “${TABLE}” has no open job of ${what}`, {
		advice: `Only jobs with Options → Job Key are in it, until two days after their submit.${delivered}`,
	});
}

/** A job that has no ID cannot be fetched; it is named, so that somebody can look. */
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
	const bought = boughtOf(row);
	if (bought === undefined) return [doubtItem(row, itemIndex)];
	const { model } = row;
	if (isOutdated(row, run.clock.now()))
		throw new PrunaError('The result is not there any more', { job: 'lost' });
	const entry = findModel(model);
	const kind = entry && outputOf(entry);
	const deadline = deadlineOf(run, kind, options);
	const known = { itemIndex, model, isPaid: true, options: deliveryOptions(options), deadline };
	const followed: Promise<ItemResult> =
		bought.state === 'succeeded'
			? deliverJob(run, { ...known, id: bought.id }, bought.generationUrl)
			: followJob(run, { ...known, id: bought.id, kind, since: run.clock.now() }, {});
	const items = await mapError(followed, (error) => {
		const status = error instanceof PrunaError ? error.details.status : undefined;
		if (status === 'failed' || status === 'canceled') run.memory.note(row, 'failed');
		return error;
	});
	run.memory.note(row, 'delivered');
	// A job is left while it runs only where it is to be parked.
	if (isOpenJob(items)) return [];
	return items.map((item) => ({ ...item, json: { ...item.json, job_key: row.key } }));
}

/** One row of each job: an ID that had to be written a second time may stand there twice. */
function openRows(rows: readonly JobRow[]): JobRow[] {
	const jobs = new Map(rows.map((row) => [row.claim, row]));
	return [...jobs.values()].filter(({ state }) => state !== 'delivered');
}

/** Fetches what a crashed execution has bought, as far as its jobs have a key. */
export const recover: Operation<Recovery> = {
	resource: 'prediction',
	operation: 'recover',
	name: 'Recover',
	action: 'Recover predictions',
	description: 'Fetch what a crashed execution has bought, by its number or by the key of a job',
	toolDescription:
		'Fetches what an earlier execution has bought and not delivered. Takes the job key or the execution’s ID. Gives JSON as Get Result does. Nothing is bought by it.',
	fields: [
		{
			displayName: 'Recover By',
			name: 'recoverBy',
			type: 'options',
			// An expression would make n8n ask for both of the fields below.
			noDataExpression: true,
			options: [
				{ name: 'Execution ID', value: 'execution', description: 'All open jobs of one execution' },
				{ name: 'Job Key', value: 'jobKey', description: 'All open jobs with one key' },
			],
			default: 'jobKey',
			description: 'How to find the jobs. Only those that were started with Options → Job Key can be found.',
		},
		{
			displayName: 'Job Key',
			name: 'jobKey',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. order-1234',
			description: 'What Options → Job Key was when the job was started',
			displayOptions: { show: { recoverBy: ['jobKey'] } },
		},
		{
			displayName: 'Execution ID',
			name: 'executionId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1234',
			description: 'Number of the execution that crashed, as the list of executions shows it',
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
								// Not that of another job of the same item.
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
