import fc from 'fast-check';
import { isOutOfCredit, refusalError, type Step } from '../../../nodes/Pruna/api/explain';
import type { JobKnowledge } from '../../../nodes/Pruna/core/errors';
import { describeError, jobSentence } from '../../../nodes/Pruna/operations/errorText';

const steps: Step[] = ['upload', 'submit', 'status', 'delivery'];

function refuse(step: Step, statusCode: number, body: unknown = '', headers: Record<string, string> = {}) {
	return refusalError({ step, statusCode, headers, body, now: 0 });
}

/** The message and the description that the workflow's author reads, for a job with this ID. */
function read(...refusal: Parameters<typeof refuse>) {
	const error = refuse(...refusal);
	return { message: error.message, description: describeError(error, { id: 'abc' }) };
}

describe('a refused submit', () => {
	it.each([
		[
			400,
			{ message: 'property prompt is required' },
			'Pruna did not accept the input: property prompt is required',
		],
		[400, '', 'Pruna did not accept the input'],
		[401, { message: 'Unauthorized' }, 'Pruna did not accept the API key'],
		[402, '', 'The Pruna account is out of credit'],
		[403, 'Forbidden: no more credit available. Please go to …', 'The Pruna account is out of credit'],
		[403, { message: 'Forbidden' }, 'Pruna denied access with this API key'],
		[404, { message: 'no Route matched with those values' }, 'Pruna does not recognize this model'],
		[422, { title: 'Deployment disabled', detail: 'off' }, 'Pruna has disabled this model'],
		[422, { detail: 'width is wrong' }, 'Pruna could not process the input'],
		[429, { message: 'API rate limit exceeded' }, "Pruna's rate limit has been reached"],
		[302, '', 'Pruna redirected the request (302)'],
		[409, '', 'Pruna refused the request (409)'],
		[418, '', 'Pruna refused the request (418)'],
		[504, 'The upstream server is timing out', 'Pruna did not complete the request (504)'],
	])('with %i and %j says: %s', (statusCode, body, message) => {
		expect(refuse('submit', statusCode, body).message).toBe(message);
	});

	it('with 429 was definitely not accepted, so it may be repeated', () => {
		expect(refuse('submit', 429)).toMatchObject({ repeat: { allowed: 'always' }, job: 'none' });
	});

	it('for a wrong input mentions the way around the checks', () => {
		expect(read('submit', 400).description).toContain('Extra Input');
	});

	it('for lack of credit says that the key is valid and where to add credit', () => {
		const { description } = read('submit', 403, 'no more credit available');
		expect(description).toMatch(/key is valid.*dashboard\.pruna\.ai/s);
	});
});

const knowledge = ['none', 'maybe', 'running', 'done', 'lost'] as const;

/** @returns what is known about the job; the text's last sentence says that, and no other sentence is about it */
const chargeOf = (step: Step, statusCode: number): JobKnowledge => {
	const { job } = refuse(step, statusCode, { message: 'the reason' });
	const { description } = read(step, statusCode, { message: 'the reason' });
	const told = knowledge.filter((one) => description.includes(jobSentence(one, { id: 'abc' })));
	expect(told).toEqual(job === undefined ? [] : [job]);
	expect(description.endsWith(jobSentence(job, { id: 'abc' }))).toBe(true);
	return job;
};

describe('what a refusal says about the charge', () => {
	const refusals = [400, 401, 402, 403, 404, 409, 410, 413, 422, 429];

	it.each(refusals)('is that nothing was started, for a submit or an upload with %i', (statusCode) => {
		expect(chargeOf('submit', statusCode)).toBe('none');
		expect(chargeOf('upload', statusCode)).toBe('none');
	});

	it.each([300, 301, 308, 399, 408, 500, 502, 503, 504, 599])(
		'is that it is unknown for a submit with %i, and never for anything else',
		(statusCode) => {
			expect(chargeOf('submit', statusCode)).toBe('maybe');
			expect(refuse('submit', statusCode)).toMatchObject({
				inDoubt: true,
				job: 'maybe',
				repeat: { allowed: expect.stringMatching(/^(never|ifFree)$/) as string },
			});
			expect(chargeOf('upload', statusCode)).toBe('none');
			expect(chargeOf('status', statusCode)).toBe('running');
			expect(chargeOf('delivery', statusCode)).toBe('done');
		},
	);

	it.each(refusals)('is not in doubt with %i', (statusCode) => {
		for (const step of steps) expect(refuse(step, statusCode).inDoubt).toBe(false);
	});

	it.each([400, 401, 402, 403, 409, 422, 429])(
		'is that the job continues, for a poll with %i',
		(statusCode) => {
			expect(chargeOf('status', statusCode)).toBe('running');
		},
	);

	it.each([404, 410])('is nothing for an unknown job (%i)', (statusCode) => {
		expect(chargeOf('status', statusCode)).toBeUndefined();
	});

	it.each([
		[400, 'done'],
		[401, 'done'],
		[402, 'done'],
		[403, 'lost'],
		[404, 'lost'],
		[410, 'lost'],
		[429, 'done'],
	])(
		'is that the job is paid for unless its URL has expired, for a delivery with %i',
		(statusCode, expected) => {
			expect(chargeOf('delivery', statusCode)).toBe(expected);
		},
	);
});

describe('a refused request', () => {
	it.each([
		['status', 400, 'Pruna refused the request: why', 'Check the field values'],
		['delivery', 400, 'Pruna refused the request: why', 'Check the field values'],
		['status', 403, 'Pruna denied access with this API key', 'API Key'],
		['delivery', 403, 'Pruna denied access to the result', 'limited time'],
		['status', 408, 'Pruna did not complete the request (408)', 'Try again later'],
		['status', 410, 'Pruna does not recognize this prediction ID', 'another account'],
		['submit', 410, 'Pruna does not recognize this model', 'Check the model'],
		['submit', 413, 'The request is too large for Pruna', 'Make the input smaller'],
		['upload', 413, 'The file is too large for Pruna', '100 MB'],
		['status', 300, 'Pruna redirected the request (300)', 'Base URL'],
		['status', 399, 'Pruna redirected the request (399)', 'Base URL'],
		['status', 499, 'Pruna refused the request (499)', 'Check the field values'],
		['status', 500, 'Pruna did not complete the request (500)', 'Try again later'],
	] as const)('at the %s with %i says: %s', (step, statusCode, message, advice) => {
		const error = read(step, statusCode, 'why');
		expect(error.message).toBe(message);
		expect(error.description).toContain(advice);
	});

	it('does not advise another try if a submit is in doubt', () => {
		expect(refuse('submit', 500, 'why').advice).toBeUndefined();
		expect(read('submit', 500, 'why').description).toBe(`The API said: “why”. ${jobSentence('maybe', {})}`);
		expect(read('submit', 500).description).toBe(jobSentence('maybe', {}));
	});
});

describe('the kind of failure that newer n8n shows', () => {
	it.each([
		['submit', 400, '', 'configuration-invalid'],
		['status', 400, '', 'configuration-invalid'],
		['submit', 401, '', 'credential-invalid'],
		['submit', 402, '', 'quota-exhausted'],
		['submit', 403, 'no more credit available', 'quota-exhausted'],
		['submit', 403, 'Forbidden', 'credential-invalid'],
		['delivery', 403, '', 'configuration-invalid'],
		['submit', 404, '', 'configuration-invalid'],
		['status', 404, '', 'configuration-invalid'],
		['delivery', 404, '', 'configuration-invalid'],
		['upload', 404, '', 'configuration-invalid'],
		['status', 408, '', 'temporarily-unavailable'],
		['submit', 409, '', undefined],
		['upload', 413, '', undefined],
		['submit', 422, 'Deployment disabled', 'temporarily-unavailable'],
		['submit', 422, 'width is wrong', 'configuration-invalid'],
		['submit', 429, '', 'rate-limited'],
		['submit', 302, '', 'configuration-invalid'],
		['status', 500, '', 'temporarily-unavailable'],
	] as const)('of the %s with %i (%s) is %s', (step, statusCode, body, cause) => {
		expect(refuse(step, statusCode, body).failureCause).toBe(cause);
	});
});

describe('a refused poll', () => {
	it('for an unknown ID says so', () => {
		expect(refuse('status', 404).message).toBe('Pruna does not recognize this prediction ID');
	});

	it('with 400 repeats the API’s words once', () => {
		const error = read('status', 400, { message: 'bad id' });
		expect(`${error.message} ${error.description}`.match(/bad id/g)).toHaveLength(1);
	});
});

describe('a refused delivery', () => {
	it.each([403, 404, 410])('with %i says that the URL may have expired', (statusCode) => {
		const { message, description } = read('delivery', statusCode);
		expect(message).toMatch(/^(The result is no longer available|Pruna denied access to the result)$/);
		expect(description).toContain('limited time');
	});
});

describe('a refused upload', () => {
	it('of a large file states the limit', () => {
		expect(read('upload', 413).description).toContain('100 MB');
	});

	it('at a wrong address mentions the Base URL', () => {
		expect(read('upload', 404).description).toContain('Base URL');
	});
});

describe('a refusal', () => {
	it.each(steps)('at the %s keeps the API’s own words', (step) => {
		for (const statusCode of [400, 401, 403, 404, 422, 429, 500, 503]) {
			const { message, description } = read(step, statusCode, { error: { message: 'the reason' } });
			expect(`${message} ${description}`).toContain('the reason');
		}
	});

	it.each(['status', 'delivery'] as const)(
		'at the %s never says that nothing was submitted or charged, because a job was',
		(step) => {
			const told = [400, 401, 402, 403, 404, 408, 410, 413, 422, 429, 500, 503].filter((statusCode) =>
				/nothing was (started|submitted|charged)/i.test(read(step, statusCode).description),
			);
			expect(told).toEqual([]);
		},
	);

	it.each(steps)('at the %s may be retried only if it is temporary', (step) => {
		const all = [400, 401, 402, 403, 404, 408, 410, 413, 422, 429, 500, 502, 503, 504];
		const allowed = (...kinds: string[]) =>
			all.filter((statusCode) => kinds.includes(refuse(step, statusCode).repeat.allowed));
		expect(allowed('ifFree', 'always', 'whileUnreachable')).toEqual([408, 429, 500, 502, 503, 504]);
		expect(allowed('always')).toEqual([429]);
		expect(allowed('whileUnreachable')).toEqual([]);
	});

	it('carries its status in the details', () => {
		expect(refuse('status', 404)).toMatchObject({ httpCode: '404', details: { httpCode: '404' } });
	});

	it('includes the wait that the API asks for', () => {
		expect(refuse('submit', 429, '', { 'retry-after': '7' }).repeat.afterSeconds).toBe(7);
		expect(refuse('submit', 429).repeat.afterSeconds).toBeUndefined();
	});

	it('is plain text, whatever the API sends', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...steps),
				fc.integer({ min: 300, max: 599 }),
				fc.jsonValue(),
				(step, statusCode, body) => {
					const { message, description } = read(step, statusCode, body);
					expect(message).not.toBe('');
					expect(`${message} ${description}`).not.toMatch(/\[object|undefined|“”/);
				},
			),
		);
	});

	it('does not show the markup of a proxy’s page', () => {
		const { message, description } = read(
			'status',
			502,
			'<html><title>Bad Gateway</title><body>x</body></html>',
		);
		expect(`${message} ${description}`).not.toContain('<');
		expect(description).toContain('Bad Gateway');
	});
});

describe('an account without credit', () => {
	it.each([
		[402, undefined, true],
		[403, 'no more CREDIT available', true],
		[403, 'Forbidden', false],
		[403, undefined, false],
		[401, 'credit', false],
		[400, 'credit', false],
	])('is recognized by %i and %j: %s', (statusCode, reason, expected) => {
		expect(isOutOfCredit(statusCode, reason)).toBe(expected);
	});
});
