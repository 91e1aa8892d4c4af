import { readMedia, type MediaInput } from '../media/readMedia';
import type { SourceReader } from '../media/readSource';
import { checkTogether } from '../models/checkTogether';
import { displayNameOf } from '../models/displayName';
import { entriesOf, readValue } from '../models/readValue';
import type { Model } from '../models/types';
import { withoutEffect } from '../models/withoutEffect';

/** What a model gets for one item: its input, and the files that must first be replaced by URLs. */
export interface ModelInput {
	readonly input: Record<string, unknown>;
	readonly media: readonly MediaInput[];
	/** Everything that is wrong, each as a sentence with the field's name as shown in the editor. */
	readonly findings: readonly string[];
	/** Settings that have no effect, each as a sentence without its period. */
	readonly warnings: readonly string[];
	/** Set when a finding comes from what the catalog knows about the model, which may be out of date. */
	readonly extraInputHelps?: boolean;
}

/**
 * Builds a model's input from what the user set for one item. Only the model's own keys are read, so a leftover field of
 * another model in a saved workflow is never sent. Unset keys are left out, so that the API's own defaults apply. Only
 * the beginning of each file is read; nothing is uploaded or sent.
 *
 * @param set The user's settings, by the API's key names
 * @param extra Keys that are sent as they are, unchecked, and replace the user's settings
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
				warnings.push(`${displayNameOf(parameter)} has no effect because Extra Input also sets it`);
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
