// What Job Key costs: the time of an execution without keys, with new keys, and with keys that are all in the table.
import { jobSeconds } from '../jobs';
import type { KeysRow } from '../results';
import { image, type Context } from './context';

const COUNT = 100;
const RUNS = 5;
const MODEL = 'flux-2-fast';

export async function keysScene({ field, n8n, results, quick, say }: Context): Promise<void> {
	const work = { kind: 'image', model: MODEL, count: COUNT } as const;
	const cases = [];
	for (const [keys, contender] of [
		['none', field.wait],
		['new', field.newKeys],
		['known', field.knownKeys],
	] as const) {
		const row: KeysRow = { keys, count: COUNT, seconds: [] };
		results.keys.push(row);
		cases.push({ row, contender, stored: await n8n.store(contender, work) });
	}
	// The first run, which finds the table and submits the known jobs, is not counted.
	for (let run = 0; run <= (quick ? 1 : RUNS); run++) {
		const jobs = jobSeconds({ count: COUNT, seconds: 0.3, jitter: 0.2, seed: 300 + run });
		for (const { row, contender, stored } of cases) {
			const isKnown = row.keys === 'known' && run > 0;
			if (!isKnown) contender.service.prepare({ jobs, file: image });
			const seconds = await n8n.secondsOf(stored);
			const submits = contender.service.jobs().length;
			if (submits !== COUNT) throw new Error(`${contender.title} submitted ${submits} jobs`);
			if (run > 0) row.seconds.push(seconds);
			say(`  ${row.keys}: ${seconds.toFixed(2)} s`);
		}
	}
}
