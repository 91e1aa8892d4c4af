// What Job Key costs: the time of an execution without keys, with new keys, and with keys that are all in the table.
import { jobSeconds } from '../jobs';
import type { KeysRow } from '../results';
import { image, type Context } from './context';

const COUNT = 100;
const RUNS = 5;
const MODEL = 'flux-2-fast';

export async function keysScene({ field, n8n, results, quick, say }: Context): Promise<void> {
	const rows = (['none', 'new', 'known'] as const).map((keys): KeysRow => ({
		keys,
		count: COUNT,
		seconds: [],
	}));
	results.keys.push(...rows);
	// The first run creates the table, and is not counted.
	for (let run = 0; run <= (quick ? 1 : RUNS); run++) {
		const jobs = jobSeconds({ count: COUNT, seconds: 0.3, jitter: 0.2, seed: 300 + run });
		const work = { kind: 'image', model: MODEL, count: COUNT } as const;
		const seconds: number[] = [];
		for (const contender of [field.wait, field.keyed]) {
			contender.service.prepare({ jobs, file: image });
			const stored = await n8n.store(contender, work);
			seconds.push(await n8n.secondsOf(stored));
			// Keys belong to a workflow, and the server still has all jobs.
			if (contender === field.keyed) seconds.push(await n8n.secondsOf(stored));
			const submits = contender.service.jobs().length;
			if (submits !== COUNT) throw new Error(`${contender.title} submitted ${submits} jobs`);
		}
		say(`  without, new, known: ${seconds.map((one) => `${one.toFixed(2)} s`).join(', ')}`);
		if (run > 0) for (const [index, row] of rows.entries()) row.seconds.push(seconds[index]!);
	}
}
