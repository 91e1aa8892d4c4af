import { checkCount, isList } from '../models/readValue';
import type { ModelParameter } from '../models/types';
import type { BinaryFields } from './binaryFields';
import { readSource, type MediaSource } from './sources';

/** The files of one parameter, which have to become URLs before the submit. */
export interface MediaInput {
	readonly parameter: ModelParameter;
	readonly sources: readonly MediaSource[];
}

/**
 * Reads what the entries of a media parameter are. Nothing is read from the storage or sent.
 *
 * @param entries None of them is blank
 * @returns The sources, or the ends of sentences that tell what is wrong
 */
export function readMedia(
	parameter: ModelParameter,
	entries: unknown[],
	fields: BinaryFields,
): { sources: MediaSource[] } | { findings: string[]; isAboutFile: boolean } {
	const counted = isList(parameter) ? checkCount(parameter, entries.length) : [];
	if (counted.length > 0) return { findings: counted, isAboutFile: false };
	const sources: MediaSource[] = [];
	const findings: string[] = [];
	for (const entry of entries) {
		const result = readSource(entry, parameter.media!, fields);
		if ('source' in result) sources.push(result.source);
		else findings.push(result.finding);
	}
	return findings.length > 0 ? { findings, isAboutFile: true } : { sources };
}
