import type { INodeProperties } from 'n8n-workflow';
import { displayNameOf, titleCase } from './displayName';
import { isOnTop } from './place';
import type { ModelParameter } from './types';

/**
 * The editor's name of a choice: in title case and without emoji, as n8n's guidelines require. The API's own value is
 * sent unchanged.
 */
function choiceName(choice: string | number): string {
	const text = String(choice)
		.replace(/\s*\p{Extended_Pictographic}\uFE0F?/gu, '')
		// By n8n's guidelines, the asterisk in a size such as 832*480 would mean a wildcard.
		.replace(/(?<=\d)\*(?=\d)/g, ' × ');
	return titleCase(text);
}

/** Lists with at least this many entries have to be alphabetized, according to n8n's guidelines. */
const LONG_LIST = 5;

const isNumeric = (name: string) => /^\d+$/.test(name);

/** Numbers by size, which the guidelines allow, and everything else alphabetically. */
function compareNames(a: string, b: string): number {
	return isNumeric(a) && isNumeric(b) ? Number(a) - Number(b) : a.localeCompare(b);
}

/** Sorts a long list by name. A short list, or one that starts with a number, stays as it is. */
export function inOrder<T>(entries: readonly T[], nameOf: (entry: T) => string): T[] {
	const startsWithNumber = entries[0] !== undefined && isNumeric(nameOf(entries[0]));
	if (entries.length < LONG_LIST || startsWithNumber) return [...entries];
	return [...entries].sort((a, b) => compareNames(nameOf(a), nameOf(b)));
}

function mediaHint(parameter: ModelParameter): string {
	const several = parameter.type === 'url[]';
	if (!parameter.media) return several ? 'Separate multiple URLs with commas or line breaks.' : '';
	return several
		? 'Enter public URLs, names of binary fields, or expressions that return files, separated by commas or line breaks.'
		: 'Enter a public URL, the name of a binary field, or an expression that returns a file.';
}

/** The hint below a field at the top of the panel, and what n8n's own AI reads about every field. */
function mediaHelp(parameter: ModelParameter): Pick<INodeProperties, 'hint' | 'builderHint'> {
	if (!parameter.media) return {};
	const several = parameter.type === 'url[]';
	return {
		...(isOnTop(parameter) && {
			hint: several
				? 'Names of binary fields or public URLs, separated by commas'
				: 'The name of a binary field, or a public URL',
		}),
		builderHint: {
			propertyHint: `The name of a binary field of the input item, such as data, or a public https URL${several ? '; separate several with commas' : ''}. There is no need to upload the file first.`,
		},
	};
}

/** File formats in their usual spelling: "JPG, PNG, WebP". */
export function formatNames({ formats = [] }: ModelParameter): string {
	return formats.map(titleCase).join(', ');
}

function formatHint(parameter: ModelParameter): string {
	return parameter.formats ? `Formats: ${formatNames(parameter)}.` : '';
}

function mediaExample(parameter: ModelParameter): string {
	const file = { image: 'photo.jpg', video: 'clip.mp4', audio: 'voice.mp3', zip: 'images.zip' };
	const [kind] = parameter.media ?? [];
	return kind ? `data, or https://example.com/${file[kind]}` : 'https://example.com/lora.safetensors';
}

function sentences(...parts: string[]): string {
	const texts = parts.filter((part) => part !== '');
	// n8n's guidelines: a description of one sentence has no period.
	return texts.length < 2 ? (texts[0] ?? '') : texts.map((text) => text.replace(/\.?$/, '.')).join(' ');
}

/** The value of a field when the user adds it in the editor. */
function startValue(parameter: ModelParameter): string | number | boolean {
	if (parameter.default !== undefined) return parameter.default;
	switch (parameter.type) {
		case 'boolean':
			return false;
		case 'integer':
		case 'number':
			return parameter.minimum ?? 0;
		case 'enum':
			return parameter.choices?.[0] ?? '';
		default:
			return '';
	}
}

/** The editor's field for one API parameter, without its display conditions. */
export function editorField(parameter: ModelParameter): INodeProperties {
	const field = {
		displayName: displayNameOf(parameter),
		name: parameter.name,
		default: startValue(parameter),
		...(parameter.required ? { required: true } : {}),
		description: parameter.description,
	};
	switch (parameter.type) {
		case 'boolean':
			return { ...field, type: 'boolean' };
		case 'enum':
			return {
				...field,
				type: 'options',
				options: inOrder(
					(parameter.choices ?? []).map((value) => ({ name: choiceName(value), value })),
					({ name }) => name,
				),
			};
		case 'integer':
		case 'number':
			return {
				...field,
				type: 'number',
				typeOptions: {
					...(parameter.minimum === undefined ? {} : { minValue: parameter.minimum }),
					...(parameter.maximum === undefined ? {} : { maxValue: parameter.maximum }),
					...(parameter.type === 'integer' ? { numberPrecision: 0 } : {}),
				},
			};
		case 'string':
			return {
				...field,
				type: 'string',
				...(parameter.example ? { placeholder: `e.g. ${parameter.example}` } : {}),
				...(parameter.rows ? { typeOptions: { rows: parameter.rows } } : {}),
				...(parameter.secret ? { typeOptions: { password: true } } : {}),
			};
		case 'number[]':
			return {
				...field,
				type: 'string',
				placeholder: 'e.g. 0.5, 1',
				description: sentences(parameter.description, 'Separate multiple numbers with commas.'),
			};
		case 'url':
		case 'url[]':
			return {
				...field,
				type: 'string',
				placeholder: `e.g. ${parameter.example ?? mediaExample(parameter)}`,
				...mediaHelp(parameter),
				description: sentences(parameter.description, mediaHint(parameter), formatHint(parameter)),
			};
	}
}
