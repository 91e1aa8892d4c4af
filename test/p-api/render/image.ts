import { createHash } from 'node:crypto';
import { createCanvas, type Canvas, type Image, type SKRSContext2D } from '@napi-rs/canvas';
import type { OutputFormat } from './format';
import type { Shape } from './shape';
import { drawText, font } from './text';

export interface Scene extends Shape {
	/** Everything that should change the colors. */
	seedText: string;
	title: string;
	/** Small text in the corner. */
	note: string;
	background?: Image;
	/** Keeps only the middle, like an image whose background was removed. */
	cutOut?: boolean;
}

type Palette = [dark: string, middle: string, light: string];
const firstPalette: Palette = ['#1b1464', '#7d2ae8', '#ff7eb3'];
const palettes: Palette[] = [
	firstPalette,
	['#0f2027', '#2c7da0', '#89c2d9'],
	['#3a0ca3', '#c9227c', '#ffb703'],
	['#00416a', '#00a896', '#c9eba0'],
	['#42047e', '#3f6efc', '#6fe3d2'],
	['#5f0f40', '#d9541e', '#fbc05a'],
	['#1d2671', '#c33764', '#ffc3a0'],
	['#134e5e', '#3fa66b', '#f4e285'],
];

/** A still of the scene in the requested format. */
export async function renderImage(scene: Scene, format: OutputFormat, quality = 85): Promise<Buffer> {
	const canvas = createCanvas(scene.width, scene.height);
	const context = canvas.getContext('2d');
	if (scene.cutOut) clipMiddle(context, scene);
	drawBackground(context, scene);
	if (!scene.cutOut) drawCaption(context, scene);
	return await encode(canvas, format, quality);
}

async function encode(canvas: Canvas, format: OutputFormat, quality: number): Promise<Buffer> {
	if (format.kind === 'png') return await canvas.encode('png');
	return await canvas.encode(format.kind === 'webp' ? 'webp' : 'jpeg', Math.max(1, quality));
}

/** The input image if there is one, or else a gradient with soft lights. `time` (0 to 1) moves the lights. */
export function drawBackground(context: SKRSContext2D, scene: Scene, time = 0): void {
	const { width, height } = scene;
	const random = numbersFrom(scene.seedText);
	if (scene.background) {
		drawCover(context, scene.background, scene, 1 + 0.12 * time);
		return;
	}
	const [dark, middle, light] = palettes[Math.floor(random() * 0.999 * palettes.length)] ?? firstPalette;
	const gradient = context.createLinearGradient(0, 0, width, height);
	gradient.addColorStop(0, dark);
	gradient.addColorStop(0.55, middle);
	gradient.addColorStop(1, light);
	context.fillStyle = gradient;
	context.fillRect(0, 0, width, height);
	for (let index = 0; index < 8; index++) {
		const drift = 0.35 * (random() - 0.5);
		const x = (random() + drift * time) * width;
		const y = (random() - drift * time) * height;
		const radius = (0.08 + 0.26 * random()) * Math.max(width, height);
		drawLight(context, x, y, radius, index % 2 === 0 ? light : middle);
	}
}

/** The title, and the note in the corner. */
export function drawCaption(context: SKRSContext2D, scene: Scene): void {
	const { width, height } = scene;
	const short = Math.min(width, height);
	const margin = Math.round(short * 0.09);
	if (scene.background) {
		// A band at the bottom keeps the image visible, and keeps text in the image apart from the title.
		const top = Math.round(height * 0.62);
		context.fillStyle = 'rgba(0, 0, 0, 0.72)';
		context.fillRect(0, top, width, height - top);
		const box = { x: margin, y: top, width: width - 2 * margin, height: height - top - 0.8 * margin };
		drawText(context, scene.title, box, short / 10);
	} else {
		const box = { x: margin, y: margin, width: width - 2 * margin, height: height - 2.2 * margin };
		drawText(context, scene.title, box, short / 7);
	}
	const size = Math.max(9, Math.round(short / 36));
	context.font = font(size);
	context.textAlign = 'right';
	context.textBaseline = 'alphabetic';
	context.fillStyle = 'rgba(255, 255, 255, 0.75)';
	context.fillText(scene.note, width - size, height - size);
}

function drawLight(context: SKRSContext2D, x: number, y: number, radius: number, color: string): void {
	const light = context.createRadialGradient(x, y, 0, x, y, radius);
	light.addColorStop(0, `${color}88`);
	light.addColorStop(1, `${color}00`);
	context.fillStyle = light;
	context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

function drawCover(context: SKRSContext2D, image: Image, { width, height }: Shape, zoom: number): void {
	const scale = zoom * Math.max(width / image.width, height / image.height);
	const w = image.width * scale;
	const h = image.height * scale;
	context.drawImage(image, (width - w) / 2, (height - h) / 2, w, h);
}

function clipMiddle(context: SKRSContext2D, { width, height }: Shape): void {
	context.beginPath();
	context.ellipse(width / 2, height / 2, width * 0.4, height * 0.45, 0, 0, 2 * Math.PI);
	context.clip();
}

/** Numbers from 0 to 1 that depend only on the text. */
function numbersFrom(text: string): () => number {
	const bytes = createHash('sha512').update(text).digest();
	let at = 0;
	return () => bytes.readUInt16LE((at++ * 2) % (bytes.length - 1)) / 0xffff;
}
