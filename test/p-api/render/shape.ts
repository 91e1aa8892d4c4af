import { findParameter, type Model } from '../models';

export interface Shape {
	width: number;
	height: number;
}

/** In pixels. A small size keeps rendering fast; the shape stays as requested. */
const LONGEST_SIDE = { image: 1024, video: 480, 'lora-zip': 0 };

/** The size of an output in pixels. `source` is the first input image, if known. */
export function outputShape(model: Model, input: Record<string, unknown>, source?: Shape): Shape {
	const longest = LONGEST_SIDE[model.output];
	const asked = askedShape(model, input, source);
	const long = Math.max(asked.width, asked.height);
	const scale = asked.exact && long <= longest ? 1 : longest / long;
	// H.264 requires even sides.
	const side = (value: number) =>
		model.output === 'video'
			? Math.max(2, 2 * Math.round((value * scale) / 2))
			: Math.max(1, Math.round(value * scale));
	return { width: side(asked.width), height: side(asked.height) };
}

function askedShape(
	model: Model,
	input: Record<string, unknown>,
	source: Shape | undefined,
): Shape & { exact?: boolean } {
	const setting = (name: string): unknown => {
		const parameter = findParameter(model, name);
		return parameter && (input[name] ?? parameter.default);
	};
	const ratioValues = findParameter(model, 'aspect_ratio')?.enum;
	const ratio = setting('aspect_ratio');
	// Width and height apply to `custom`, and to models without that value.
	const hasSides = !ratioValues?.includes('custom') || ratio === 'custom';
	const width = setting('width');
	const height = setting('height');
	if (hasSides && (typeof width === 'number' || typeof height === 'number')) {
		const other = Number(width ?? height);
		return { width: Number(width ?? other), height: Number(height ?? other), exact: true };
	}
	const size = /^(\d+)\*(\d+)$/.exec(String(setting('size'))); // vace: 832*480
	if (size) return { width: Number(size[1]), height: Number(size[2]) };
	const wanted = /^(\d+):(\d+)$/.exec(String(ratio));
	// An image to edit or animate keeps its shape unless another one is requested.
	if (source && (!wanted || (input.aspect_ratio === undefined && model.output === 'video'))) return source;
	if (wanted) return { width: Number(wanted[1]), height: Number(wanted[2]) };
	return model.output === 'video' ? { width: 16, height: 9 } : { width: 1, height: 1 };
}
