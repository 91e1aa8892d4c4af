/** The response formats that the API is known or documented to use (wire.md 2 to 6). */
import { edit, generate, png, usePApi } from './fixture';

const p = usePApi();

it.each([200, 201, 202])('accepts any 2xx and goes by the body: %i', async (status) => {
	Object.assign(p.api.options, { submitStatus: status, syncStatus: status, uploadStatus: status });
	for (const mode of ['wait', 'sync']) {
		const { items, error } = await p.run(edit({ images: 'data', mode }), {
			items: [{ files: { data: png() } }],
		});
		expect(error).toBeUndefined();
		expect(items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
	}
	expect(p.api.submits).toHaveLength(2);
});

it('a 422 with `invalid_fields` names the field by its label in the editor', async () => {
	p.api.options.inputErrors = 'model';
	const { error } = await p.run(generate({ options: { extraInput: '{"seed":"many"}' } }));

	expect(error!.message).toBe('P-Image did not accept “Seed” (seed)');
	expect(error!.description).toContain('The API said: “Input validation failed: ');
	expect(error!.description).toContain('Nothing was submitted and nothing was charged');
});

it.each([
	['AUTHENTICATION_FAILED', 401, 'Pruna did not accept the API key'],
	['QUOTA_EXCEEDED', 403, 'The Pruna account is out of credit'],
	['VALIDATION_ERROR', 400, 'Pruna did not accept the input: the reason'],
	['VALIDATION_ERROR', 409, 'Pruna did not accept the input: the reason'],
])('understands the documented code %s with status %i', async (code, status, message) => {
	p.api.fault({ on: 'submit', respond: { status, body: { error: { code, message: 'the reason' } } } });
	const { error } = await p.run(generate());

	expect(error!.message).toBe(message);
	expect(`${message} ${error!.description}`).toContain('the reason');
	expect(p.api.predictions.size).toBe(0);
});

it('an error code does not rule out that the submit was accepted', async () => {
	p.api.fault({
		on: 'submit',
		respond: { status: 504, body: { error: { code: 'VALIDATION_ERROR', message: 'x' } }, accept: true },
	});
	const { error } = await p.run(generate());

	expect(error!.description).toContain('It may be running and may be billed');
});

it.each([
	['NOT_FOUND', 404, 'Pruna does not recognize this prediction ID', 'status'],
	['CONTENT_EXPIRED', 410, 'The result is no longer available', 'delivery'],
] as const)('understands the documented code %s with status %i', async (code, status, message, on) => {
	p.api.fault({ on, respond: { status, body: { error: { code, message: 'the reason' } } } });
	const { error } = await p.run(generate());

	expect(error!.message).toBe(message);
	expect(error!.context!.details).toMatchObject({ id: p.api.submits[0]!.id });
});

it('waits for a rate limit whose end is given only by RateLimit-Reset', async () => {
	p.api.fault({
		on: 'submit',
		times: 1,
		respond: {
			status: 429,
			headers: { 'ratelimit-limit': '500', 'ratelimit-remaining': '0', 'ratelimit-reset': '1' },
			body: { error: { code: 'RATE_LIMIT_EXCEEDED', message: 'too many' } },
		},
	});
	const { error } = await p.run(generate());

	expect(error).toBeUndefined();
	expect(p.api.requests.filter(({ route }) => route === 'submit')).toHaveLength(2);
	expect(p.api.predictions.size).toBe(1);
});
