/** The output: with or without the input's fields, one file per item or all in one, each under its own name. */
import { edit, generate, png, PNG, usePApi } from './fixture';
import { storedBytes } from './engine';

const p = usePApi();

describe('Include Input', () => {
	const rows = [
		{ json: { row: 1, id: 'mine' }, files: { data: png('photo.png') } },
		{ json: { row: 2 }, files: { data: png('other.png') } },
	];
	const editWith = (includeInput: string) => edit({ images: 'data', options: { includeInput } });

	it('adds the input’s fields to those of the result', async () => {
		const { items, error } = await p.run(editWith('json'), { items: rows });

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.row, json.input, json.status])).toEqual([
			[1, { id: 'mine' }, 'succeeded'],
			[2, undefined, 'succeeded'],
		]);
		expect(items.map(({ json }) => json.id).sort()).toEqual(p.api.submits.map(({ id }) => id).sort());
		expect(items.map(({ binary }) => Object.keys(binary!))).toEqual([['data'], ['data']]);
	});

	it('adds the input’s files, and the result’s file keeps its field', async () => {
		const { items } = await p.run(editWith('all'), { items: rows });

		expect(items.map(({ binary }) => [binary!.data!.mimeType, binary!.input_data!.fileName])).toEqual([
			['image/jpeg', 'photo.png'],
			['image/jpeg', 'other.png'],
		]);
		expect((await storedBytes(items[0]!.binary!.input_data)).equals(PNG)).toBe(true);
	});

	it('adds nothing to a failed item and does not make a successful item a failed one', async () => {
		p.api.failNext({ error: 'out of luck', promptIncludes: 'first' });
		const { items } = await p.run(
			generate({ prompt: '={{ $json.prompt }}', options: { includeInput: 'json' } }),
			{
				items: ['first', 'second'].map((prompt) => ({ json: { prompt, error: 'of the node before' } })),
				settings: { onError: 'continueRegularOutput' },
			},
		);

		const [failed, good] = items as [(typeof items)[0], (typeof items)[0]];
		expect(Object.keys(failed.json)).toEqual(['error', 'details']);
		expect(good.json).toMatchObject({ prompt: 'second', input: { error: 'of the node before' } });
		expect(good.json).not.toHaveProperty('error');
	});

	it('works for File → Upload and Prediction → Get Status', async () => {
		const options = { includeInput: 'json' };
		const { items: uploaded } = await p.run(
			{ resource: 'file', operation: 'upload', options },
			{ items: [rows[0]!] },
		);
		expect(uploaded[0]!.json).toMatchObject({
			row: 1,
			input: { id: 'mine' },
			url: expect.any(String) as string,
		});

		const { items: made } = await p.run(generate({ mode: 'submit' }));
		const predictionId = made[0]!.json.id as string;
		const { items: asked } = await p.run(
			{ resource: 'prediction', operation: 'getStatus', predictionId, options },
			{ items: [rows[0]!] },
		);
		expect(asked[0]!.json).toMatchObject({ row: 1, id: predictionId, input: { id: 'mine' } });
	});

	it('with an unknown value is rejected before anything is submitted', async () => {
		const { error } = await p.run(generate({ options: { includeInput: 'everything' } }));
		expect(error!.message).toBe('Include Input must be none, json, or all, not “everything”');
		expect(p.api.submits).toEqual([]);
	});
});

describe('Files in One Item', () => {
	const two = [1, 2].map((n) => ({
		name: `output_${n}.png`,
		contentType: 'image/png',
		bytes: Buffer.concat([PNG, Buffer.from([n])]),
	}));

	it('puts all files of a job into one item, each in its own field', async () => {
		p.api.setFiles(two);
		const { items } = await p.run(generate({ options: { combineFiles: true, fileName: 'fox' } }), {
			items: [{}, {}],
		});

		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		const [{ json, binary }] = items as [(typeof items)[0]];
		expect(json).toMatchObject({ output_index: 0, output_count: 2 });
		expect(json.generation_url).toEqual([
			expect.stringContaining('output_1'),
			expect.stringContaining('output_2'),
		]);
		expect(Object.entries(binary!).map(([name, { fileName }]) => [name, fileName])).toEqual([
			['data', 'fox_1.png'],
			['data_1', 'fox_2.png'],
		]);
		expect((await storedBytes(binary!.data_1)).at(-1)).toBe(2);
	});

	it('returns one URL for one file, and only the URLs if Download Output is off', async () => {
		const { items: one } = await p.run(generate({ options: { combineFiles: true } }));
		expect(one[0]!.json.generation_url).toEqual(expect.any(String));
		p.api.setFiles(two);
		const { items } = await p.run(generate({ options: { combineFiles: true, downloadOutput: false } }));
		expect(items).toHaveLength(1);
		expect(items[0]!.binary).toBeUndefined();
		expect(items[0]!.json.generation_url).toHaveLength(2);
	});

	it('works for Prediction → Download with the user’s output field', async () => {
		p.api.setFiles(two);
		const { items: made } = await p.run(generate({ options: { downloadOutput: false, combineFiles: true } }));
		const { items } = await p.run({
			resource: 'prediction',
			operation: 'download',
			generationUrl: made[0]!.json.generation_url as string,
			options: { combineFiles: true, outputField: 'picture' },
		});
		expect(Object.keys(items[0]!.binary!)).toEqual(['picture', 'picture_1']);
	});
});

describe('the default names of files', () => {
	it('are all different', async () => {
		const { items } = await p.run(generate(), { items: [{}, {}, {}] });
		const names = items.map(({ binary }) => binary!.data!.fileName);
		expect(new Set(names).size).toBe(3);
		expect(names).toEqual(items.map(({ json }) => `p-image-${json.id as string}.jpg`));
	});

	it('include the API’s name for the file if it is meaningful', async () => {
		p.api.setFiles([{ name: '灯台 1.png', contentType: 'image/png', bytes: PNG }]);
		const { items } = await p.run(generate(), { items: [{}, {}] });
		expect(items.map(({ binary }) => binary!.data!.fileName)).toEqual(
			items.map(({ json }) => `灯台 1-${json.id as string}.png`),
		);
	});

	it('prefer Content-Disposition to the URL', async () => {
		p.api.fault({ on: 'delivery', headers: { 'content-disposition': 'attachment; filename="red fox.jpg"' } });
		const { items } = await p.run(generate());
		expect(items[0]!.binary!.data!.fileName).toBe(`red fox-${items[0]!.json.id as string}.jpg`);
	});

	it('include the item number if there is no job', async () => {
		const { items: made } = await p.run(generate({ options: { downloadOutput: false } }), {
			items: [{}, {}],
		});
		const { items } = await p.run(
			{ resource: 'prediction', operation: 'download', generationUrl: '={{ $json.generation_url }}' },
			{ items: made.map(({ json }) => ({ json })) },
		);
		expect(items.map(({ binary }) => binary!.data!.fileName)).toEqual([
			'output-item-0.jpg',
			'output-item-1.jpg',
		]);
	});
});
