import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isRecord } from '../api/answer';
import { PrunaError } from '../api/errors';
import type { BinaryFields } from '../media/sources';
import { show, toNumber } from '../models/convert';

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
	/** The user's own limit, in place of the model's. */
	readonly requestsPerMinute?: number;
	readonly extraInput: Readonly<Record<string, unknown>>;
}

const DEFAULT_MAX_CONCURRENT = 100;
const NOT_SUBMITTED = 'Nothing was submitted and nothing was charged for this item.';

function text(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function positive(value: unknown, field: string, what = 'number of seconds'): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const number = toNumber(value);
	if (number !== undefined && number > 0) return number;
	throw new PrunaError(`${field} must be a ${what} above 0`, { description: NOT_SUBMITTED });
}

/**
 * Reads a field that holds a JSON object, as text or (by expression) as the object itself.
 *
 * @throws PrunaError that tells where the JSON breaks
 */
export function readJsonObject(value: unknown, field: string): Record<string, unknown> {
	if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) return {};
	let parsed: unknown;
	let reason = 'it must be an object in braces, such as { "prompt": "…" }';
	// V8 quotes the place where the JSON breaks, which may be in the middle of a token.
	const maySayWhere = typeof value !== 'string' || !/hf_|token|secret|key/i.test(value);
	try {
		// An expression may give what JSON cannot hold; what is checked here is what will be sent.
		parsed = JSON.parse(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'));
	} catch (error) {
		const message =
			typeof value === 'string' ? (error as Error).message : 'it holds a value that JSON does not know';
		reason = maySayWhere ? message : message.replace(/,? ?(?:\.{3})?".*/s, '');
	}
	if (isRecord(parsed)) return parsed;
	throw new PrunaError(`${field} is not a JSON object: ${reason}`, { description: NOT_SUBMITTED });
}

export function readOptions(context: IExecuteFunctions, itemIndex: number): JobOptions {
	const options = (context.getNodeParameter('options', itemIndex, {}) ?? {}) as Record<string, unknown>;
	const { downloadOutput } = options;
	return {
		downloadOutput:
			downloadOutput === undefined ? undefined : downloadOutput !== false && downloadOutput !== 'false',
		outputField: text(options.outputField) ?? 'data',
		fileName: text(options.fileName),
		pollInterval: positive(options.pollInterval, 'Poll Interval'),
		timeout: positive(options.timeout, 'Timeout'),
		requestsPerMinute: positive(options.requestsPerMinute, 'Requests per Minute', 'number'),
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

/** The parameter as trimmed text; '' when it is blank. */
export function readText(context: IExecuteFunctions, name: string, itemIndex: number): string {
	return text(context.getNodeParameter(name, itemIndex, '')) ?? '';
}

const EXTRA_INPUT_HINT =
	'If the API takes more than this version of the node knows, Options → Extra Input sets any key unchecked.';

/**
 * All that is wrong with one item's settings, in one message, before anything is sent.
 *
 * @param extraInputHelps Whether the API might take it all the same
 */
export function findingsError(findings: readonly string[], extraInputHelps = false): PrunaError {
	return new PrunaError(findings.join('; '), {
		description: extraInputHelps ? `${NOT_SUBMITTED} ${EXTRA_INPUT_HINT}` : NOT_SUBMITTED,
	});
}

/** The binary fields of one item, through n8n's helpers, which know every binary mode of a workflow. */
export function binaryFieldsOf(context: IExecuteFunctions, itemIndex: number): BinaryFields {
	const item: INodeExecutionData | undefined = context.getInputData()[itemIndex];
	return {
		names: Object.keys(item?.binary ?? {}),
		find(name) {
			try {
				return context.helpers.assertBinaryData(itemIndex, name);
			} catch {
				return undefined;
			}
		},
	};
}
