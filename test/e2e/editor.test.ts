// The node in n8n's editor, in a real browser, as a user sees it.
import { eventually } from '../until';
import { Editor } from './editor';
import { API_KEY, startServer, type Server } from './instance';
import { pruna, start, workflow } from './workflow';

let server: Server;
let editor: Editor;

beforeAll(async () => {
	server = await startServer('editor');
	editor = await Editor.open(server.n8n.url);
});
afterAll(async () => {
	await editor?.close();
	await server?.close();
});

async function openEmptyWorkflow(): Promise<void> {
	await editor.openWorkflow(await server.rest.createWorkflow(workflow('Editor', [start()])));
}

/** Opens the node in a new workflow. */
async function openPruna(parameters: object): Promise<void> {
	const node = { ...pruna(parameters), position: [240, 0] as [number, number] };
	await editor.openWorkflow(await server.rest.createWorkflow(workflow('Editor', [start(), node])));
	await editor.openNode('Pruna');
}

/** Adds the node after the trigger as a user does: by search, then by one of its actions. */
async function addBySearch(action: string): Promise<void> {
	await openEmptyWorkflow();
	await editor.openNodePanel();
	await editor.searchNodes('pruna');
	await eventually(async () => expect(await editor.listedNodes()).toEqual(['Pruna']));
	await editor.listed('Pruna').click();
	await editor.listed(action).click();
	await editor.panel.waitFor();
}

describe('the nodes panel', () => {
	it.each(['pruna', 'text to image', 'text to video', 'upscale', 'lora'])(
		'finds the node by “%s”',
		async (text) => {
			await openEmptyWorkflow();
			await editor.openNodePanel();
			await editor.searchNodes(text);

			await eventually(async () => expect(await editor.listedNodes()).toContain('Pruna'));
		},
	);

	it('lists the operations as actions, and nothing else', async () => {
		await openEmptyWorkflow();
		await editor.openNodePanel();
		await editor.searchNodes('pruna');
		await editor.listed('Pruna').click();

		await eventually(async () =>
			expect((await editor.listedNodes()).sort()).toEqual(
				[
					'Create prediction',
					'Download prediction result',
					'Edit image',
					'Edit video',
					'Generate image',
					'Generate video',
					'Get prediction result',
					'Get prediction status',
					'Recover predictions',
					'Train LoRA',
					'Try on clothing in image',
					'Upscale image',
					'Upload file',
				].sort(),
			),
		);
	});

	it('sets the resource and operation of the action, and connects the node', async () => {
		await addBySearch('Upscale image');

		expect(await editor.valueOf('resource')).toBe('Image');
		expect(await editor.valueOf('operation')).toBe('Upscale');
		expect(await editor.valueOf('model')).toBe('P-Image Upscale');
		expect(await editor.page.getByText('No input connected').count()).toBe(0);
	});
});

describe('the fields', () => {
	it('follow resource, operation and model', async () => {
		await addBySearch('Generate image');
		expect(await editor.fields()).toEqual(['resource', 'operation', 'model', 'prompt', 'mode']);
		expect(await editor.placeholderOf('prompt')).toContain('lighthouse');

		await editor.choose('operation', 'Edit');
		await eventually(async () => expect(await editor.fields()).toContain('images'));
		expect(await editor.valueOf('model')).toBe('P-Image Edit');
		expect(await editor.placeholderOf('prompt')).toContain('Make it night');

		await editor.choose('model', 'P-Image Remove Background');
		await eventually(async () => expect(await editor.fields()).not.toContain('prompt'));
		expect(await editor.fields()).toEqual(['resource', 'operation', 'model', 'image', 'mode']);

		await editor.choose('resource', 'Video');
		await eventually(async () => expect(await editor.valueOf('model')).toBe('VACE'));
		expect(await editor.valueOf('operation')).toBe('Edit');
		await editor.choose('operation', 'Generate');
		await editor.choose('model', 'Wan Image to Video');
		await eventually(async () => expect(await editor.fields()).toContain('image'));
		expect(await editor.fields()).toContain('prompt');

		await editor.choose('resource', 'Prediction');
		await editor.choose('operation', 'Get Status');
		await eventually(async () => expect(await editor.fields()).toContain('predictionId'));
		expect(await editor.fields()).toEqual(['resource', 'operation', 'predictionId']);
	});

	it('that can be added are the fields of the model', async () => {
		await openPruna({});
		const ofImage = await editor.offers('Add Field');
		expect(ofImage).toEqual(expect.arrayContaining(['Aspect Ratio', 'Height', 'Seed', 'Width']));
		expect(ofImage).not.toContain('Duration');

		await editor.add('Add Field', 'Aspect Ratio');
		await editor.choose('aspect_ratio', 'Custom');
		await editor.add('Add Field', 'Width');
		await eventually(async () => expect(await editor.fields()).toContain('width'));
		await editor.add('Add Field', 'LoRA Scale');
		await eventually(async () => expect(await editor.fields()).toContain('lora_scale'));

		await editor.choose('resource', 'Video');
		await eventually(async () => expect(await editor.valueOf('model')).toBe('Wan Text to Video'));
		await editor.choose('model', 'P-Video');
		await eventually(async () => expect(await editor.fields()).not.toContain('lora_scale'));
		const ofVideo = await editor.offers('Add Field');
		expect(ofVideo).toEqual(expect.arrayContaining(['Duration', 'First Frame', 'Resolution']));
		expect(ofVideo).not.toContain('LoRA Weights');
	});

	it('of Submit Only do not include the options for waiting and for files', async () => {
		await openPruna({});
		const waiting = [
			...['Download Output', 'File Name', 'Files in One Item', 'Free the Worker While Waiting'],
			...['Output Binary Field', 'Poll Interval', 'Timeout'],
		];
		const always = [
			...['Extra Input', 'Include Input', 'Job Key', 'Max Concurrent'],
			...['Requests per Minute', 'Spending Limit', 'Takes'],
		];
		expect((await editor.offers('Add Option')).sort()).toEqual([...waiting, ...always].sort());

		await editor.choose('mode', 'Submit Only');
		await eventually(async () => expect(await editor.offers('Add Option')).toEqual(always));
	});
});

describe('a step', () => {
	it('makes an image from a prompt, which the preview shows', async () => {
		server.api.reset();
		await addBySearch('Generate image');
		await editor.fill('prompt', 'A paper boat in the rain');
		await editor.executeStep();
		await editor.viewFile();

		const image = editor.output.locator('img').last();
		await eventually(async () =>
			expect(
				await image.evaluate((element: HTMLImageElement) => [element.complete, element.naturalWidth]),
			).toEqual([true, expect.any(Number)]),
		);
		expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(100);
		expect(server.api.submits.map(({ model, input }) => [model, input])).toEqual([
			['p-image', { prompt: 'A paper boat in the rain' }],
		]);
	});

	it('makes a video that the preview plays', async () => {
		await addBySearch('Generate video');
		await editor.choose('model', 'P-Video');
		await editor.fill('prompt', 'A fox runs through snow');
		await editor.executeStep();
		await editor.viewFile();

		const video = editor.output.locator('video');
		const state = async () =>
			await video.evaluate((player: HTMLVideoElement) => ({
				error: player.error?.message,
				hasFrames: player.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
				hasLength: player.duration > 0,
				hasWidth: player.videoWidth > 0,
				hasPlayed: player.currentTime > 0,
			}));
		await video.evaluate(async (player: HTMLVideoElement) => await player.play());
		await eventually(async () =>
			expect(await state()).toEqual({
				error: undefined,
				hasFrames: true,
				hasLength: true,
				hasWidth: true,
				hasPlayed: true,
			}),
		);
	});

	it('without a prompt does not start, and n8n names the missing field', async () => {
		server.api.reset();
		await openPruna({ prompt: '' });
		await editor.executeStep();

		await editor.message.getByText('Parameter "Prompt" is required').waitFor();
		expect(await editor.message.innerText()).toContain("The 'Pruna' node has issues");
		expect(server.api.submits).toEqual([]);
	});

	it('whose job fails shows what happened, what to do, and the ID', async () => {
		server.api.reset();
		server.api.failNext({ error: 'NSFW content detected' });
		await openPruna({ prompt: 'Something odd' });
		await editor.executeStep();

		await editor.error.message.waitFor();
		expect(await editor.error.message.innerText()).toBe('The prediction failed: NSFW content detected');
		const description = await editor.error.description.innerText();
		expect(description).toContain('Change the input first');
		expect(description).toContain(`Prediction ID: ${server.api.submits[0]!.id}`);
	});

	it('whose job fails returns an item with error and details under On Error → Continue', async () => {
		server.api.reset();
		server.api.failNext({ error: 'NSFW content detected' });
		await openPruna({ prompt: 'Something odd' });
		await editor.setOnError('Continue');
		await editor.executeStep();
		await editor.showOutputAs('json');

		await eventually(async () => {
			const shown = await editor.output.innerText();
			expect(shown).toContain('The prediction failed: NSFW content detected');
			expect(shown).toContain(server.api.submits[0]!.id);
		});
		expect(await editor.error.message.count()).toBe(0);
	});
});

describe("the credential's dialog", () => {
	it('says what is wrong with a key, and that a valid one works', async () => {
		await openPruna({});
		await editor.openCredential();
		// The dialog tests the key that it opens with. A late result of that test would replace the one for the next key.
		await editor.keyAccepted.waitFor();

		await editor.saveKey('pru_wrong');
		await eventually(async () =>
			expect(await editor.keyRefusal()).toContain('Pruna did not accept this API key'),
		);

		await editor.saveKey('pru_no_credit');
		await eventually(async () => expect(await editor.keyRefusal()).toContain('out of credit'));

		await editor.saveKey(API_KEY);
		await editor.keyAccepted.waitFor();
		expect(await editor.keyAccepted.innerText()).toContain('Connection tested successfully');
	});
});
