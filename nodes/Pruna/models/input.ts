import type { BinaryFields } from '../media/binaryFields';
import { isWebUrl, listEntries, readSource, type MediaSource } from '../media/sources';
import { convert, show, toNumber } from './convert';
import { displayNameOf } from './displayName';
import type { Model, ModelParameter } from './types';

/** What a model gets for one item: its input, and the files that have to become URLs in it first. */
export interface ModelInput {
	readonly input: Record<string, unknown>;
	readonly media: ReadonlyArray<{
		readonly parameter: ModelParameter;
		readonly sources: readonly MediaSource[];
	}>;
	/** Everything that is wrong, each as a sentence that names the field as the editor shows it. */
	readonly findings: readonly string[];
	/** Set when a finding is about what the catalogue knows of the model, which the API may have outgrown. */
	readonly extraInputHelps?: boolean;
}

/** `aboutFile`: of what the item holds, not of what the model takes. */
type Outcome = { value: unknown } | { sources: MediaSource[] } | { findings: string[]; aboutFile?: boolean };

/** Blank counts as not set: n8n's fields cannot be emptied otherwise, and the API knows no meaning for it. */
function isBlank(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		(typeof value === 'string' && value.trim() === '') ||
		(Array.isArray(value) && value.every(isBlank))
	);
}

function checkCount(parameter: ModelParameter, count: number): string[] {
	const { minItems, maxItems } = parameter;
	if (minItems !== undefined && count < minItems) return [`needs ${minItems} or more, not ${count}`];
	if (maxItems !== undefined && count > maxItems) return [`takes ${maxItems} at most, not ${count}`];
	return [];
}

function readMedia(parameter: ModelParameter, entries: unknown[], fields: BinaryFields): Outcome {
	const sources: MediaSource[] = [];
	const findings: string[] = [];
	for (const entry of entries) {
		const result = readSource(entry, parameter.media!, fields);
		if ('source' in result) sources.push(result.source);
		else findings.push(result.finding);
	}
	return findings.length > 0 ? { findings, aboutFile: true } : { sources };
}

function readLinks(parameter: ModelParameter, entries: unknown[]): Outcome {
	const wrong = entries.filter((entry) => typeof entry !== 'string' || !isWebUrl(entry.trim()));
	if (wrong.length > 0)
		return { findings: wrong.map((entry) => `needs a URL (https://…), not ${show(entry)}`) };
	const links = entries.map((entry) => (entry as string).trim());
	return { value: parameter.type === 'url[]' ? links : links[0] };
}

function readNumbers(entries: unknown[]): Outcome {
	const numbers = entries.map(toNumber);
	const wrong = entries.filter((_, index) => numbers[index] === undefined);
	return wrong.length > 0
		? { findings: wrong.map((entry) => `needs numbers separated by commas, not ${show(entry)}`) }
		: { value: numbers };
}

function isList(parameter: ModelParameter): boolean {
	return parameter.type === 'url[]' || parameter.type === 'number[]';
}

/** @param entries The entries of a list, or the one value of anything else; none of them is blank */
function readEntries(parameter: ModelParameter, entries: unknown[], fields: BinaryFields): Outcome {
	switch (parameter.type) {
		case 'url':
		case 'url[]':
			return parameter.media ? readMedia(parameter, entries, fields) : readLinks(parameter, entries);
		case 'number[]':
			return readNumbers(entries);
		default: {
			const result = convert(parameter, entries[0]);
			return 'value' in result ? result : { findings: [result.finding] };
		}
	}
}

function readValue(parameter: ModelParameter, entries: unknown[], fields: BinaryFields): Outcome {
	const counted = isList(parameter) ? checkCount(parameter, entries.length) : [];
	if (counted.length > 0) return { findings: counted };
	const outcome = readEntries(parameter, entries, fields);
	// What is wrong with a token must not be told by showing it.
	return 'findings' in outcome && parameter.secret ? { findings: ['needs text'] } : outcome;
}

/**
 * What only shows when parameters are looked at together.
 *
 * @param counts Number of entries of each parameter that is set
 */
function checkTogether(model: Model, counts: ReadonlyMap<string, number>, extra: object): string[] {
	const labelOf = (name: string) =>
		displayNameOf(model.parameters.find((parameter) => parameter.name === name) ?? { name });

	const missing = (model.needsOneOf ?? [])
		.filter((group) => !group.some((name) => counts.has(name) || Object.hasOwn(extra, name)))
		.map((group) => `${group.map(labelOf).join(' or ')} is required`);

	const uneven = model.parameters.flatMap(({ name, sameCountAs }) => {
		const count = counts.get(name);
		const wanted = sameCountAs === undefined ? undefined : counts.get(sameCountAs);
		return sameCountAs === undefined || count === undefined || wanted === undefined || count === wanted
			? []
			: [`${labelOf(name)}: needs as many entries as ${labelOf(sameCountAs)} (${wanted}), not ${count}`];
	});
	return [...missing, ...uneven];
}

/**
 * Makes a model's input from what the user has set for one item. Only keys of the model are looked at, so that a
 * field of another model that lingers in a saved workflow is never sent; what is not set is left out, so that the
 * API's own default holds. Pure: nothing is read, uploaded or sent.
 *
 * @param set What the user has set, by the API's key names
 * @param extra Keys that are sent as they are, unchecked, in place of what is set for them
 */
export function buildInput(
	model: Model,
	set: Readonly<Record<string, unknown>>,
	fields: BinaryFields,
	extra: Readonly<Record<string, unknown>> = {},
): ModelInput {
	const input: Record<string, unknown> = {};
	const media: Array<{ parameter: ModelParameter; sources: MediaSource[] }> = [];
	const findings: string[] = [];
	const counts = new Map<string, number>();
	let extraInputHelps: boolean | undefined;

	for (const parameter of model.parameters) {
		if (Object.hasOwn(extra, parameter.name)) continue;
		const value = Object.hasOwn(set, parameter.name) ? set[parameter.name] : undefined;
		const entries = (isList(parameter) ? listEntries(value, fields) : [value]).filter(
			(entry) => !isBlank(entry),
		);
		if (entries.length === 0) {
			if (parameter.required) findings.push(`${displayNameOf(parameter)} is required`);
			continue;
		}
		counts.set(parameter.name, entries.length);
		const outcome = readValue(parameter, entries, fields);
		if ('findings' in outcome) {
			findings.push(...outcome.findings.map((finding) => `${displayNameOf(parameter)}: ${finding}`));
			if (!outcome.aboutFile) extraInputHelps = true;
		} else if ('sources' in outcome) {
			media.push({ parameter, sources: outcome.sources });
		} else {
			input[parameter.name] = outcome.value;
		}
	}
	findings.push(...checkTogether(model, counts, extra));
	return { input: { ...input, ...extra }, media, findings, extraInputHelps };
}

/** Puts the URLs of the files into an input, a list where the API takes a list. */
export function withMediaUrls(
	built: Pick<ModelInput, 'input' | 'media'>,
	urls: ReadonlyArray<readonly string[]>,
): Record<string, unknown> {
	const placed = built.media.map(({ parameter }, index) => {
		const own = urls[index] ?? [];
		return [parameter.name, parameter.type === 'url[]' ? [...own] : own[0]];
	});
	return { ...built.input, ...(Object.fromEntries(placed) as Record<string, unknown>) };
}
