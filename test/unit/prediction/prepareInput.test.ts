import { PrunaError } from '../../../nodes/Pruna/core/errors';
import type { MediaInput } from '../../../nodes/Pruna/media/readMedia';
import type { BinarySource, MediaSource } from '../../../nodes/Pruna/media/sources';
import type { ParameterType } from '../../../nodes/Pruna/models/types';
import { prepareInput, withMediaUrls } from '../../../nodes/Pruna/prediction/prepareInput';
import type { Run } from '../../../nodes/Pruna/prediction/run';

const fileOf = (fileName: string): BinarySource => ({
	kind: 'binary',
	binary: { mimeType: 'image/png', data: 'x' },
	fileName,
	mimeType: 'image/png',
	size: 1,
});
const photo = fileOf('photo');

const mediaOf = (name: string, type: ParameterType, ...sources: MediaSource[]): MediaInput => ({
	parameter: { name, type, description: '', media: ['image'] },
	sources,
});

describe('the URLs of uploaded files', () => {
	it('become text for one file and a list for several', () => {
		const media = [mediaOf('image', 'url', photo), mediaOf('images', 'url[]', photo)];
		expect(withMediaUrls({}, media, [['https://a'], ['https://b']])).toEqual({
			image: 'https://a',
			images: ['https://b'],
		});
	});

	it('keep their order', () => {
		const media = [mediaOf('thing', 'url[]', photo, photo, photo)];
		expect(withMediaUrls({}, media, [['1', '2', '3']])).toEqual({ thing: ['1', '2', '3'] });
	});

	it('leave the rest of the input unchanged', () => {
		expect(withMediaUrls({ seed: 1 }, [], [])).toEqual({ seed: 1 });
	});
});

describe('the input that is sent', () => {
	/** A run whose uploads finish in reverse order. */
	function uploads(fails: readonly string[] = []) {
		const asked: Array<[fileName: string, deadline: number]> = [];
		let ended = 0;
		const upload: Run['upload'] = async (source, deadline) => {
			const { fileName } = source;
			asked.push([fileName, deadline]);
			for (let turn = 20 - 5 * asked.length; turn > 0; turn--) await Promise.resolve();
			ended++;
			if (fails.includes(fileName)) throw new PrunaError(`${fileName} failed`);
			return { url: `https://up/${fileName}`, expiresAt: Infinity, answer: {} };
		};
		return { run: { upload } as Run, asked, ended: () => ended };
	}

	it('contains the URLs of uploaded and public files, in order', async () => {
		const { run, asked } = uploads();
		const media = [
			mediaOf('images', 'url[]', fileOf('a'), { kind: 'url', url: 'https://b' }, fileOf('c')),
			mediaOf('mask', 'url', fileOf('d')),
		];
		expect(await prepareInput(run, { input: { seed: 1 }, media }, 777)).toEqual({
			seed: 1,
			images: ['https://up/a', 'https://b', 'https://up/c'],
			mask: 'https://up/d',
		});
		expect(asked).toEqual([
			['a', 777],
			['c', 777],
			['d', 777],
		]);
	});

	it('is what was set if there are no files, and nothing is uploaded', async () => {
		const { run, asked } = uploads();
		expect(await prepareInput(run, { input: { prompt: 'A fox' }, media: [] }, 0)).toEqual({
			prompt: 'A fox',
		});
		expect(asked).toEqual([]);
	});

	it('is not sent if an upload fails, which is reported only after all uploads have ended', async () => {
		const { run, ended } = uploads(['c']);
		const media = [mediaOf('images', 'url[]', fileOf('a'), fileOf('c')), mediaOf('mask', 'url', fileOf('d'))];
		await expect(prepareInput(run, { input: {}, media }, 0)).rejects.toThrow('c failed');
		expect(ended()).toBe(3);
	});
});
