import { dirname, join } from 'node:path';
import { GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';

const FAMILY = '"P-API Sans", "P-API Japanese"';

// Latin, Arabic, Cyrillic, and Greek from DejaVu; Japanese from Noto. No system fonts are needed.
const file = (name: string, path: string) => join(dirname(require.resolve(`${name}/package.json`)), path);
GlobalFonts.registerFromPath(file('dejavu-fonts-ttf', 'ttf/DejaVuSans-Bold.ttf'), 'P-API Sans');
GlobalFonts.registerFromPath(
	file('@fontsource/noto-sans-jp', 'files/noto-sans-jp-japanese-700-normal.woff2'),
	'P-API Japanese',
);

export const font = (size: number): string => `bold ${size}px ${FAMILY}`;

const CJK = '[\\u2e80-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\uff00-\\uffef]';
const CJK_BREAK = new RegExp(`(?:(?<=${CJK})|(?=${CJK}))(?![、。，．」』）！？ー…])`, 'u');
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Draws text as large as fits into the box, wrapped and centered. */
export function drawText(
	context: SKRSContext2D,
	text: string,
	box: { x: number; y: number; width: number; height: number },
	largest: number,
): void {
	const smallest = 11;
	let size = Math.round(largest);
	let lines = wrap(context, text, size, box.width);
	while (lines.length * size * 1.3 > box.height && size > smallest) {
		size = Math.max(smallest, Math.floor(size * 0.9));
		lines = wrap(context, text, size, box.width);
	}
	const lineHeight = size * 1.3;
	const shown = lines.slice(0, Math.max(1, Math.floor(box.height / lineHeight)));
	context.textAlign = 'center';
	context.textBaseline = 'middle';
	context.fillStyle = '#ffffff';
	context.shadowColor = 'rgba(0, 0, 0, 0.55)';
	context.shadowBlur = size * 0.25;
	context.shadowOffsetY = size * 0.05;
	const top = box.y + (box.height - shown.length * lineHeight) / 2;
	for (const [index, line] of shown.entries())
		context.fillText(line, box.x + box.width / 2, top + (index + 0.5) * lineHeight);
	context.shadowColor = 'transparent';
}

function wrap(context: SKRSContext2D, text: string, size: number, width: number): string[] {
	context.font = font(size);
	return text.split(/\s*\n\s*/).flatMap((paragraph) => wrapParagraph(context, paragraph, width));
}

function wrapParagraph(context: SKRSContext2D, text: string, width: number): string[] {
	const fits = (line: string) => context.measureText(line.trim()).width <= width;
	const lines: string[] = [];
	let line = '';
	for (const piece of pieces(text)) {
		if (line !== '' && !fits(line + piece)) {
			lines.push(line.trim());
			line = '';
		}
		line += piece;
		// A single word that is wider than the box is broken.
		while (!fits(line)) {
			const characters = Array.from(graphemes.segment(line), ({ segment }) => segment);
			let count = characters.length - 1;
			while (count > 1 && !fits(characters.slice(0, count).join(''))) count--;
			if (count < 1) break;
			lines.push(characters.slice(0, count).join('').trim());
			line = characters.slice(count).join('');
		}
	}
	return [...lines, line.trim()].filter((part) => part !== '');
}

/** Splits where a line may break: after whitespace and around CJK characters, but not before closing punctuation. */
const pieces = (text: string): string[] => text.split(/(?<=\s)/).flatMap((word) => word.split(CJK_BREAK));
