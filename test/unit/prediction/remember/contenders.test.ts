/** Executions that want the same job at the same time, with a database that shows rows late and out of order. */
import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Clock } from '../../../../nodes/Pruna/core/clock';
import { createJobMemory } from '../../../../nodes/Pruna/prediction/remember/jobMemory';
import type { JobRow } from '../../../../nodes/Pruna/prediction/remember/jobRow';
import type { JobTable } from '../../../../nodes/Pruna/prediction/remember/jobTable';
import { createRecords } from '../../../../nodes/Pruna/prediction/record';
import { virtualClock } from '../../core/virtualClock';
import { asRow } from './rows';

/** Row IDs are assigned before a row is visible, as in Postgres, where transactions may commit in a different order. */
function database(clock: Clock, delay: () => number) {
	let rows: JobRow[] = [];
	let last = 0;
	const table: JobTable = {
		open: async () => await Promise.resolve([]),
		find: async () => await Promise.resolve([]),
		async change(changes) {
			const inserted = changes.flatMap(({ insert }) => (insert ? [asRow(insert, ++last, clock.now())] : []));
			if (inserted.length > 0) await clock.sleep(delay());
			rows.push(...inserted);
			await clock.sleep(delay());
			for (const { remove } of changes) {
				if (remove) rows = rows.filter((row) => row[remove.column] !== remove.value);
			}
			await clock.sleep(delay());
			return rows.filter(({ job }) => changes.some(({ read }) => read === job)).map((row) => ({ ...row }));
		},
	};
	return { table, rows: () => rows };
}

const contender = fc.record({
	startsAfter: fc.integer({ min: 0, max: 300 }),
	submitTakes: fc.integer({ min: 1, max: 2000 }),
	isRefused: fc.boolean(),
});
const delays = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 30 });

it('submit it only once, and all others get its ID', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(contender, { minLength: 2, maxLength: 5 }),
			delays,
			async (contenders, waits) => {
				const { clock } = virtualClock();
				let step = 0;
				const { table, rows } = database(clock, () => waits[step++ % waits.length]! / 1000);
				let accepted = 0;

				const results = await Promise.all(
					contenders.map(async ({ startsAfter, submitTakes, isRefused }, index) => {
						const context = {
							getExecutionId: () => `e${index}`,
							getWorkflow: () => ({ id: 'w', active: false }),
							getExecutionDataById: async () => await Promise.resolve(undefined),
						} as unknown as IExecuteFunctions;
						const memory = createJobMemory(context, table, clock, 'https://api.pruna.ai');
						const records = createRecords(() => clock.now(), [memory.reader]);
						await clock.sleep(startsAfter / 1000);
						await memory.open([[0, { key: 'k', model: 'p-image', input: {}, media: [] }]]);
						const known = await memory.claim(0);
						if (known !== undefined) {
							await memory.flush();
							return known.id;
						}
						records.tell(0, { kind: 'submitting' });
						await clock.sleep(submitTakes / 1000);
						if (isRefused) {
							records.tell(0, { kind: 'refused' });
							await memory.flush();
							return 'refused';
						}
						accepted++;
						records.tell(0, { kind: 'submitted', details: { id: `job${index}` } });
						expect(await memory.flush()).toBe(0);
						return `job${index}`;
					}),
				);

				const ids = new Set(results.filter((id) => id !== 'refused'));
				expect(accepted).toBe(ids.size);
				// After a refusal, the next one submits.
				expect(accepted).toBe(contenders.every(({ isRefused }) => isRefused) ? 0 : 1);
				expect(rows().map(({ state }) => state)).toEqual(Array(accepted).fill('running'));
			},
		),
		{ numRuns: 150 },
	);
});
