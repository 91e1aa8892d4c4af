import { createDownloadLimit, isLarger, LargerThanAllowed } from '../../../nodes/Pruna/media/downloadLimit';

const MEGABYTE = 1024 * 1024;
const urlOf = (name: string) => `https://api.pruna.ai/v1/predictions/delivery/xezq/token/${name}`;

/** Starts downloads of files of this size that do not end until released, and records which have begun. */
function start(names: readonly string[], bytes: number | ((name: string) => number) = MEGABYTE) {
	const limit = createDownloadLimit();
	const asked: string[] = [];
	const begun: string[] = [];
	const ends: Array<() => void> = [];
	const all = Promise.all(
		names.map(async (name) => {
			await limit(urlOf(name), async (mostBytes) => {
				asked.push(name);
				if ((typeof bytes === 'number' ? bytes : bytes(name)) > mostBytes) throw new LargerThanAllowed();
				begun.push(name);
				await new Promise<void>((resolve) => ends.push(resolve));
			});
		}),
	);
	return { asked, begun, ends, all };
}

const many = (count: number, extension: string) =>
	Array.from({ length: count }, (_, index) => `output_${index}.${extension}`);
const settled = async () => await new Promise((resolve) => setImmediate(resolve));

/** Ends the transfers one by one. @returns the highest number that ran in parallel */
async function endAll({ ends, all }: ReturnType<typeof start>): Promise<number> {
	let most = ends.length;
	while (ends.length > 0) {
		ends.shift()!();
		await settled();
		most = Math.max(most, ends.length);
	}
	await all;
	return most;
}

describe('downloads', () => {
	it.each([
		['jpg', 16],
		['jpeg', 16],
		['PNG', 16],
		['webp', 16],
		['mp4', 4 + 16],
		['zip', 4 + 16],
		['bin', 4 + 16],
	])('of small .%s are %i at a time, in order', async (extension, most) => {
		const names = many(40, extension);
		const started = start(names);
		await settled();
		expect(started.begun).toEqual(names.slice(0, most));
		expect(await endAll(started)).toBe(most);
		expect(started.begun).toEqual(names);
	});

	it('of a URL without an extension count as large files at first', async () => {
		const { begun } = start(Array<string>(10).fill('output?name=photo.jpg'), 100 * MEGABYTE);
		await settled();
		expect(begun).toHaveLength(4);
	});

	it('of a few videos are requested only once, whatever their size', async () => {
		const { asked } = start(many(4, 'mp4'), 100 * MEGABYTE);
		await settled();
		expect(asked).toEqual(many(4, 'mp4'));
	});

	it('of large files do not keep images waiting', async () => {
		const bytes = (name: string) => (name.endsWith('mp4') ? 100 * MEGABYTE : MEGABYTE);
		const { begun } = start([...many(10, 'mp4'), ...many(10, 'png')], bytes);
		await settled();
		expect(begun.sort()).toEqual([...many(4, 'mp4'), ...many(10, 'png')].sort());
	});

	it('of a type that turned out to be large are not tried again as small ones', async () => {
		const names = many(100, 'mp4');
		const started = start(names, 100 * MEGABYTE);
		await settled();
		expect(started.begun).toHaveLength(4);
		expect(await endAll(started)).toBe(4);
		expect([...started.begun].sort()).toEqual([...names].sort());
		expect(started.asked).toHaveLength(100 + 16);
	});

	it.each([
		['up to 8 MB count as small: 16', 8 * MEGABYTE, 16],
		['over 8 MB count as large files: 4', 8 * MEGABYTE + 1, 4],
	])('of images %s at a time', async (_title, bytes, most) => {
		const names = many(40, 'png');
		const started = start(names, bytes);
		await settled();
		expect(started.begun).toEqual(names.slice(0, most));
		expect(await endAll(started)).toBe(most);
		expect(started.begun).toEqual(names);
	});

	it('of large images and large files together run at most four at a time', async () => {
		const started = start([...many(10, 'png'), ...many(10, 'mp4')], 100 * MEGABYTE);
		await settled();
		expect(started.begun).toHaveLength(4);
		expect(await endAll(started)).toBe(4);
		expect(started.begun).toHaveLength(20);
	});

	it('fail with their own error and free their slot', async () => {
		const limit = createDownloadLimit();
		const outcomes = await Promise.allSettled(
			many(40, 'png').map(async (name) => {
				await limit(urlOf(name), async () => await Promise.reject(new Error(name)));
			}),
		);
		expect(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason as Error)).toEqual(
			many(40, 'png').map((name) => new Error(name)),
		);
	});
});

describe('a file is larger than allowed', () => {
	it.each([
		['if the server announces more', { 'content-length': '101' }, 100, true],
		['but not if the server announces exactly that', { 'content-length': '100' }, 100, false],
		['if it is a video of unknown size', { 'content-type': 'video/mp4' }, 100, true],
		['if nothing is known about it', {}, 100, true],
		['but not if it is an image of unknown size', { 'content-type': 'image/png; q=1' }, 100, false],
		['but not without a limit', { 'content-type': 'video/mp4' }, Infinity, false],
	])('%s', (_, headers, most, expected) => {
		expect(isLarger(headers, most)).toBe(expected);
	});
});
