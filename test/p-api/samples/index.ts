import { createCanvas } from '@napi-rs/canvas';
import { zipSync } from 'fflate';
import { drawBackground } from '../render/image';
import { renderVideo } from '../render/video';
import { flac, mp3, wav } from './audio';
import { webmOf } from './webm';

/** A small, real file that opens in every program and that the stand-in's models accept. */
export interface Sample {
	bytes: Buffer;
	fileName: string;
	mimeType: string;
}

const mimeTypes = {
	jpg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	gif: 'image/gif',
	avif: 'image/avif',
	mp4: 'video/mp4',
	webm: 'video/webm',
	mp3: 'audio/mpeg',
	wav: 'audio/wav',
	flac: 'audio/flac',
	zip: 'application/zip',
};

export type SampleFormat = keyof typeof mimeTypes;
export const sampleFormats = Object.keys(mimeTypes) as SampleFormat[];

const SIDE = 64;
const scene = { width: SIDE, height: SIDE, seedText: 'sample', title: 'Sample', note: '' };

const made = new Map<SampleFormat, Promise<Buffer>>();

/** A sample of this format, with the same bytes every time. */
export async function sample(format: SampleFormat): Promise<Sample> {
	const bytes = made.get(format) ?? make(format);
	made.set(format, bytes);
	return { bytes: await bytes, fileName: `sample.${format}`, mimeType: mimeTypes[format] };
}

async function make(format: SampleFormat): Promise<Buffer> {
	switch (format) {
		case 'mp4':
			return await renderVideo(scene);
		case 'webm':
			return webmOf(await image('webp'), SIDE, SIDE);
		case 'mp3':
			return mp3();
		case 'wav':
			return wav();
		case 'flac':
			return flac();
		case 'zip':
			return Buffer.from(zipSync({ 'one.png': await image('png') }, { mtime: '2026-01-01T00:00:00Z' }));
		default:
			return await image(format);
	}
}

async function image(format: 'jpg' | 'png' | 'webp' | 'gif' | 'avif'): Promise<Buffer> {
	const canvas = createCanvas(SIDE, SIDE);
	drawBackground(canvas.getContext('2d'), scene);
	switch (format) {
		case 'jpg':
			return await canvas.encode('jpeg', 80);
		case 'webp':
			return await canvas.encode('webp', 80);
		case 'avif':
			return await canvas.encode('avif');
		case 'gif':
			return await canvas.encode('gif');
		default:
			return await canvas.encode('png');
	}
}
