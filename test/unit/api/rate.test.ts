import { refusalError } from '../../../nodes/Pruna/api/explain';
import { rateOf } from '../../../nodes/Pruna/api/rate';

describe('what a response says about the rate limit', () => {
	it.each([
		[
			'the documented headers',
			{ 'ratelimit-limit': '500', 'ratelimit-remaining': '0', 'ratelimit-reset': '17' },
			{ perMinute: 500, remaining: 0, resetSeconds: 17 },
		],
		[
			"the gateway's own headers, which name the minute",
			{ 'x-ratelimit-limit-minute': '250', 'x-ratelimit-remaining-minute': '3' },
			{ perMinute: 250, remaining: 3 },
		],
		[
			'a limit followed by its policy',
			{ 'ratelimit-limit': '100, 100;w=60', 'ratelimit-reset': '60' },
			{ perMinute: 100, resetSeconds: 60 },
		],
		[
			'a limit per hour',
			{ 'ratelimit-limit': '9000', 'ratelimit-remaining': '0', 'ratelimit-reset': '1800' },
			{ resetSeconds: 1800 },
		],
		[
			'limits per minute and per hour',
			{ 'ratelimit-limit': '9000', 'ratelimit-reset': '1800', 'x-ratelimit-limit-minute': '150' },
			{ perMinute: 150, resetSeconds: 1800 },
		],
		['a reset in seconds since 1970', { 'ratelimit-reset': '1790000000' }, {}],
		['only a reset', { 'ratelimit-reset': '8' }, { resetSeconds: 8 }],
		['no numbers', { 'ratelimit-limit': 'many', 'ratelimit-remaining': '-1', 'ratelimit-reset': '' }, {}],
		['a limit of zero', { 'ratelimit-limit': '0' }, {}],
		['nothing', {}, {}],
	])('is read from %s', (_, headers, rate) => {
		expect(rateOf(headers as Record<string, string>)).toEqual(rate);
	});
});

describe('a 429', () => {
	const repeatOf = (headers: Record<string, string>, statusCode = 429) =>
		refusalError({ step: 'submit', statusCode, headers, body: {}, now: 0 }).repeat;

	it('sets a wait from Retry-After, or else from RateLimit-Reset', () => {
		expect(repeatOf({ 'retry-after': '5', 'ratelimit-reset': '9' }).afterSeconds).toBe(5);
		expect(repeatOf({ 'ratelimit-reset': '9' }).afterSeconds).toBe(9);
		expect(repeatOf({}).afterSeconds).toBeUndefined();
	});

	it('has the limit, unlike other refusals', () => {
		expect(repeatOf({ 'ratelimit-limit': '250' }).perMinute).toBe(250);
		expect(repeatOf({ 'ratelimit-limit': '250', 'ratelimit-reset': '9' }, 503)).toEqual({
			allowed: 'ifFree',
		});
	});
});
