import { readPollAdvice } from '../../../nodes/Pruna/api/answer';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import { createApiClient } from '../../../nodes/Pruna/api/client';
import type { Http } from '../../../nodes/Pruna/api/http';
import { createSecrets } from '../../../nodes/Pruna/api/secrets';
import { virtualClock } from '../core/virtualClock';

describe('the headers about polls', () => {
	it.each([
		['2', 2],
		[' 0.5 ', 0.5],
		['600', 600],
		['0', undefined],
		['-3', undefined],
		['soon', undefined],
		['', undefined],
		['1e9', undefined],
		['Infinity', undefined],
		['12345678901', undefined],
		['5, 5', undefined],
	])('are read: %j as %j', (text, seconds) => {
		expect(readPollAdvice({ 'x-poll-interval': text })).toEqual({ pollSeconds: seconds });
		expect(readPollAdvice({ 'x-max-wait': text })).toEqual({ maxWaitSeconds: seconds });
	});

	it('are returned with the body of a status response', async () => {
		const { clock } = virtualClock();
		const answer = {
			statusCode: 200,
			headers: { 'x-poll-interval': '3', 'x-max-wait': '90' },
			body: '{"status":"processing"}',
		};
		const http: Http = {
			text: async () => await Promise.resolve(answer),
			stream: () => Promise.reject(new Error('not used in this test')),
		};
		const api = createApiClient(http, readBaseUrl(undefined), clock, createSecrets('', []));
		expect(await api.status('abc', clock.now() + 1000)).toEqual({
			body: { status: 'processing' },
			advice: { pollSeconds: 3, maxWaitSeconds: 90 },
		});
	});
});
