/** A synchronous result has no ID, so its URL is the only way to get what was paid for. */
import { generate, usePApi } from './fixture';

const p = usePApi();

const prompts = (...list: string[]) => list.map((prompt) => ({ json: { prompt } }));
const sync = generate({ mode: 'sync', prompt: '={{ $json.prompt }}' });

it('is passed to the user if another item ends the node', async () => {
	p.api.failNext({ error: 'out of luck', promptIncludes: 'second' });
	const { error } = await p.run(
		{ ...sync, options: { maxConcurrent: 1 } },
		{ items: prompts('first', 'second') },
	);

	const [url] = p.api.requests
		.filter(({ route }) => route === 'delivery')
		.map(({ path }) => p.api.url + path);
	expect(error!.message).toContain('out of luck');
	expect(error!.context!.jobs).toEqual([
		{ item: 0, model: 'p-image', status: 'succeeded', generation_url: url },
	]);
	expect(error!.description).toContain(`item 0: ${url} (succeeded)`);
	expect(error!.description).toContain('Prediction → Download retrieves these files by their URLs.');

	const fetched = await p.run({ resource: 'prediction', operation: 'download', generationUrl: url! });
	expect(fetched.items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
});

it('is named by its URL and not by an ID if its download fails', async () => {
	p.api.fault({ on: 'delivery', respond: { status: 401, body: { message: 'Unauthorized' } } });
	const { items } = await p.run(sync, {
		items: prompts('first'),
		settings: { onError: 'continueRegularOutput' },
	});

	const { details } = items[0]!.json as { details: { generation_url: string; description: string } };
	expect(details.description).toContain(
		'The job is done and paid for. Use Prediction → Download with its URL to retrieve the result.',
	);
	expect(details.description).not.toMatch(/\bID\b/);
	p.api.clearFaults();
	const fetched = await p.run({
		resource: 'prediction',
		operation: 'download',
		generationUrl: details.generation_url,
	});
	expect(fetched.items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
});
