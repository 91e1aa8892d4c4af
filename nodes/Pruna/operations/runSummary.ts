import type { NodeExecutionHint } from 'n8n-workflow';
import type { Outcome } from '../core/outcome';
import { findModel } from '../models/modelOperations';
import type { Job } from '../prediction/jobSettings';
import type { JobRecord } from '../prediction/record';
import type { Run } from '../prediction/run';
import type { CheckedItem, Task } from './checkItems';
import { checkSentence, costSentence, failureSentence, warningSentence, type CountedJob } from './summary';
import { trace, traceOf } from './trace';

/** The stages of a job that counts as paid. A failed job does not count, because nobody knows whether it is billed. */
const PAID: ReadonlyArray<JobRecord['stage']> = ['running', 'succeeded', 'delivered'];

const NOUNS = { image: 'image', video: 'video', 'lora-zip': 'LoRA' } as const;

function countedJob({ model, kind, estimate }: Job, record?: JobRecord): CountedJob {
	const priceBy = findModel(model)?.price?.source.by;
	const { generation_url: urls } = record?.details ?? {};
	// As long as the files of a job are not known, count it as a prediction.
	if (kind === undefined || urls === undefined)
		return { model, made: 'prediction', count: 1, estimate, priceBy };
	return { model, made: NOUNS[kind], count: [urls].flat().length, estimate, priceBy };
}

/** Reports what a person should know about the whole run, in the output panel and in n8n's traces. */
export function summarize(
	run: Run,
	checked: ReadonlyArray<Outcome<CheckedItem>>,
	tasks: readonly Task[],
	outcomes: ReadonlyArray<Outcome<unknown> | undefined>,
): void {
	const { context, records } = run;
	const items = checked.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const paid = tasks.flatMap(({ job, itemIndex, take }) => {
		const record = records.of(itemIndex, take);
		return job && PAID.includes(record.stage) ? [{ job, record }] : [];
	});
	const reports = items.flatMap(({ report }) => report ?? []);
	const warnings = new Map(items.map((item) => [item.itemIndex, item.warnings]));
	const failed = tasks.flatMap(({ itemIndex, take }, index) =>
		outcomes[index]?.ok === false ? [{ itemIndex, id: records.of(itemIndex, take).details.id }] : [],
	);

	function add(message: string | undefined, type?: NodeExecutionHint['type']): void {
		if (message !== undefined) context.addExecutionHints({ message, type, location: 'outputPane' });
	}
	add(costSentence(paid.map(({ job, record }) => countedJob(job, record))));
	if (reports.length > 0) {
		const valid = reports.flatMap(({ job }) => job ?? []);
		const withFindings = reports.filter(({ findings }) => findings.length > 0).length;
		add(
			checkSentence(
				reports.length,
				withFindings,
				valid.map((job) => countedJob(job)),
			),
		);
	}
	add(warningSentence(warnings), 'warning');
	add(failureSentence(failed, tasks.length, tasks.some(({ take }) => take) ? 'job' : 'item'), 'warning');
	if (paid.length > 0) {
		const jobs = paid.map(({ job }) => job);
		trace(
			context,
			traceOf(
				jobs,
				paid.map(({ record }) => record),
			),
		);
	}
}
