/** How a run affects the process that it shares with other executions. */
import { getEventListeners } from 'events';
import { startPruna } from './engine';
import { API_KEY, generate, usePApi } from './fixture';

const p = usePApi();

it('leaves no listeners on the signal of a long execution', async () => {
	const signals = new Set<AbortSignal>();
	const listen = jest.spyOn(AbortSignal.prototype, 'addEventListener');
	const { run } = await p.run(generate(), { loops: 20 });
	for (const signal of listen.mock.contexts) signals.add(signal as AbortSignal);
	listen.mockRestore();

	expect(run.data.resultData.runData.Pruna).toHaveLength(20);
	const counts = [...signals].map((signal) => getEventListeners(signal, 'abort').length);
	expect(counts.length).toBeGreaterThan(0);
	// n8n's own listeners stay; each round of the loop used to add one of the node's.
	expect(Math.max(...counts)).toBeLessThan(20);
});

it('yields to other work and to Stop while it checks thousands of items', async () => {
	const { result, cancel } = await startPruna({
		parameters: generate({ prompt: '={{ $json.prompt }}' }),
		credential: { apiKey: API_KEY, baseUrl: p.api.url },
		items: Array.from({ length: 5000 }, (_, index) => ({ json: { prompt: `fox ${index}` } })),
	});
	setTimeout(cancel, 1);
	const { run } = await result;

	expect(run.status).toBe('canceled');
	expect(p.api.requests).toEqual([]);
});
