import type { IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { show, toNumber } from '../models/convert';
import type { JobOptions } from '../prediction/jobSettings';
import type { Run } from '../prediction/run';
import { asText, readJsonObject } from './parameters';

/** @param needed What the value has to be, to end the sentence for a user whose value is not */
function wrong(field: string, needed: string, value: unknown): PrunaError {
	return new PrunaError(`${field} must be ${needed}, not ${show(value)}`, { job: 'none' });
}

function isUnset(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

function readNumber(
	value: unknown,
	field: string,
	isRight: (number: number) => boolean,
	needed: string,
): number | undefined {
	if (isUnset(value)) return undefined;
	const number = toNumber(value);
	if (number !== undefined && isRight(number)) return number;
	throw wrong(field, needed, value);
}

function readSeconds(value: unknown, field: string): number | undefined {
	return readNumber(value, field, (seconds) => seconds > 0, 'a number of seconds above 0');
}

/** A rate or a count: less than one would be taken for one. */
function readCount(value: unknown, field: string): number | undefined {
	return readNumber(value, field, (number) => number >= 1, 'a number of 1 or more');
}

function readBoolean(value: unknown, field: string): boolean | undefined {
	if (isUnset(value)) return undefined;
	const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (text === true || text === 'true') return true;
	if (text === false || text === 'false') return false;
	throw wrong(field, 'true or false', value);
}

/** Longest key, in characters: it is for reading, and stands in a table whose space is limited. */
const KEY_LENGTH = 500;

/** An expression that gives nothing would leave the item without what the user relies on. */
function readJobKey(options: Record<string, unknown>): string | undefined {
	if (!Object.hasOwn(options, 'jobKey')) return undefined;
	const key = asText(options.jobKey);
	if (key === undefined)
		throw wrong('Job Key', 'a text that tells this job from others, such as the ID of a row', options.jobKey);
	if (key.length <= KEY_LENGTH) return key;
	throw new PrunaError(`Job Key must have ${KEY_LENGTH} characters at the most, not ${key.length}`, {
		job: 'none',
	});
}

/** @throws PrunaError for a value that cannot be meant, which an expression may give */
export function readOptions({ context, isTool }: Run, itemIndex: number): JobOptions {
	const options = (context.getNodeParameter('options', itemIndex, {}) ?? {}) as Record<string, unknown>;
	// It holds for the whole run and is read from the first item, but a wrong one is every item's.
	readCount(options.maxConcurrent, 'Max Concurrent');
	return {
		// For an agent the JSON is the result.
		downloadOutput: readBoolean(options.downloadOutput, 'Download Output') ?? !isTool,
		outputField: asText(options.outputField) ?? 'data',
		fileName: asText(options.fileName),
		pollInterval: readSeconds(options.pollInterval, 'Poll Interval'),
		timeout: readSeconds(options.timeout, 'Timeout'),
		requestsPerMinute: readCount(options.requestsPerMinute, 'Requests per Minute'),
		extraInput: readJsonObject(options.extraInput, 'Extra Input'),
		jobKey: readJobKey(options),
	};
}

const DEFAULT_MAX_CONCURRENT = 100;

/** How many items may be under way at once. It holds for the whole run, so it is read from the first item. */
export function readMaxConcurrent(context: IExecuteFunctions): number {
	let number: number | undefined;
	try {
		number = toNumber(context.getNodeParameter('options.maxConcurrent', 0, undefined));
	} catch {
		// An expression that cannot be read is reported by the item itself, which reads all of its options.
	}
	return number !== undefined && number >= 1 ? Math.floor(number) : DEFAULT_MAX_CONCURRENT;
}
