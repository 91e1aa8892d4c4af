import type { JobRow, RowValues } from '../../../../nodes/Pruna/prediction/remember/jobRow';

/** A row of a running job. */
export function row(more: Partial<JobRow> = {}): JobRow {
	return {
		id: 1,
		createdAt: 0,
		updatedAt: 0,
		key: 'k',
		model: 'p-image',
		state: 'running',
		prediction_id: 'job1',
		result: null,
		execution: '7',
		item: 0,
		workflow: 'w',
		job: 'hash',
		claim: `claim ${more.id ?? 1}`,
		...more,
	};
}

/** The claim of a submit in progress. */
export const claim = (id: number, more: Partial<JobRow> = {}) =>
	row({ id, state: 'submitting', prediction_id: null, ...more });

export const asRow = (values: RowValues, id: number, now: number): JobRow => ({
	...values,
	id,
	createdAt: now,
	updatedAt: now,
});
