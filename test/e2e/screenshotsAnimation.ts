// Makes a short animation from screenshots, small enough for a README: each frame stores only what changed.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { GIFEncoder, nearestColorIndex, quantize } from 'gifenc';
import type { Locator, Page } from 'playwright-core';

interface Frame {
	pixels: Uint8ClampedArray;
	seconds: number;
}

/** One of a GIF's 256 color indexes means “as in the previous frame”. */
const COLORS = 255;
const UNCHANGED = 255;
const EXACT_COLORS = 64;

/** How long a list takes to fade in, in milliseconds. */
const FADE = 500;

/** The mouse pointer: x and y of the corners of an arrow. */
const ARROW = [0, 0, 0, 17, 4, 13, 7, 19, 10, 18, 7, 12, 12, 12];

export class Animation {
	private readonly frames: Frame[] = [];
	private pointer: { x: number; y: number } | undefined;

	/** @param width width of the animation in pixels; the screenshots are scaled down to it */
	constructor(
		private readonly page: Page,
		private readonly width: number,
	) {}

	private get scale(): number {
		return this.width / this.page.viewportSize()!.width;
	}

	private get height(): number {
		return Math.round(this.page.viewportSize()!.height * this.scale);
	}

	/** Takes a screenshot and shows it for this long. */
	async hold(seconds: number): Promise<void> {
		const image = await loadImage(await this.page.screenshot());
		const context = createCanvas(this.width, this.height).getContext('2d');
		context.imageSmoothingQuality = 'high';
		context.drawImage(image, 0, 0, this.width, this.height);
		if (this.pointer) {
			context.translate(this.pointer.x * this.scale, this.pointer.y * this.scale);
			context.beginPath();
			for (let corner = 0; corner < ARROW.length; corner += 2) {
				context.lineTo(ARROW[corner]!, ARROW[corner + 1]!);
			}
			context.closePath();
			context.fillStyle = 'black';
			context.fill();
			context.strokeStyle = 'white';
			context.stroke();
		}
		this.frames.push({ pixels: context.getImageData(0, 0, this.width, this.height).data, seconds });
	}

	/** Shows the mouse on an element for a moment. A screenshot does not include the mouse, so it is drawn. */
	async pointAt(element: Locator, seconds = 0.7): Promise<void> {
		await element.scrollIntoViewIfNeeded();
		const box = (await element.boundingBox())!;
		this.pointer = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
		await this.page.mouse.move(this.pointer.x, this.pointer.y);
		await this.page.waitForTimeout(FADE);
		await this.hold(seconds);
	}

	encode(): Buffer {
		const gif = GIFEncoder();
		const colors = this.colors();
		const palette = Array.from({ length: COLORS + 1 }, (_, index) => colors[index] ?? [0, 0, 0]);
		const indexOf = new Map<number, number>();
		let before: Uint8Array | undefined;
		for (const { pixels, seconds } of this.frames) {
			const indexes = toIndexes(pixels, colors, indexOf);
			const changed = before
				? indexes.map((index, at) => (index === before![at] ? UNCHANGED : index))
				: indexes;
			gif.writeFrame(changed, this.width, this.height, {
				palette: before ? undefined : palette,
				delay: seconds * 1000,
				transparent: before !== undefined,
				transparentIndex: UNCHANGED,
				dispose: 1, // keep this frame: the next one is drawn over it
			});
			before = indexes;
		}
		gif.finish();
		return Buffer.from(gif.bytes());
	}

	/**
	 * One palette for all frames, from the first, the last and some in between. The editor's own colors are taken exactly,
	 * because a mean would tint large areas. The others, of images and edges, are means.
	 */
	private colors(): number[][] {
		const step = Math.max(1, Math.floor(this.frames.length / 4));
		const some = this.frames.filter((_, index) => index % step === 0 || index === this.frames.length - 1);
		const all = new Uint8ClampedArray(some.length * some[0]!.pixels.length);
		some.forEach(({ pixels }, index) => all.set(pixels, index * pixels.length));
		const counts = new Map<number, number>();
		for (let at = 0; at < all.length; at += 4) {
			const color = colorAt(all, at);
			counts.set(color, (counts.get(color) ?? 0) + 1);
		}
		const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, EXACT_COLORS);
		return [...frequent.map(([color]) => channels(color)), ...quantize(all, COLORS - EXACT_COLORS)];
	}
}

function colorAt(pixels: Uint8ClampedArray, at: number): number {
	return (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
}

function channels(color: number): number[] {
	return [color >> 16, (color >> 8) & 255, color & 255];
}

/** @param indexOf cache of the indexes found so far, because most pixels share a few colors */
function toIndexes(pixels: Uint8ClampedArray, colors: number[][], indexOf: Map<number, number>): Uint8Array {
	return Uint8Array.from({ length: pixels.length / 4 }, (_, pixel) => {
		const color = colorAt(pixels, pixel * 4);
		const index = indexOf.get(color) ?? nearestColorIndex(colors, channels(color));
		indexOf.set(color, index);
		return index;
	});
}
