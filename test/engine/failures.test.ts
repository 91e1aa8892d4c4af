import { edit, generate, png, usePApi } from './fixture';

const p = usePApi();
const continueRegular = { settings: { onError: 'continueRegularOutput' as const } };
const continueError = { settings: { onError: 'continueErrorOutput' as const } };

describe('a failure without Continue On Fail', () => {
	it('ends the node with the item, the reason, and the advice', async () => {
		const { error, items } = await p.run(generate(), {
			credential: { apiKey: 'pru_wrong', baseUrl: p.api.url },
		});

		expect(items).toEqual([]);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '401',
			message: 'Pruna did not accept the API key',
		});
		expect(error!.description).toContain('“Unauthorized”');
		expect(error!.description).toContain('Pruna credential');
		expect(error!.context).toMatchObject({ itemIndex: 0, details: { model: 'p-image', httpCode: '401' } });
	});

	it('never shows the key', async () => {
		const { run } = await p.run(generate(), { credential: { apiKey: 'pru_wrong', baseUrl: p.api.url } });

		expect(JSON.stringify(run.data)).not.toContain('pru_wrong');
	});

	it('distinguishes an account without credit from an invalid key', async () => {
		const { error } = await p.run(generate(), {
			credential: { apiKey: 'pru_no_credit', baseUrl: p.api.url },
		});

		expect(error!.message).toBe('The Pruna account is out of credit');
		expect(error!.description).toContain('no more credit available');
		expect(error!.description).toContain('The API key is valid');
		expect(error!.httpCode).toBe('403');
	});

	it('says what is wrong with the Base URL', async () => {
		const { error } = await p.run(generate(), { credential: { apiKey: 'x', baseUrl: 'api.pruna.ai' } });

		expect(error!.message).toBe('The Base URL in the Pruna credential is not a valid URL');
	});

	it('keeps the IDs of the other items, whose jobs are paid for', async () => {
		p.api.failNext({ error: 'no', promptIncludes: 'second' });
		const { error } = await p.run(generate({ prompt: '={{ $json.p }}' }), {
			items: [{ json: { p: 'first' } }, { json: { p: 'second' } }, { json: { p: 'third' } }],
		});

		const idOf = (prompt: string) => p.api.submits.find(({ input }) => input.prompt === prompt)!.id;
		expect(error!.context!.itemIndex).toBe(1);
		expect(error!.context!.details).toMatchObject({ id: idOf('second'), status: 'failed' });
		expect(error!.context!.jobs).toEqual([
			{ item: 0, id: idOf('first'), model: 'p-image', status: expect.any(String) as string },
			{ item: 2, id: idOf('third'), model: 'p-image', status: expect.any(String) as string },
		]);
		expect(error!.description).toContain(idOf('first'));
	});

	it('submits nothing if any item has a problem', async () => {
		const items = Array.from({ length: 5 }, (_, index) => ({ json: { p: index === 3 ? ' ' : 'fine' } }));
		const { error } = await p.run(generate({ prompt: '={{ $json.p }}' }), { items });

		expect(error!.message).toBe('Prompt is required');
		expect(error!.context!.itemIndex).toBe(3);
		expect(p.api.requests).toEqual([]);
	});

	it('stops waiting for the other items and starts no more of them', async () => {
		p.api.options.jobSeconds = 60;
		p.api.fault({
			on: 'status',
			times: Infinity,
			respond: { status: 401, body: { message: 'Unauthorized' } },
		});
		const { error } = await p.run(generate({ options: { maxConcurrent: 3 } }), { items: Array(10).fill({}) });

		expect(error!.message).toBe('Pruna did not accept the API key');
		expect(p.api.submits).toHaveLength(3);
		expect(error!.context!.jobs).toHaveLength(2);
	});
});

describe('Continue On Fail', () => {
	const items = [{ json: { p: 'first' } }, { json: { p: ' ' } }, { json: { p: 'third' } }];
	const prompt = '={{ $json.p }}';

	it('returns the failed item in its place and the others with their files', async () => {
		const { items: output, error } = await p.run(generate({ prompt }), { items, ...continueRegular });

		expect(error).toBeUndefined();
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(output[1]!.json).toEqual({
			error: 'Prompt is required',
			details: {
				description: expect.stringContaining('Nothing was submitted') as string,
			},
		});
		expect(output[0]!.binary!.data!.mimeType).toBe('image/jpeg');
		expect(output[2]!.binary!.data!.mimeType).toBe('image/jpeg');
	});

	it('sends a failed job to the error output with its ID', async () => {
		p.api.failNext({ error: 'no samples', promptIncludes: 'third' });
		const { items: output, errorItems } = await p.run(generate({ prompt }), { items, ...continueError });

		expect(output.map(({ json }) => json.status)).toEqual(['succeeded']);
		expect(errorItems).toHaveLength(2);
		expect(errorItems[1]!.json).toMatchObject({
			error: 'The prediction failed: no samples',
			details: {
				id: p.api.submits.find(({ input }) => input.prompt === 'third')!.id,
				model: 'p-image',
				status: 'failed',
				get_url: expect.stringContaining('/v1/predictions/status/') as string,
			},
		});
	});

	it('returns an error for every item if the credential is unusable', async () => {
		const { items: output } = await p.run(generate({ prompt }), {
			items,
			...continueRegular,
			credential: { apiKey: 'x', baseUrl: 'https://user:secret@example.com' },
		});

		expect(output.map(({ json }) => json.error)).toEqual(
			Array(3).fill('The Base URL in the Pruna credential contains a username or password'),
		);
		expect(JSON.stringify(output)).not.toContain('secret');
	});
});

describe('an expression in Options that cannot be evaluated', () => {
	it('is the error of each item and is not lost with Continue On Fail', async () => {
		const options = { fileName: '={{ $("Nope").item.json.x }}' };
		const { items: output } = await p.run(generate({ options }), { items: [{}, {}], ...continueRegular });

		expect(output).toHaveLength(2);
		for (const { json } of output) expect(json.error).toEqual(expect.any(String));
		expect(p.api.requests).toEqual([]);
	});
});

describe('money: a submit that may have been accepted is never repeated', () => {
	it.each([500, 502, 503, 504, 408])('after %i', async (status) => {
		p.api.fault({
			on: 'submit',
			times: Infinity,
			respond: { status, body: 'upstream trouble', accept: true },
		});
		const { error } = await p.run(generate());

		expect(p.api.submits).toHaveLength(1);
		expect(error!.httpCode).toBe(String(status));
		expect(error!.description).toContain('may be running and may be billed');
		expect(error!.description).toContain('upstream trouble');
	});

	it.each(['reset-before', 'reset-after-accept', 'reset-after-headers'] as const)(
		'after %s',
		async (socket) => {
			p.api.fault({ on: 'submit', times: Infinity, socket });
			const { error } = await p.run(generate());

			expect(p.api.requests).toHaveLength(1);
			expect(error!.name).toBe('NodeApiError');
			expect(error!.description).toContain('may be running and may be billed');
		},
	);

	it('after an unreadable response', async () => {
		p.api.fault({
			on: 'submit',
			times: Infinity,
			respond: { status: 201, body: '<html></html>', accept: true },
		});
		const { error } = await p.run(generate());

		expect(p.api.submits).toHaveLength(1);
		expect(error!.message).toBe('Pruna answered the submit without an ID or a result');
		expect(error!.description).toContain('may be billed');
	});

	it('except if it was refused by the rate limit', async () => {
		p.api.fault({
			on: 'submit',
			times: 2,
			respond: { status: 429, headers: { 'retry-after': '0' }, body: { message: 'API rate limit exceeded' } },
		});
		const { error } = await p.run(generate());

		expect(error).toBeUndefined();
		expect(p.api.requests.filter(({ route }) => route === 'submit')).toHaveLength(3);
		expect(p.api.submits.filter(({ accepted }) => accepted)).toHaveLength(1);
	});
});

describe('the status request', () => {
	it.each([
		{ respond: { status: 502, body: 'error code: 502' } },
		{ respond: { status: 429, body: { message: 'API rate limit exceeded' } } },
		{ socket: 'reset-before' as const },
		{ respond: { status: 200, body: { status: 'warming_up' } } },
	])('does not lose the job after %j', async (fault) => {
		p.api.fault({ on: 'status', ...fault });
		const { items, error } = await p.run(generate());

		expect(error).toBeUndefined();
		expect(p.api.submits).toHaveLength(1);
		expect(items[0]!.json.id).toBe(p.api.submits[0]!.id);
	});
});

describe('the node rejects', () => {
	it('a model of another operation', async () => {
		const { error } = await p.run(generate({ model: '={{ "wan-t2v" }}' }));

		expect(error!.message).toBe('“wan-t2v” is not a model of this operation (image: generate)');
		expect(error!.description).toContain('p-image, p-image-lora');
	});

	it('a mode that does not exist', async () => {
		const { error } = await p.run(generate({ mode: '={{ "later" }}' }));

		expect(error!.message).toContain('Mode must be wait, sync, submit, or check');
	});

	it('an operation that does not exist', async () => {
		const { error } = await p.run({ resource: 'image', operation: 'paint' });

		expect(error!.message).toContain('no operation “paint”');
	});

	it.each([
		[{ timeout: '={{ "soon" }}' }, 'Timeout must be a number of seconds greater than 0'],
		[{ pollInterval: '={{ -1 }}' }, 'Poll Interval must be a number of seconds greater than 0'],
		[{ extraInput: '={{ "{" }}' }, 'Extra Input is not a JSON object'],
		[{ maxConcurrent: '={{ 0 }}' }, 'Max Concurrent must be a number that is at least 1, not 0'],
		[{ maxConcurrent: '={{ "one" }}' }, 'Max Concurrent must be a number that is at least 1, not “one”'],
		[{ downloadOutput: '={{ "no" }}' }, 'Download Output must be true or false, not “no”'],
	])('options %j', async (options, message) => {
		const { error } = await p.run(edit({ images: 'data', options }), { items: [{ files: { data: png() } }] });

		expect(error!.message).toContain(message);
		expect(p.api.requests).toEqual([]);
	});
});

it('treats a job that Pruna canceled as a failure, not as a stop', async () => {
	p.api.fault({
		on: 'status',
		respond: { status: 200, body: { status: 'canceled', message: 'canceled by user' } },
	});

	const { error, run } = await p.run(generate());

	expect(error!.message).toBe('The prediction was cancelled: cancelled by user');
	expect(run.status).not.toBe('canceled'); // n8n infers a stop from this word in an error's text
});
