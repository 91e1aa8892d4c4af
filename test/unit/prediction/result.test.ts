import fc from 'fast-check';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import { PrunaError } from '../../../nodes/Pruna/core/errors';
import { readResult } from '../../../nodes/Pruna/prediction/result';

const address = readBaseUrl('https://api.pruna.ai');
const url = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';

function failure(generationUrl: unknown): unknown {
	try {
		return readResult(address, generationUrl);
	} catch (error) {
		return error;
	}
}

describe('a generation_url', () => {
	it.each([
		[url, [url]],
		[` ${url}\n`, [url]],
		['/v1/predictions/delivery/x/output.jpg', [url]],
		[[url], [url]],
		[
			[url, '/v1/predictions/delivery/x/output.jpg'],
			[url, url],
		],
	])('returns URLs: %j', (generationUrl, urls) => {
		expect(readResult(address, generationUrl)).toEqual({ kind: 'files', urls });
	});

	it('keeps the order of several files', () => {
		const urls = ['https://a.com/1.jpg', 'https://a.com/2.jpg', 'https://a.com/3.jpg'];
		expect(readResult(address, urls)).toEqual({ kind: 'files', urls });
	});

	it.each([[{ score: 0.7 }], [{}], [{ results: [{ score: 1 }] }], [[{ score: 1 }, { score: 2 }]]])(
		'is itself the result if it is not a URL: %j',
		(generationUrl) => {
			expect(readResult(address, generationUrl)).toEqual({ kind: 'output', output: generationUrl });
		},
	);

	it.each([
		[undefined],
		[null],
		[''],
		['  '],
		[[]],
		[42],
		[[url, '']],
		[[url, { score: 1 }]],
		[[null]],
		['output.jpg'],
		['javascript:alert(1)'],
		['//evil.example.com/a.jpg'],
		['http://api.pruna.ai/a.jpg'],
	])('without a usable URL is an error: %j', (generationUrl) => {
		expect(failure(generationUrl)).toBeInstanceOf(PrunaError);
		expect(failure(generationUrl)).toHaveProperty('message', 'Pruna returned no usable URL for the result');
	});

	it('with one unusable URL keeps the others, whose files are paid for too', () => {
		expect(failure([url, 'nonsense'])).toHaveProperty('details', { generation_url: [url] });
		expect(failure(['nonsense'])).toHaveProperty('details', {});
	});

	it('that is invalid is quoted in the error, shortened', () => {
		expect(failure([url, 'nonsense'])).toHaveProperty('advice', expect.stringContaining('"nonsense"'));
		expect((failure('x'.repeat(100_000)) as PrunaError).advice!.length).toBeLessThan(500);
		expect(failure([])).toHaveProperty('advice', expect.stringContaining('nothing'));
	});

	it('that is invalid belongs to a job that is done and paid for', () => {
		expect(failure(['nonsense'])).toHaveProperty('job', 'done');
	});

	it('returns HTTPS URLs, the result itself, or a PrunaError, whatever the API sends', () => {
		const resultUrl = fc.oneof(fc.webUrl(), fc.constant('/v1/x'), fc.string(), fc.jsonValue());
		fc.assert(
			fc.property(fc.oneof(resultUrl, fc.array(resultUrl)), (generationUrl) => {
				const result = failure(generationUrl);
				const urls =
					result instanceof PrunaError ? [] : ((result as { urls?: string[]; output?: unknown }).urls ?? []);
				expect(urls.filter((one) => !one.startsWith('https://'))).toEqual([]);
				expect(result instanceof PrunaError || !(result instanceof Error)).toBe(true);
			}),
		);
	});
});
