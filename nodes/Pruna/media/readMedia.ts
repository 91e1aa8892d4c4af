import { checkCount } from '../models/readValue';
import type { ModelParameter } from '../models/types';
import { mediaEntries } from './mediaList';
import { readSource, type SourceReader } from './readSource';
import type { MediaSource } from './sources';

/** The files of one parameter. Each has to become a URL before the submit. */
export interface MediaInput {
	readonly parameter: ModelParameter;
	readonly sources: readonly MediaSource[];
}

/** The sources of a parameter's files, or everything that is wrong with them, each the end of a sentence. */
export type ReadMedia =
	| { readonly sources: readonly MediaSource[] }
	| { readonly findings: readonly string[]; readonly isAboutFile: boolean };

function countFinding(parameter: ModelParameter, count: number): string[] {
	if (parameter.type === 'url[]') return checkCount(parameter, count);
	return count > 1 ? [`takes one file, not ${count}`] : [];
}

/**
 * Reads the value of a media parameter, whatever its form. Nothing is sent.
 *
 * @returns An empty list of sources if nothing was given
 */
export async function readMedia(
	parameter: ModelParameter,
	value: unknown,
	reader: SourceReader,
): Promise<ReadMedia> {
	const isField = (name: string) => reader.fields.find(name) !== undefined;
	const entries = mediaEntries(value, isField);
	if (entries.length === 0) return { sources: [] };
	const results = (await Promise.all(entries.map((entry) => readSource(entry, reader, parameter)))).flat();
	const counted = countFinding(parameter, results.length);
	if (counted.length > 0) return { findings: counted, isAboutFile: false };
	const findings = results.flatMap((result) => ('finding' in result ? [result.finding] : []));
	if (findings.length > 0) return { findings, isAboutFile: true };
	return { sources: results.flatMap((result) => ('source' in result ? [result.source] : [])) };
}
