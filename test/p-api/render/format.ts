import { findParameter, type Model } from '../models';

export interface OutputFormat {
	kind: 'jpeg' | 'png' | 'webp' | 'mp4' | 'zip';
	extension: string;
	/** The long form, as in `output_42_0.jpeg` (wire.md 5). */
	longExtension: string;
	contentType: string;
}

const jpg: OutputFormat = {
	kind: 'jpeg',
	extension: 'jpg',
	longExtension: 'jpeg',
	contentType: 'image/jpeg',
};
const plain = (kind: 'png' | 'webp' | 'mp4' | 'zip', contentType: string): OutputFormat => ({
	kind,
	extension: kind,
	longExtension: kind,
	contentType,
});
const png = plain('png', 'image/png');
const images: Record<string, OutputFormat> = { jpg, png, webp: plain('webp', 'image/webp') };

export function outputFormat(model: Model, input: Record<string, unknown>): OutputFormat {
	if (model.output === 'video') return plain('mp4', 'video/mp4');
	if (model.output === 'lora-zip') return plain('zip', 'application/zip');
	if (model.id === 'p-image-rmbg') return png; // a removed background needs transparency
	const wanted = input.output_format ?? findParameter(model, 'output_format')?.default;
	return images[String(wanted)] ?? jpg;
}
