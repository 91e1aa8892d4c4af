import type { IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { show, toNumber } from '../models/convert';
import { MOST_TAKES } from '../models/takes';
import type { JobOptions } from '../prediction/jobSettings';
import type { Run } from '../prediction/run';
import { asText, isUnset, readJsonObject } from './parameters';

/** @param needed What the value has to be, to end the sentence for a user whose value is not */
function wrong(field: string, needed: string, value: unknown): PrunaError {
	return new PrunaError(`${field} must be ${needed}, not ${show(value)}`, { job: 'none' });
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

function readTakes(value: unknown): number | undefined {
	const isRight = (number: number) => Number.isInteger(number) && number >= 1 && number <= MOST_TAKES;
	return readNumber(value, 'Takes', isRight, `a whole number from 1 to ${MOST_TAKES}`);
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
		spendingLimit: readNumber(
			options.spendingLimit,
			'Spending Limit',
			(usd) => usd >= 0,
			'an amount in USD, 0 or more',
		),
		freeWorker: readBoolean(options.freeWorker, 'Free the Worker While Waiting') ?? false,
		extraInput: readJsonObject(options.extraInput, 'Extra Input'),
		combineFiles: readBoolean(options.combineFiles, 'Files in One Item'),
		takes: readTakes(options.takes),
		jobKey: readJobKey(options),
	};
}

/**
 * How many items may be under way at once; Infinity unless the user has set a bound. It holds for the whole run, so it is
 * read from the first item.
 */
export function readMaxConcurrent(context: IExecuteFunctions): number {
	return ownMaxConcurrent(context) ?? Infinity;
}

/** The same, where the user has set it. */
export function ownMaxConcurrent(context: IExecuteFunctions): number | undefined {
	let number: number | undefined;
	try {
		number = toNumber(context.getNodeParameter('options.maxConcurrent', 0, undefined));
	} catch {
		// An expression that cannot be read is reported by the item itself, which reads all of its options.
	}
	return number !== undefined && number >= 1 ? Math.floor(number) : undefined;
}
