import type { IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { show, toNumber } from '../models/convert';
import { MOST_TAKES } from '../models/takes';
import type { JobOptions } from '../prediction/jobSettings';
import type { Run } from '../prediction/run';
import { asText, isUnset, readJsonObject } from './parameters';

/** @param needed What the value must be, worded to complete the sentence */
function wrong(field: string, needed: string, value: unknown): PrunaError {
	return new PrunaError(`${field} must be ${needed}, not ${show(value)}`, { job: 'none' });
}

function readNumber(
	value: unknown,
	field: string,
	isValid: (number: number) => boolean,
	needed: string,
): number | undefined {
	if (isUnset(value)) return undefined;
	const number = toNumber(value);
	if (number !== undefined && isValid(number)) return number;
	throw wrong(field, needed, value);
}

function readSeconds(value: unknown, field: string): number | undefined {
	return readNumber(value, field, (seconds) => seconds > 0, 'a number of seconds greater than 0');
}

/** A rate or a count. Anything less than 1 would act like 1. */
function readCount(value: unknown, field: string): number | undefined {
	return readNumber(value, field, (number) => number >= 1, 'a number that is at least 1');
}

function readTakes(value: unknown): number | undefined {
	const isValid = (number: number) => Number.isInteger(number) && number >= 1 && number <= MOST_TAKES;
	return readNumber(value, 'Takes', isValid, `a whole number from 1 to ${MOST_TAKES}`);
}

function readBoolean(value: unknown, field: string): boolean | undefined {
	if (isUnset(value)) return undefined;
	const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (text === true || text === 'true') return true;
	if (text === false || text === 'false') return false;
	throw wrong(field, 'true or false', value);
}

/** Maximum length of a key, in characters. People read it, and it is stored in a table with limited space. */
const KEY_LENGTH = 500;

/** @throws PrunaError for an empty key, which would leave the item without the protection that the user relies on */
function readJobKey(options: Record<string, unknown>): string | undefined {
	if (!Object.hasOwn(options, 'jobKey')) return undefined;
	const key = asText(options.jobKey);
	if (key === undefined)
		throw wrong('Job Key', 'text that identifies this job, such as the ID of a row', options.jobKey);
	if (key.length <= KEY_LENGTH) return key;
	throw new PrunaError(`Job Key must have at most ${KEY_LENGTH} characters, not ${key.length}`, {
		job: 'none',
	});
}

/** @throws PrunaError for an invalid value, which an expression may return */
export function readOptions({ context, isTool }: Run, itemIndex: number): JobOptions {
	const options = (context.getNodeParameter('options', itemIndex, {}) ?? {}) as Record<string, unknown>;
	// Only the first item's value is used, for the whole run, but an invalid value is an error in any item.
	readCount(options.maxConcurrent, 'Max Concurrent');
	return {
		// For an agent, the JSON is the result.
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
			'an amount in USD that is at least 0',
		),
		freeWorker: readBoolean(options.freeWorker, 'Free the Worker While Waiting') ?? false,
		extraInput: readJsonObject(options.extraInput, 'Extra Input'),
		combineFiles: readBoolean(options.combineFiles, 'Files in One Item'),
		takes: readTakes(options.takes),
		jobKey: readJobKey(options),
	};
}

/**
 * The maximum number of items in progress at the same time; Infinity unless the user has set it. It applies to the
 * whole run, so it is read from the first item.
 */
export function readMaxConcurrent(context: IExecuteFunctions): number {
	return ownMaxConcurrent(context) ?? Infinity;
}

/** The same, but undefined unless the user has set it. */
export function ownMaxConcurrent(context: IExecuteFunctions): number | undefined {
	let number: number | undefined;
	try {
		number = toNumber(context.getNodeParameter('options.maxConcurrent', 0, undefined));
	} catch {
		// An expression that cannot be evaluated is reported when the item reads all of its options.
	}
	return number !== undefined && number >= 1 ? Math.floor(number) : undefined;
}
