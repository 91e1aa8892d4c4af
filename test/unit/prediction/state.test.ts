import fc from 'fast-check';
import { readState, readSubmit } from '../../../nodes/Pruna/prediction/state';

const url = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';

describe('a status answer', () => {
	it.each([
		[{ status: 'starting', message: 'Generation in progress' }, 'starting'],
		[{ status: 'processing' }, 'processing'],
		[{ status: 'PROCESSING' }, 'processing'],
		[{ status: 'processing', error: '' }, 'processing'],
		[{ status: 'processing', error: null }, 'processing'],
		[{ status: 'queued_behind_others' }, 'queued_behind_others'],
		[{ status: 42 }, 'unknown'],
		[{}, 'unknown'],
		[null, 'unknown'],
		['<html></html>', 'unknown'],
		[[], 'unknown'],
	])('means that the job is running: %j', (body, status) => {
		expect(readState(body)).toEqual({ kind: 'running', status });
	});

	it.each(['succeeded', 'Succeeded', 'completed', 'success'])('means that the job is done: %s', (status) => {
		expect(readState({ status, generation_url: url })).toEqual({ kind: 'succeeded', generationUrl: url });
	});

	it.each([[url], ['/v1/x'], [[url, url]], [{ score: 1 }], [undefined], [null]])(
		'passes on the URL in any form: %j',
		(generationUrl) => {
			expect(readState({ status: 'succeeded', generation_url: generationUrl })).toEqual({
				kind: 'succeeded',
				generationUrl,
			});
		},
	);

	it.each([
		[{ status: 'failed', message: 'Prediction failed', error: 'out of memory' }, 'out of memory'],
		[{ status: 'failed', message: 'Prediction failed' }, undefined],
		[{ status: 'failed', error: { code: 'MODEL_ERROR', message: 'no faces' } }, 'no faces'],
		[{ status: 'failed' }, undefined],
		[{ status: 'error', error: 'boom' }, 'boom'],
		[{ error: 'boom' }, 'boom'],
		[{ status: 'processing', error: 'boom' }, 'boom'],
	])('means that the job failed: %j', (body, reason) => {
		expect(readState(body)).toEqual({ kind: 'failed', status: 'failed', reason });
	});

	it.each(['canceled', 'cancelled', 'Canceled'])('means that the job was canceled: %s', (status) => {
		expect(readState({ status })).toMatchObject({ kind: 'failed', status: 'canceled' });
	});

	it.each([[{ code: 'MODEL_ERROR' }], [['boom']], ['<html><body>boom</body></html>']])(
		'with an error that has no text is still a failure, not a job to wait for: %j',
		(error) => {
			expect(readState({ error }).kind).toBe('failed');
		},
	);

	it('with a result is a success, even if its error field contains a remark', () => {
		expect(readState({ status: 'succeeded', generation_url: url, error: 'seed ignored' }).kind).toBe(
			'succeeded',
		);
	});

	it('is always understood, whatever the API sends', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (body) => {
				expect(['running', 'succeeded', 'failed']).toContain(readState(body).kind);
			}),
		);
	});

	it('ends a job only with a status that is known to end one', () => {
		const ends = /^(failed|cancell?ed|error|succeeded|completed|success)$/i;
		fc.assert(
			fc.property(
				fc.string().filter((status) => !ends.test(status)),
				(status) => {
					expect(readState({ status, generation_url: url }).kind).toBe('running');
				},
			),
		);
	});
});

describe('the answer to a submit', () => {
	const getUrl = 'https://api.pruna.ai/v1/predictions/status/abc';

	it('is a handle', () => {
		expect(readSubmit({ id: 'abc', model: 'p-image', input: {}, get_url: getUrl })).toEqual({
			kind: 'handle',
			id: 'abc',
			status: 'starting',
		});
	});

	it('is a handle with the status that the API returned', () => {
		expect(readSubmit({ id: 'abc', status: 'processing' })).toMatchObject({
			kind: 'handle',
			id: 'abc',
			status: 'processing',
		});
	});

	it.each([getUrl, '/v1/predictions/status/abc'])(
		'is also a handle if only its URL contains the ID: %s',
		(getUrl) => {
			expect(readSubmit({ get_url: getUrl })).toMatchObject({ kind: 'handle', id: 'abc' });
		},
	);

	it('is also a handle if its ID is a number', () => {
		expect(readSubmit({ id: 42 })).toMatchObject({ kind: 'handle', id: '42' });
	});

	it.each(['.', '..'])('has no ID if the ID would redirect the status URL: %s', (id) => {
		expect(readSubmit({ id, get_url: `https://api.pruna.ai/v1/predictions/status/${id}` })).toEqual({
			kind: 'unreadable',
		});
	});

	it('is a result without an ID in sync mode', () => {
		expect(readSubmit({ status: 'succeeded', generation_url: url })).toEqual({
			kind: 'succeeded',
			generationUrl: url,
		});
	});

	it('is a result even if it has no status', () => {
		expect(readSubmit({ generation_url: url })).toEqual({ kind: 'succeeded', generationUrl: url });
	});

	it('is a failure in sync mode', () => {
		expect(readSubmit({ status: 'failed', error: 'no faces' })).toMatchObject({
			kind: 'failed',
			reason: 'no faces',
		});
	});

	it.each([
		['failed', { id: 'abc', status: 'failed', error: 'no faces' }],
		['succeeded', { id: 'abc', status: 'succeeded', generation_url: url }],
	])('keeps the ID of a job that has already ended: %s', (kind, body) => {
		expect(readSubmit(body)).toMatchObject({ kind, id: 'abc' });
	});

	it.each([
		[{}],
		[null],
		[''],
		['OK'],
		[[]],
		[{ id: '' }],
		[{ status: 'starting' }],
		[{ get_url: 'https://a.com' }],
	])('is unreadable: %j', (body) => {
		expect(readSubmit(body)).toEqual({ kind: 'unreadable' });
	});

	it('has an ID whenever it is a handle, whatever the API sends', () => {
		const answer = fc.oneof(
			fc.jsonValue(),
			fc.dictionary(
				fc.constantFrom('id', 'get_url', 'status', 'error', 'generation_url', 'message'),
				fc.jsonValue(),
			),
		);
		fc.assert(
			fc.property(answer, (body) => {
				const state = readSubmit(body);
				expect(state.kind === 'handle' ? state.id : 'an id').not.toBe('');
			}),
		);
	});
});

describe('an uninformative `error`', () => {
	it.each([
		['an empty object', {}],
		['an empty text', ''],
		['null', null],
		['false', false],
	])('is ignored when it is %s', (_, error) => {
		expect(readState({ status: 'processing', error })).toEqual({ kind: 'running', status: 'processing' });
		expect(readState({ error })).toEqual({ kind: 'running', status: 'unknown' });
	});

	it.each([
		['a text of blanks', '  ', 'unknown reason'],
		['a number', 7, '7'],
		['an object without words', { code: 7 }, '{"code":7}'],
	])('still ends the job when it is %s', (_, error, reason) => {
		expect(readState({ error })).toEqual({ kind: 'failed', status: 'failed', reason });
	});

	it('is shortened if it is long', () => {
		const state = readState({ error: { codes: Array<number>(500).fill(7) } });
		expect(state).toMatchObject({ kind: 'failed' });
		expect((state as { reason: string }).reason).toHaveLength(200);
	});
});
