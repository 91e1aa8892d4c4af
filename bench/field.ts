// All contenders, each with its own server in this process.
import type { Contender } from './contenders/contender';
import { loop } from './contenders/loop';
import { pruna } from './contenders/pruna';
import { mediaNodes, rival } from './contenders/rivals';
import { startDialect } from './dialects/dialect';
import { gemini } from './dialects/gemini';
import { miniMax } from './dialects/miniMax';
import { openAi } from './dialects/openAi';
import { startPApiService, type PApiService } from './pApiService';

export interface Field {
	floor: PApiService;
	wait: Contender;
	sync: Contender;
	/** With a Job Key that is new in each execution, or the same in all. */
	newKeys: Contender;
	knownKeys: Contender;
	loops: { best: Contender; two: Contender; five: Contender; plain: Contender };
	rivals: { sora: Contender; veo: Contender; miniMax: Contender };
	all: Contender[];
	close(): Promise<void>;
}

export async function openField(): Promise<Field> {
	const papi = startPApiService;
	const wait = pruna(await papi(), { id: 'wait', title: 'Pruna' });
	const sync = pruna(await papi(), {
		id: 'sync',
		title: 'Pruna, synchronous',
		mode: 'sync',
	});
	const keyed = async (id: string, title: string, jobKey: string) =>
		pruna(await papi(), { id, title, options: { jobKey } });
	const newKeys = await keyed('newkeys', 'Pruna, new Job Keys', '={{ $execution.id }} {{ $json.prompt }}');
	const knownKeys = await keyed('knownkeys', 'Pruna, known Job Keys', '={{ $json.prompt }}');
	const looped = async (id: string, title: string, waitSeconds: number, retries: boolean) =>
		loop(await papi(), { id, title, waitSeconds, retries });
	const loops = {
		best: await looped('loop1', 'Loop, Wait 1 s, retries', 1, true),
		two: await looped('loop2', 'Loop, Wait 2 s', 2, false),
		five: await looped('loop5', 'Loop, Wait 5 s', 5, false),
		plain: await looped('loop0', 'Loop, Wait 1 s, no retries', 1, false),
	};
	const rivals = {
		sora: rival(await startDialect(openAi), mediaNodes.sora),
		veo: rival(await startDialect(gemini), mediaNodes.veo),
		miniMax: rival(await startDialect(miniMax), mediaNodes.miniMax),
	};
	const floor = await papi();
	const all = [wait, sync, newKeys, knownKeys, ...Object.values(loops), ...Object.values(rivals)];
	return {
		floor,
		wait,
		sync,
		newKeys,
		knownKeys,
		loops,
		rivals,
		all,
		async close() {
			await Promise.all([floor, ...all.map(({ service }) => service)].map(async (one) => await one.close()));
		},
	};
}
