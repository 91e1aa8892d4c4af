import { PrunaError } from '../../../nodes/Pruna/core/errors';
import { createSharedUploads } from '../../../nodes/Pruna/media/sharedUploads';
import { virtualClock } from '../core/virtualClock';

const HOUR = 3600;

/** Uploads that take a second each. Files are identified by their content; uploads and reads are recorded. */
function sharing({ lives = HOUR, fails = 0, seconds = 1 } = {}) {
	const { clock } = virtualClock();
	const shared = createSharedUploads(clock);
	const begun: string[] = [];
	const reads: string[] = [];
	const put = async (
		content: string,
		{ identity = content, kind = 'a.png', deadline = Infinity, life = lives } = {},
	) => {
		const begin = async () => {
			const number = begun.push(content);
			await clock.sleep(seconds);
			if (number <= fails) throw new PrunaError(`failure ${number}`);
			return { url: `file-${number}`, expiresAt: clock.now() + life * 1000, answer: {} };
		};
		const hash = async () => {
			reads.push(identity);
			return await Promise.resolve(content);
		};
		return (await shared({ identity, kind, hash }, begin, deadline)).url;
	};
	return { put, begun, reads, clock };
}

it('recognizes a file by its identity without reading it', async () => {
	const { put, begun, reads } = sharing();
	const urls = await Promise.all(Array.from({ length: 500 }, async () => await put('fox')));

	expect(new Set(urls)).toEqual(new Set(['file-1']));
	expect([begun, reads]).toEqual([['fox'], []]);
});

it('compares the content of files of the same name, type, and size, and reads each only once', async () => {
	const { put, begun, reads } = sharing();
	const copies = Array.from(
		{ length: 10 },
		async (_, copy) => await put('fox', { identity: `copy ${copy}` }),
	);

	expect(new Set(await Promise.all(copies))).toEqual(new Set(['file-1']));
	expect(begun).toEqual(['fox']);
	expect(reads.filter((identity) => identity === 'copy 0')).toHaveLength(1);
	expect(reads).toHaveLength(10);
});

it('reads nothing if name, type, or size differ, and uploads each file', async () => {
	const { put, begun, reads } = sharing();
	await Promise.all([put('fox', { kind: 'a.png' }), put('fox', { kind: 'b.png' })]);

	expect([begun, reads]).toEqual([['fox', 'fox'], []]);
});

it('uploads different files of the same kind in parallel', async () => {
	const { put, begun } = sharing();
	const urls = await Promise.all(['fox', 'owl', 'cat'].map(async (content) => await put(content)));

	expect(new Set(urls).size).toBe(3);
	expect(begun.sort()).toEqual(['cat', 'fox', 'owl']);
});

it('reports a failure only to the item that started the upload', async () => {
	const { put, begun } = sharing({ fails: 1 });
	const [first, ...others] = await Promise.allSettled([put('fox'), put('fox'), put('fox')]);

	expect(first).toMatchObject({ status: 'rejected', reason: { message: 'failure 1' } });
	expect(others).toMatchObject([{ value: 'file-2' }, { value: 'file-2' }]);
	expect(begun).toHaveLength(2);
});

it('obeys the deadline of each item, even if it waits for another item’s upload', async () => {
	const { put, clock } = sharing({ seconds: 100 });
	const long = put('fox');
	await expect(put('fox', { deadline: clock.now() + 5000 })).rejects.toMatchObject({
		message: 'The file was not uploaded in time',
		job: 'none',
	});

	expect(await long).toBe('file-1');
});

it('uploads a file again that would expire before a job can read it', async () => {
	const { put, begun } = sharing({ lives: 60 });
	await put('fox');

	expect(await put('fox')).toBe('file-2');
	expect(begun).toHaveLength(2);
});

it('treats an unreadable file as different from all others', async () => {
	const { clock } = virtualClock();
	const shared = createSharedUploads(clock);
	const upload = (url: string) => async () =>
		await Promise.resolve({ url, expiresAt: clock.now() + HOUR * 1000, answer: {} });
	const unreadable = async () => await Promise.reject(new Error('gone'));
	await shared({ identity: 'a', kind: 'k', hash: unreadable }, upload('first'), Infinity);
	const second = await shared(
		{ identity: 'b', kind: 'k', hash: async () => await Promise.resolve('x') },
		upload('second'),
		Infinity,
	);

	expect(second.url).toBe('second');
});
