import { createDownloadLimit } from '../../../nodes/Pruna/media/downloadLimit';

const link = (name: string) => `https://api.pruna.ai/v1/predictions/delivery/xezq/token/${name}`;

/** Starts downloads that do not end until they are let go, and tells which have begun. */
function start(names: readonly string[]) {
	const limited = createDownloadLimit();
	const begun: string[] = [];
	const ends: Array<() => void> = [];
	const all = Promise.all(
		names.map(
			async (name) =>
				await limited(link(name), async () => {
					begun.push(name);
					await new Promise<void>((resolve) => ends.push(resolve));
				}),
		),
	);
	return { begun, ends, all };
}

const many = (count: number, extension: string) =>
	Array.from({ length: count }, (_, index) => `output_${index}.${extension}`);
const settled = async () => await new Promise((resolve) => setImmediate(resolve));

describe('downloads', () => {
	it.each([
		['jpg', 16],
		['jpeg', 16],
		['PNG', 16],
		['webp', 16],
		['mp4', 4],
		['zip', 4],
		['bin', 4],
	])('of .%s are %i at a time, in order', async (extension, most) => {
		const names = many(40, extension);
		const { begun, ends, all } = start(names);
		await settled();
		expect(begun).toEqual(names.slice(0, most));
		while (ends.length > 0) {
			ends.shift()!();
			await settled();
			expect(ends.length).toBeLessThanOrEqual(most);
		}
		await all;
		expect(begun).toEqual(names);
	});

	it('of a link without an ending count as large files', async () => {
		const { begun } = start(Array<string>(10).fill('output?name=photo.jpg'));
		await settled();
		expect(begun).toHaveLength(4);
	});

	it('of large files do not keep pictures waiting', async () => {
		const { begun } = start([...many(10, 'mp4'), ...many(10, 'png')]);
		await settled();
		expect(begun).toEqual([...many(4, 'mp4'), ...many(10, 'png')]);
	});
});
