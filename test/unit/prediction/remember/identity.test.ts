import fc from 'fast-check';
import type { MediaInput } from '../../../../nodes/Pruna/media/readMedia';
import type { ModelParameter } from '../../../../nodes/Pruna/models/types';
import { jobHash, unsignedUrl, type KeyedWork } from '../../../../nodes/Pruna/prediction/remember/identity';

const place = { origin: 'https://api.pruna.ai', workflow: 'w1' };
const work: KeyedWork = { key: 'row 1', model: 'p-image', input: { prompt: 'A fox' }, media: [] };
const hashFile = ({ data }: { data: string }) => Promise.resolve(`content of ${data}`);
const hash = async (more: Partial<KeyedWork> = {}, at = place) =>
	await jobHash(at, { ...work, ...more }, hashFile);

const media = (...sources: MediaInput['sources']): MediaInput[] => [
	{ parameter: { name: 'images' } as ModelParameter, sources },
];
const file = (data: string, fileName = 'a.png') => ({
	kind: 'binary' as const,
	binary: { data, mimeType: 'image/png' },
	fileName,
	mimeType: 'image/png',
	size: 1,
});

describe('the hash of a job', () => {
	it('is the same for the same work, whatever the order of its keys', async () => {
		const values = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 });
		await fc.assert(
			fc.asyncProperty(values, async (input) => {
				const reversed = Object.fromEntries(Object.entries(input).reverse());
				expect(await hash({ input: reversed })).toBe(await hash({ input }));
			}),
			{ numRuns: 100 },
		);
	});

	it('differs when anything differs', async () => {
		const hashes = await Promise.all([
			hash(),
			hash({ key: 'row 2' }),
			hash({ model: 'p-image-2' }),
			hash({ input: { prompt: 'A fox', seed: 1 } }),
			hash({ input: { prompt: ['A fox'] } }),
			hash({ input: { prompt: [['prompt', 'A fox']] } }),
			hash({ media: media(file('1')) }),
			hash({ media: media(file('2')) }),
			hash({ media: media(file('1'), file('2')) }),
			hash({ media: media({ kind: 'url', url: 'https://a.example/1.png' }) }),
			hash({}, { ...place, workflow: 'w2' }),
			hash({}, { ...place, origin: 'https://staging.pruna.ai' }),
		]);
		expect(new Set(hashes).size).toBe(hashes.length);
	});

	it('does not depend on file names', async () => {
		expect(await hash({ media: media(file('1', 'a.png')) })).toBe(
			await hash({ media: media(file('1', 'b.png')) }),
		);
	});

	it('ignores what is not sent', async () => {
		expect(await hash({ input: { prompt: 'A fox', seed: undefined } })).toBe(await hash());
	});
});

describe('a URL without its signature', () => {
	it.each([
		[
			'https://b.s3.amazonaws.com/1.png?v=2&X-Amz-Date=20261126T000000Z&X-Amz-Expires=60&X-Amz-Signature=abc',
			'https://b.s3.amazonaws.com/1.png?v=2',
		],
		[
			'https://storage.googleapis.com/b/1.png?X-Goog-Signature=ab&X-Goog-Expires=9',
			'https://storage.googleapis.com/b/1.png',
		],
		[
			'https://d1.cloudfront.net/1.png?Expires=1&Signature=a&Key-Pair-Id=K',
			'https://d1.cloudfront.net/1.png',
		],
		[
			'https://a.blob.core.windows.net/c/1.png?sv=2025&sp=r&se=2026-11-26&sig=ab%3D',
			'https://a.blob.core.windows.net/c/1.png',
		],
	])('%s', (signed, unsigned) => {
		expect(unsignedUrl(signed)).toBe(unsigned);
	});

	it.each(['https://a.example/image?id=7&se=1&expires=2', 'https://a.example/a b.png', 'not a URL'])(
		'is unchanged if it has none: %s',
		(url) => {
			expect(unsignedUrl(url)).toBe(url);
		},
	);
});
