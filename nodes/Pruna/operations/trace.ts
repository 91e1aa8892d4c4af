import type { IExecuteFunctions } from 'n8n-workflow';
import { roundUsd, upperEnd } from '../models/estimate';
import type { Job } from '../prediction/jobSettings';
import type { JobRecord } from '../prediction/record';

type Attributes = Record<string, string | number>;

/** Longest value of an attribute, in characters: a run may use any number of models. */
const MAX_LENGTH = 200;

/** The attributes of a run's span: what it ran and what that may cost, and nothing of what was asked for. */
export function traceOf(
	jobs: ReadonlyArray<Pick<Job, 'model' | 'estimate'>>,
	records: readonly JobRecord[],
): Attributes {
	const models = [...new Set(jobs.map(({ model }) => model))].join(', ').slice(0, MAX_LENGTH);
	const milliseconds = records.reduce(
		(sum, { since, endedAt }) => (since === undefined || endedAt === undefined ? sum : sum + endedAt - since),
		0,
	);
	const known = jobs.flatMap(({ estimate }) => (estimate === undefined ? [] : [upperEnd(estimate)]));
	return {
		'pruna.model': models,
		'pruna.jobs': jobs.length,
		'pruna.seconds': Math.round(milliseconds / 100) / 10,
		...(known.length > 0 && {
			'pruna.estimated_cost_usd': roundUsd(known.reduce((sum, usd) => sum + usd, 0)),
		}),
	};
}

/** Puts the attributes on the node's span, where n8n has one (seen in n8n 2.41). An older n8n keeps them with the run. */
export function trace(context: IExecuteFunctions, attributes: Attributes): void {
	const { setMetadata } = context as Partial<IExecuteFunctions>;
	setMetadata?.call(context, { tracing: attributes });
}
