import { loadImage } from '@napi-rs/canvas';
import type { Parameter } from '../models';
import { formatOfBytes, type MediaFormat } from './formats';
import { unreadable, unsupportedFormat } from './pythonErrors';

/** What a file was found to hold when it was opened. */
export interface Medium {
	format: MediaFormat;
	/** In pixels, of images. */
	width?: number;
	height?: number;
}

/** No decoder for these is at hand, so their first bytes have to do. */
const NOT_DECODED = ['tiff'];

/** Opens a file; undefined for what is no medium, an image that cannot be decoded included. */
export async function openMedium(bytes: Buffer): Promise<Medium | undefined> {
	const format = formatOfBytes(bytes);
	if (format?.kind !== 'image' || NOT_DECODED.includes(format.name)) return format && { format };
	const image = await loadImage(bytes).catch(() => undefined);
	return image && { format, width: image.width, height: image.height };
}

/** Why the model behind a parameter cannot use a file of this format, undefined if it can. */
export function formatError(
	{ media, formats }: Parameter,
	found: Pick<MediaFormat, 'name' | 'kind'> | undefined,
): string | undefined {
	const [kind, ...others] = [media ?? []].flat();
	if (kind === undefined) return undefined;
	if (!found || ![kind, ...others].includes(found.kind)) return unreadable(kind);
	if (formats && !formats.includes(found.name)) return unsupportedFormat(found.name, formats);
	return undefined;
}
