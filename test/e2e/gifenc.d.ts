/** The parts of gifenc that are used here; it has no types of its own. */
declare module 'gifenc' {
	type Palette = number[][];

	export function quantize(pixels: Uint8ClampedArray, colors: number): Palette;
	export function nearestColorIndex(palette: Palette, color: number[]): number;
	export function GIFEncoder(): {
		writeFrame(
			indexes: Uint8Array,
			width: number,
			height: number,
			options: {
				/** Set with the first frame, for all frames. */
				palette?: Palette;
				/** Milliseconds. */
				delay?: number;
				transparent?: boolean;
				transparentIndex?: number;
				dispose?: number;
			},
		): void;
		finish(): void;
		bytes(): Uint8Array;
	};
}
