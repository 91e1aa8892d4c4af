import type { ModelParameter } from './types';

const SPELLINGS = new Map([
	['dpm++', 'DPM++'],
	['flac', 'FLAC'],
	['fps', 'FPS'],
	['jpg', 'JPG'],
	['lora', 'LoRA'],
	['mp3', 'MP3'],
	['mp4', 'MP4'],
	['png', 'PNG'],
	['unipc', 'UniPC'],
	['url', 'URL'],
	['wav', 'WAV'],
	['webp', 'WebP'],
]);

/** Words that title case leaves in lowercase unless they come first. */
const SMALL = new Set(['a', 'an', 'and', 'for', 'in', 'of', 'on', 'per', 'the', 'to', 'with']);

/** "frames_per_second" becomes "Frames per Second", "Blink of an eye" becomes "Blink of an Eye". */
export function titleCase(name: string): string {
	return name
		.split(/[_\s]+/)
		.filter((word) => word !== '')
		.map((word, index) => {
			if (index > 0 && SMALL.has(word)) return word;
			return SPELLINGS.get(word) ?? word.replace(/^\(?[a-z]/, (start) => start.toUpperCase());
		})
		.join(' ');
}

/** The name of a parameter in the editor, and therefore in every message. */
export function displayNameOf(parameter: Pick<ModelParameter, 'name' | 'label'>): string {
	return parameter.label ?? titleCase(parameter.name);
}
