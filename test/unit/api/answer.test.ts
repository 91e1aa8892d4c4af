import fc from 'fast-check';
import { parseBody, reasonOf, retryAfterSeconds } from '../../../nodes/Pruna/api/answer';

describe('the body of a response', () => {
	it('is parsed if it is JSON', () => {
		expect(parseBody('{"message":"no"}')).toEqual({ message: 'no' });
		expect(parseBody(' [1] ')).toEqual([1]);
	});

	it.each(['', 'error code: 502', '<html>', '{"message":'])('is text if it is not JSON: %j', (text) => {
		expect(parseBody(text)).toBe(text);
	});

	it('is left unchanged if it is already parsed', () => {
		expect(parseBody({ a: 1 })).toEqual({ a: 1 });
		expect(parseBody(undefined)).toBeUndefined();
	});
});

describe('the API’s own words', () => {
	it.each([
		[{ message: 'Unauthorized', request_id: 'x' }, 'Unauthorized'],
		[{ error: { code: 'INVALID_INPUT', message: 'steps is too large', details: {} } }, 'steps is too large'],
		[
			{ error: 'Number of samples, -5, must be non-negative.' },
			'Number of samples, -5, must be non-negative.',
		],
		[
			{ title: 'Deployment disabled', detail: 'It is switched off' },
			'Deployment disabled: It is switched off',
		],
		[{ detail: 'Not found', status: 404 }, 'Not found'],
		[{ title: 'Bad Gateway' }, 'Bad Gateway'],
		[{ message: { error: { detail: 'deep' } } }, 'deep'],
		[{ message: '', error: 'the error' }, 'the error'],
		[{ message: null, error: null, detail: 'the detail' }, 'the detail'],
		[{ message: 'Prediction failed', error: 'out of memory' }, 'Prediction failed'],
		['error code: 502', 'error code: 502'],
		['  two\n  lines ', 'two lines'],
		['a < b and <lora:fox>', 'a < b and <lora:fox>'],
		['cannot identify image file <_io.BytesIO object at 0x7f3a5c0b1d60>', 'cannot identify image file'],
		['<urllib3.connection.HTTPSConnection object at 0x7F00>: Failed to resolve', 'Failed to resolve'],
		['<object at 0x12> stays', '<object at 0x12> stays'],
		[['one', { message: 'two' }, 3, 'one'], 'one; two'],
		[{ detail: [{ loc: ['input', 'seed'], msg: 'is no number' }] }, 'is no number'],
		[{ errors: [{ title: 'Bad', detail: 'worse' }] }, 'Bad: worse'],
	])('are found in %j', (body, expected) => {
		expect(reasonOf(body)).toBe(expected);
	});

	it.each([
		[
			'<!DOCTYPE html><html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>',
			'502 Bad Gateway',
		],
		['<html><body><h1>oops</h1></body></html>', 'oops'],
		['<html><style>a { color: red }</style><body></body></html>', undefined],
		['<center><h1>503 <b>Busy</b></h1></center><script>alert("x")</script>', '503 Busy'],
		['<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'AccessDenied'],
		['<HTML><HEAD><TITLE>Gone</TITLE></HEAD></HTML>', 'Gone'],
		['<html><title data-rh="true"> Busy </title><p>Later</p></html>', 'Busy'],
		['<html><p>Later</p><title></title></html>', 'Later'],
		['<h1>Oops</h1><script>alert("x")</script\n>', 'Oops'],
		['<h1>Oops</h1><script>alert("never closed', 'Oops'],
		['<h1>Oops</h1><p class="never clo', 'Oops'],
	])('are the title or the text of a proxy’s page: %s', (page, expected) => {
		expect(reasonOf(page)).toBe(expected);
		expect(reasonOf({ error: page })).toBe(expected);
	});

	it.each([
		[''],
		[' \n'],
		[{}],
		[[]],
		[[[], 1, {}]],
		[null],
		[undefined],
		[42],
		[true],
		[{ message: 42 }],
		[{ error: {} }],
	])('are not invented: %j', (body) => {
		expect(reasonOf(body)).toBeUndefined();
	});

	it('are truncated if they are long', () => {
		for (const body of ['x'.repeat(1_000_000), { message: 'x '.repeat(1_000_000) }]) {
			expect(reasonOf(body)!.length).toBeLessThanOrEqual(500);
		}
	});

	it('are complete if they just fit, and end with an ellipsis if they do not', () => {
		expect(reasonOf('x'.repeat(500))).toBe('x'.repeat(500));
		expect(reasonOf('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
	});

	it('are text or nothing, whatever the API sends', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (body) => {
				const reason = reasonOf(body);
				expect(reason === undefined || reason.trim() !== '').toBe(true);
			}),
		);
	});

	it('are never [object Object]', () => {
		const words = fc.constantFrom('message', 'error', 'detail', 'title', 'code');
		const { body } = fc.letrec((tie) => ({
			body: fc.dictionary(
				words,
				fc.oneof({ depthSize: 'small' }, fc.constant('text'), fc.integer(), tie('body')),
			),
		}));
		fc.assert(
			fc.property(body, (answer) => {
				expect(reasonOf(answer) ?? '').not.toContain('[object');
			}),
		);
	});
});

describe('Retry-After', () => {
	const now = Date.UTC(2026, 10, 21, 12, 0, 0);

	it.each([
		['30', 30],
		[' 1.5 ', 1.5],
		['1.25', 1.25],
		['0', 0],
		['86400', 86400],
		['Sat, 21 Nov 2026 12:00:45 GMT', 45],
		['Sat, 21 Nov 2026 12:00:00 GMT', 0],
		['Thu, 01 Jan 1970 00:00:00 GMT', 0],
	])('%j asks for %d seconds', (header, expected) => {
		expect(retryAfterSeconds(header, now)).toBe(expected);
	});

	it.each([
		[undefined],
		[''],
		['  '],
		['soon'],
		['-5'],
		['5s'],
		['120 seconds'],
		['NaN'],
		['1e3'],
		['0x10'],
		['2, 3'],
		['on Sat, 21 Nov 2026 12:00:45 GMT'],
		['86401'],
		['999999999'],
		['Fri, 31 Dec 9999 23:59:59 GMT'],
	])('%j asks for nothing', (header) => {
		expect(retryAfterSeconds(header, now)).toBeUndefined();
	});

	it('is never negative or NaN', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.date({ noInvalidDate: true }).map((d) => d.toUTCString()),
				),
				(header) => {
					expect(retryAfterSeconds(header, now) ?? 0).toBeGreaterThanOrEqual(0);
				},
			),
		);
	});
});
