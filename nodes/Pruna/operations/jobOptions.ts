import type { IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { show, toNumber } from '../models/convert';
import { asText, NOT_SUBMITTED, readJsonObject } from './parameters';

export type Mode = 'wait' | 'sync' | 'submit';

/** The `options` of one item, checked. */
export interface JobOptions {
	/** undefined when the user has not said: then it depends on who runs the node. */
	readonly downloadOutput?: boolean;
	readonly outputField: string;
	readonly fileName?: string;
	/** Seconds. */
	readonly pollInterval?: number;
	/** Seconds. */
	readonly timeout?: number;
	/** The user's own limit, in place of the model's; 1 or more. */
	readonly requestsPerMinute?: number;
	readonly extraInput: Readonly<Record<string, unknown>>;
}

const DEFAULT_MAX_CONCURRENT = 100;

/** @param needed What the number has to be, to end the sentence for a user whose number is not */
function readNumber(
	value: unknown,
	field: string,
	isRight: (number: number) => boolean,
	needed: string,
): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const number = toNumber(value);
	if (number !== undefined && isRight(number)) return number;
	throw new PrunaError(`${field} must be ${needed}`, { description: NOT_SUBMITTED });
}

function readSeconds(value: unknown, field: string): number | undefined {
	return readNumber(value, field, (seconds) => seconds > 0, 'a number of seconds above 0');
}

export function readOptions(context: IExecuteFunctions, itemIndex: number): JobOptions {
	const options = (context.getNodeParameter('options', itemIndex, {}) ?? {}) as Record<string, unknown>;
	const { downloadOutput, requestsPerMinute } = options;
	return {
		downloadOutput:
			downloadOutput === undefined ? undefined : downloadOutput !== false && downloadOutput !== 'false',
		outputField: asText(options.outputField) ?? 'data',
		fileName: asText(options.fileName),
		pollInterval: readSeconds(options.pollInterval, 'Poll Interval'),
		timeout: readSeconds(options.timeout, 'Timeout'),
		// The pace is counted in whole submits per minute: less than one would be taken for one.
		requestsPerMinute: readNumber(
			requestsPerMinute,
			'Requests per Minute',
			(number) => number >= 1,
			'a number of 1 or more',
		),
		extraInput: readJsonObject(options.extraInput, 'Extra Input'),
	};
}

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

export function readMode(context: IExecuteFunctions, itemIndex: number): Mode {
	const mode: unknown = context.getNodeParameter('mode', itemIndex, 'wait');
	if (mode === 'wait' || mode === 'sync' || mode === 'submit') return mode;
	throw new PrunaError(`Mode must be wait, sync or submit, not ${show(mode)}`, {
		description: NOT_SUBMITTED,
	});
}
