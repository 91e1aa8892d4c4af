// `npm run screenshots`: makes the images in docs/images from n8n's editor with the node in it. With names after `--`, such
// as `panel examples/image-to-video`, it makes only these.
import fs from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../sandbox/folders';
import { stopAll } from '../../scripts/process.cjs';
import { say, step } from '../../scripts/progress.cjs';
import { Editor } from './editor';
import globalSetup from './globalSetup';
import { startServer, type Server } from './instance';
import { Animation } from './screenshotsAnimation';
import { pruna, start, workflow } from './workflow';

const imagesFolder = path.join(projectFolder, 'docs', 'images');
const examplesFolder = path.join(projectFolder, 'examples');

/** CSS that hides what would be in the way: notifications, and the buttons over the canvas. */
const hidden = `
	.el-notification, [data-test-id="canvas-controls"], [class*="_executionButtons_"],
	[data-test-id="canvas-minimap"], [data-test-id="node-feature-request"] { display: none !important; }`;

/** Applies it to this page and all later ones. (As text, because tsx changes functions in a way that browsers cannot run.) */
async function hideClutter(editor: Editor): Promise<void> {
	await editor.page.addInitScript(`addEventListener('DOMContentLoaded', () => {
		const style = document.createElement('style');
		style.textContent = ${JSON.stringify(hidden)};
		document.head.append(style);
	})`);
}

async function openPruna({ rest }: Server, editor: Editor, parameters: object): Promise<void> {
	const trigger = { ...start(), name: 'When clicking ‘Execute workflow’' };
	const node = { ...pruna(parameters), position: [260, 0] as [number, number] };
	await editor.openWorkflow(await rest.createWorkflow(workflow('Pruna', [trigger, node])));
	await editor.openNode('Pruna');
}

async function save(editor: Editor, name: string): Promise<void> {
	await editor.page.screenshot({ path: path.join(imagesFolder, `${name}.png`) });
}

async function panel(server: Server, editor: Editor): Promise<void> {
	await openPruna(server, editor, {
		prompt: 'A lighthouse on a cliff at sunset, oil painting',
		additionalFields: { aspect_ratio: '16:9' },
	});
	await editor.executeStep();
	await editor.viewFile();
	await editor.output.locator('img').last().waitFor();
	await save(editor, 'panel');
}

async function videoFields(server: Server, editor: Editor): Promise<void> {
	await openPruna(server, editor, {
		resource: 'video',
		model: 'p-video',
		prompt: 'A paper boat drifts towards the camera, light rain',
		additionalFields: { duration: 5, fps: 24, resolution: '720p' },
	});
	await editor.executeStep();
	await editor.viewFile();
	await editor.output.locator('video').evaluate(async (video: HTMLVideoElement) => await video.play());
	await save(editor, 'video-fields');
}

async function credential(server: Server, editor: Editor): Promise<void> {
	await openPruna(server, editor, {});
	await editor.openCredential();
	await editor.keyAccepted.waitFor();
	// Shows readers the real address instead of the stand-in's.
	const baseUrl = editor.credential.locator('[data-test-id="parameter-input-baseUrl"] input');
	await baseUrl.evaluate((input: HTMLInputElement) => (input.value = 'https://api.pruna.ai'));
	await editor.credential.screenshot({ path: path.join(imagesFolder, 'credential.png') });
}

async function failure(server: Server, editor: Editor): Promise<void> {
	server.api.failNext({ error: 'Could not download the input image', promptIncludes: 'night' });
	await openPruna(server, editor, {
		operation: 'edit',
		model: 'p-image-edit',
		prompt: 'Make it night and turn on the lamps; keep everything else as it is',
		images: 'https://example.com/street.jpg',
	});
	await editor.executeStep();
	await editor.error.message.waitFor();
	await editor.page.waitForTimeout(2000); // the button shows for a moment that the node is still running
	await save(editor, 'error');
}

/** The workflow of one file of examples/ on the canvas, cropped with a margin. */
async function example({ rest }: Server, editor: Editor, file: string): Promise<void> {
	const saved = JSON.parse(fs.readFileSync(path.join(examplesFolder, file), 'utf8')) as object;
	await editor.openWorkflow(await rest.createWorkflow(saved));
	const target = path.join(imagesFolder, 'examples', `${path.basename(file, '.json')}.png`);
	await editor.page.screenshot({ path: target, clip: await editor.fitWorkflow(24) });
}

/** From an empty workflow to an image. */
async function nodeAtWork(server: Server, editor: Editor): Promise<void> {
	const { page } = editor;
	server.api.options.jobSeconds = 1.5;
	await page.setViewportSize({ width: 1280, height: 790 });
	const animation = new Animation(page, 900);
	const click = async (element: ReturnType<Editor['byId']>) => {
		await animation.pointAt(element.first());
		await element.first().click();
	};
	const trigger = { ...start(), name: 'When clicking ‘Execute workflow’' };
	await editor.openWorkflow(await server.rest.createWorkflow(workflow('Pruna', [trigger])));
	await animation.hold(0.8);
	await click(editor.byId('canvas-handle-plus'));
	await editor.searchNodes('pruna');
	await click(editor.listed('Pruna'));
	await click(editor.listed('Generate image'));
	await editor.panel.waitFor();

	await click(editor.field('model'));
	await click(editor.entry('P-Image Pro'));
	await animation.pointAt(editor.field('prompt'), 0.4);
	const words = 'A lighthouse on a cliff at sunset, oil painting'.split(' ');
	for (const index of words.keys()) {
		await editor.fill('prompt', words.slice(0, index + 1).join(' '));
		await animation.hold(0.2);
	}
	await click(editor.byId('node-execute-button'));
	await animation.hold(0.8);
	await editor.output.locator('[data-test-id="radio-button-binary"]').waitFor();
	await click(editor.output.locator('[data-test-id="radio-button-binary"]'));
	await click(editor.byId('ndv-view-binary-data'));
	await editor.output.locator('img').last().waitFor();
	await animation.hold(4);
	fs.writeFileSync(path.join(imagesFolder, 'node-at-work.gif'), animation.encode());
}

type Screenshot = (server: Server, editor: Editor) => Promise<void>;

/** Every screenshot, by its name on the command line. */
function screenshots(): Map<string, Screenshot> {
	const files = fs.readdirSync(examplesFolder).filter((file) => file.endsWith('.json'));
	return new Map<string, Screenshot>([
		['panel', panel],
		['video-fields', videoFields],
		['credential', credential],
		['error', failure],
		...files.map((file): [string, Screenshot] => [
			`examples/${path.basename(file, '.json')}`,
			async (server, editor) => await example(server, editor, file),
		]),
		// Last, because it changes the size of the browser window.
		['node-at-work', nodeAtWork],
	]);
}

async function makeScreenshots(wanted: readonly string[]): Promise<void> {
	await globalSetup();
	fs.mkdirSync(path.join(imagesFolder, 'examples'), { recursive: true });
	const server = await step('Starting n8n', async () => await startServer('screenshots'));
	const editor = await Editor.open(server.n8n.url);
	try {
		await hideClutter(editor);
		for (const [name, take] of screenshots()) {
			if (wanted.length > 0 && !wanted.includes(name)) continue;
			await step(name, async () => await take(server, editor));
		}
		say(`Check the images: ${path.relative(process.cwd(), imagesFolder)}`);
	} finally {
		await editor.close();
		await server.close();
	}
}

makeScreenshots(process.argv.slice(2)).catch(async (error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exitCode = 1;
	await stopAll();
});
