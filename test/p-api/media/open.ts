import { loadImage } from '@napi-rs/canvas';
import type { Parameter } from '../models';
import { formatOfBytes, type MediaFormat } from './formats';
import { unreadable, unsupportedFormat } from './pythonErrors';

/** What a file turned out to contain when it was opened. */
export interface Medium {
	format: MediaFormat;
	/** In pixels; images only. */
	width?: number;
	height?: number;
}

/** There is no decoder for these, so their first bytes have to suffice. */
const NOT_DECODED = ['tiff'];

/** Opens a file; undefined if it is not a media file, or an image that cannot be decoded. */
export async function openMedium(bytes: Buffer): Promise<Medium | undefined> {
	const format = formatOfBytes(bytes);
	if (format?.kind !== 'image' || NOT_DECODED.includes(format.name)) return format && { format };
	const image = await loadImage(bytes).catch(() => undefined);
	return image && { format, width: image.width, height: image.height };
}

/** Why the parameter's model cannot use a file of this format; undefined if it can. */
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
