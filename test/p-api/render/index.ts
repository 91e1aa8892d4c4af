import { createHash } from 'node:crypto';
import { loadImage, type Image } from '@napi-rs/canvas';
import { findUpload, mediaUrls } from '../media';
import type { Model } from '../models';
import type { State } from '../state';
import { outputFormat } from './format';
import { renderLora } from './lora';
import { renderImage, type Scene } from './image';
import { outputShape } from './shape';
import { renderVideo } from './video';

/** Renderings of this process, oldest first. Jobs with the same input share one. */
const cache = new Map<string, Promise<Buffer>>();
const CACHE_SIZE = 64;

/** The file that a job returns: a real one that every program opens. */
export async function renderOutput(
	state: State,
	model: Model,
	input: Record<string, unknown>,
	index: number,
): Promise<Buffer> {
	if (model.output === 'lora-zip') return renderLora();
	const upload = mediaUrls(model, input, 'image')
		.map((url) => findUpload(state, url))
		.find((file) => file !== undefined);
	const key = JSON.stringify([model.id, visibleInput(input), upload?.sha256, index]);
	let rendering = cache.get(key);
	if (!rendering) {
		rendering = render(model, input, index, upload?.bytes);
		cache.set(key, rendering);
		const [oldest] = cache.keys();
		if (cache.size > CACHE_SIZE && oldest !== undefined) cache.delete(oldest);
	}
	return await rendering;
}

/** The input without its URLs: the URL of an upload differs in every run although the file is the same. */
const visibleInput = (input: Record<string, unknown>) =>
	Object.entries(input).filter(([, value]) => !/^\[?"?https?:/.test(JSON.stringify(value)));

async function render(
	model: Model,
	input: Record<string, unknown>,
	index: number,
	imageBytes: Buffer | undefined,
): Promise<Buffer> {
	const background = imageBytes && (await decode(imageBytes));
	const format = outputFormat(model, input);
	const seedText = JSON.stringify([model.id, visibleInput(input), index]);
	const seed =
		typeof input.seed === 'number'
			? input.seed
			: createHash('sha256').update(seedText).digest().readUInt16LE();
	const scene: Scene = {
		...outputShape(model, input, background),
		seedText,
		title: titleOf(model, input),
		note: `${model.id} · seed ${seed}${index > 0 ? ` · ${index + 1}` : ''}`,
		background,
		cutOut: model.id === 'p-image-rmbg',
	};
	if (model.output === 'video') return await renderVideo(scene);
	const quality = typeof input.output_quality === 'number' ? input.output_quality : undefined;
	return await renderImage(scene, format, quality);
}

/** The text that the job was given; not every model has a prompt. */
function titleOf(model: Model, input: Record<string, unknown>): string {
	const words = [input.prompt, input.voice_script, input.instruction_prompt, input.video_prompt];
	const word = words.find((value): value is string => typeof value === 'string' && value.trim() !== '');
	return word ?? model.title;
}

/** A few formats that a model opens cannot be decoded here; then the job draws a gradient. */
const decode = async (bytes: Buffer): Promise<Image | undefined> =>
	await loadImage(bytes).catch(() => undefined);
