import type { IExecuteFunctions } from 'n8n-workflow';
import { roundUsd, upperEnd } from '../models/estimate';
import type { Job } from '../prediction/jobSettings';
import type { JobRecord } from '../prediction/record';

type Attributes = Record<string, string | number>;

/** Maximum length of an attribute's value, in characters, because a run may use any number of models. */
const MAX_LENGTH = 200;

/** The attributes of a run's span: which models ran, for how long, and the estimated cost, but nothing of the inputs. */
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

/** Adds the attributes to the node's span, if n8n has one (seen in n8n 2.41). Older releases store them with the run. */
export function trace(context: IExecuteFunctions, attributes: Attributes): void {
	const { setMetadata } = context as Partial<IExecuteFunctions>;
	setMetadata?.call(context, { tracing: attributes });
}
