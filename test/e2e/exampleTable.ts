// What each workflow of examples/ must do, for each way in which a user runs it. headless.test.ts runs this table.
import fs from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { workFolder } from '../../sandbox/folders';

/** The home folder of n8n's user. It contains the only folder in which n8n lets workflows write. */
export const home = path.join(workFolder, 'e2e', 'home');
const writable = path.join(home, '.n8n-files');

export function makeHome(): void {
	fs.rmSync(home, { recursive: true, force: true });
	fs.mkdirSync(writable, { recursive: true });
}

export interface ExampleRun {
	/** How the run starts; with `n8n execute` by default. */
	begin?:
		| {
				form: string;
				fields: FormFields;
				/** Fields of a second page, which a person fills in later. */ then?: FormFields;
		  }
		| { chat: string; message: string }
		/** The name of a manual trigger, where `n8n execute` cannot run the workflow. */
		| { button: string };
	/** Parameters that differ from the file, by node, so that the run needs no long wait and no internet. */
	change?: Record<string, object>;
	/** The models of the submitted jobs, in order. */
	submits: string[];
	/** The names of the files that a Pruna node returns, or patterns for them, by node. */
	files?: Record<string, Array<string | RegExp>>;
	/** The JSON of a node's items, by node. */
	items?: Record<string, object[]>;
	endsWith?: ExampleEnd;
}

/** The file at the end, on the form's last page or on disk, and the node that returned it. */
export type ExampleEnd = { node: string; page: string | RegExp } | { node: string; disk: string };

export type FormFields = Array<string | FormFile>;

export interface FormFile {
	name: string;
	type: string;
	bytes: Uint8Array<ArrayBuffer>;
}

const text = expect.any(String) as string;

/** The default name of a file, by model and extension. */
const unnamed = (model: string, extension: string) => new RegExp(`^${model}-\\w+\\.${extension}$`);

const photo: FormFile = {
	name: 'shoe.png',
	type: 'image/png',
	bytes: Uint8Array.from(
		Buffer.from(
			'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
			'base64',
		),
	),
};

const photoArchive: FormFile = {
	name: 'dog.zip',
	type: 'application/zip',
	bytes: Uint8Array.from(
		zipSync(Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`dog-${n}.png`, photo.bytes]))),
	),
};

/** The rows of the table that the nightly pipeline reads. */
export const promptRows = [
	{ title: 'Harbour', prompt: 'A harbour at dawn', done: '' },
	{ title: 'Market', prompt: 'A market in the rain', done: '' },
	{ title: 'Old', prompt: 'A row from the night before', done: 'its-prediction' },
];

const newRows = promptRows.filter(({ done }) => done === '');

const checkedPrompts = [
	'A harbor at dawn, oil painting',
	'A market in the rain, oil painting',
	'A bridge in the fog, oil painting',
];

export const exampleTable: Record<string, ExampleRun[]> = {
	'prompt-to-image.json': [{ submits: ['p-image'], files: { Pruna: [unnamed('p-image', 'jpg')] } }],
	'prompt-to-image-to-disk.json': [
		{
			change: { 'Write File': { fileName: `=${writable}/{{ $binary.data.fileName }}` } },
			submits: ['p-image'],
			files: { 'Generate Image': ['bottle.jpg'] },
			endsWith: { node: 'Generate Image', disk: path.join(writable, 'bottle.jpg') },
		},
	],
	'nightly-content-pipeline.json': [
		{
			// n8n's command line has no data tables.
			begin: { button: 'When clicking ‘Execute workflow’' },
			submits: ['p-image', 'p-image', 'p-image-upscale', 'p-image-upscale'],
			files: {
				'Generate Image': ['Harbour.jpg', 'Market.jpg'],
				'Upscale Image': ['Harbour.jpg', 'Market.jpg'],
			},
			items: {
				'Build Post': newRows.map(({ title, prompt }) => ({ title, text: prompt, predictionId: text })),
				'Mark as Done': newRows.map((row) => expect.objectContaining({ ...row, done: text }) as object),
				'List What Failed': [],
			},
		},
	],
	'image-to-video.json': [
		{
			submits: ['p-image', 'p-video'],
			files: { 'Generate First Frame': [unnamed('p-image', 'jpg')], 'Generate Video': ['paper-boat.mp4'] },
		},
	],
	'long-video-without-a-worker.json': [
		{
			change: { Wait: { amount: 0.1, unit: 'seconds' } },
			submits: ['vace'],
			files: { 'Get Result': ['paper-boat.mp4'] },
		},
	],
	'check-before-a-batch.json': [
		{
			submits: Array<string>(3).fill('p-image'),
			files: { 'Generate Images': ['harbor.jpg', 'market.jpg', 'bridge.jpg'] },
			items: {
				Check: checkedPrompts.map((prompt) => ({
					model: 'p-image',
					input: { prompt, aspect_ratio: '16:9' },
					estimated_cost_usd: 0.005,
				})),
				'List Findings': [],
			},
		},
	],
	'virtual-try-on-batch.json': [
		{
			submits: Array<string>(3).fill('p-image-try-on'),
			files: { 'Try On': ['linen-shirt.png', 'raincoat-and-boots.png', 'summer-dress.png'] },
			items: {
				'Keep Images': ['linen-shirt', 'raincoat-and-boots', 'summer-dress'].map((look) => ({
					look,
					predictionId: text,
				})),
				'List What Failed': [],
			},
		},
	],
	'product-photo-form.json': [
		{
			begin: { form: 'pruna-product-photo', fields: [photo, 'on a marble table'] },
			submits: ['p-image-edit'],
			files: { 'Edit Photo': ['product-photo.jpg'] },
			endsWith: { node: 'Edit Photo', page: 'product-photo.jpg' },
		},
	],
	'train-lora.json': [
		{
			begin: { form: 'pruna-train-lora', fields: [photoArchive, 'a photo of TOKU, a small brown dog'] },
			submits: ['p-image-trainer'],
			files: { 'Train LoRA': [unnamed('p-image-trainer', 'zip')] },
			endsWith: { node: 'Unpack Weights', page: 'weights.safetensors' },
		},
		{
			begin: {
				form: 'pruna-use-lora',
				fields: ['huggingface.co/somebody/toku/weights.safetensors', 'a photo of TOKU on a surfboard'],
			},
			submits: ['p-image-lora'],
			files: { 'Generate Image': [unnamed('p-image-lora', 'jpg')] },
			endsWith: { node: 'Generate Image', page: unnamed('p-image-lora', 'jpg') },
		},
	],
	'takes-to-choose-from.json': [
		{
			submits: Array<string>(6).fill('p-image'),
			files: {
				'Generate Takes': ['lighthouse', 'harbor'].flatMap((title) =>
					[1, 2, 3].map((take) => `${title}_${take}.jpg`),
				),
			},
			items: {
				'List Takes': ['lighthouse', 'harbor'].flatMap((title, row) =>
					[0, 1, 2].map((take) => ({
						row: row + 1,
						file: `${title}_${take + 1}.jpg`,
						seed: 100 + take,
						predictionId: text,
					})),
				),
			},
		},
	],
	'draft-video-approval.json': [
		{
			begin: {
				form: 'pruna-draft-video',
				fields: ['A paper boat drifts towards the camera'],
				then: ['', 'Make the final video'],
			},
			submits: ['p-video', 'p-video'],
			files: { 'Make Draft': ['draft.mp4'], 'Make Final Video': ['final.mp4'] },
			endsWith: { node: 'Make Final Video', page: 'final.mp4' },
		},
	],
	'ai-agent-illustrates.json': [
		{
			begin: { chat: 'When Chat Message Received', message: 'How does a lighthouse work?' },
			submits: ['p-image'],
			items: { 'AI Agent': [{ output: expect.stringContaining('generation_url') as string }] },
		},
	],
};
