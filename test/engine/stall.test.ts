/** An answer that begins and then falls silent: n8n's own time-out is over by then. */
import { generate, usePApi } from './fixture';

const p = usePApi();

it('that stops halfway does not hold the item beyond its time', async () => {
	p.api.fault({ on: 'status', times: Infinity, socket: 'stall-body' });
	const { error } = await p.run(generate({ options: { timeout: 2 } }));

	expect(error!.message).toMatch(/^The prediction still runs after/);
	expect(error!.context!.details).toMatchObject({ id: p.api.submits[0]!.id });
});
