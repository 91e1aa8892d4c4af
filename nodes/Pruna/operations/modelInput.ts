import { readMedia, type MediaInput } from '../media/readMedia';
import type { SourceReader } from '../media/readSource';
import { checkTogether } from '../models/checkTogether';
import { displayNameOf } from '../models/displayName';
import { entriesOf, readValue } from '../models/readValue';
import type { Model } from '../models/types';
import { withoutEffect } from '../models/withoutEffect';

/** What a model gets for one item: its input, and the files that have to become URLs in it first. */
export interface ModelInput {
	readonly input: Record<string, unknown>;
	readonly media: readonly MediaInput[];
	/** Everything that is wrong, each as a sentence that names the field as the editor shows it. */
	readonly findings: readonly string[];
	/** What is set and has no effect, each as a sentence without its period. */
	readonly warnings: readonly string[];
	/** Set when a finding is about what the catalogue knows of the model, which the API may have outgrown. */
	readonly extraInputHelps?: boolean;
}

/**
 * Makes a model's input from what the user has set for one item. Only keys of the model are looked at, so that a
 * field of another model that lingers in a saved workflow is never sent; what is not set is left out, so that the
 * API's own default holds. Of files only the beginning is read; nothing is uploaded or sent.
 *
 * @param set What the user has set, by the API's key names
 * @param extra Keys that are sent as they are, unchecked, in place of what is set for them
 */
export async function buildInput(
	model: Model,
	set: Readonly<Record<string, unknown>>,
	reader: SourceReader,
	extra: Readonly<Record<string, unknown>> = {},
): Promise<ModelInput> {
	const input: Record<string, unknown> = {};
	const media: MediaInput[] = [];
	const findings: string[] = [];
	const warnings: string[] = [];
	const counts = new Map<string, number>();
	let extraInputHelps: boolean | undefined;

	for (const parameter of model.parameters) {
		const value = Object.hasOwn(set, parameter.name) ? set[parameter.name] : undefined;
		if (Object.hasOwn(extra, parameter.name)) {
			if (entriesOf(parameter, value).length > 0)
				warnings.push(`${displayNameOf(parameter)} has no effect because Extra Input sets it, too`);
			continue;
		}
		const read = parameter.media
			? await readMedia(parameter, value, reader)
			: readValue(parameter, entriesOf(parameter, value));
		if ('findings' in read) {
			counts.set(parameter.name, 1);
			findings.push(...read.findings.map((finding) => `${displayNameOf(parameter)}: ${finding}`));
			if (!('isAboutFile' in read && read.isAboutFile)) extraInputHelps = true;
			continue;
		}
		const count = 'sources' in read ? read.sources.length : read.count;
		if (count === 0) {
			if (parameter.required) findings.push(`${displayNameOf(parameter)} is required`);
			continue;
		}
		counts.set(parameter.name, count);
		if ('sources' in read) media.push({ parameter, sources: read.sources });
		else input[parameter.name] = read.value;
	}
	findings.push(...checkTogether(model, counts, input, extra));
	const isSet = (name: string) => counts.has(name) || Object.hasOwn(extra, name);
	warnings.push(...withoutEffect(model, isSet, { ...input, ...extra }));
	return { input: { ...input, ...extra }, media, findings, warnings, extraInputHelps };
}
