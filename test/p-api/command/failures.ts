import { STATUS_CODES } from 'node:http';
import { socketFaults, type FaultSpec } from '../faults';
import type { FailNextSpec } from '../prediction';
import { routeNames } from '../requests';
import { integerOf, numberOf, oneOf } from './values';

const MOST = 1_000_000;

export const failureHelp: Array<[usage: string, help: string]> = [
	['--fail <text>', 'make jobs fail with this error'],
	['--fail-form <form>', 'how they end: failed, canceled, no-status (default failed)'],
	['--fail-times <number>', 'how many jobs fail (default all)'],
	['--fail-model <id>', 'only fail jobs of this model'],
	['--fail-prompt <text>', 'only fail jobs whose prompt contains this text'],
	['--fault <on>:<what>[:<times>]', `add a fault on ${routeNames.join(', ')}; may be repeated.`],
	['', '<what> is a status (503), accept-504 (the job runs, but the client gets 504),'],
	['', 'late-5 (in seconds), or a broken connection:'],
	['', `${socketFaults.slice(0, 5).join(', ')},`],
	['', `${socketFaults.slice(5).join(', ')}.`],
	['', '<times> is a number or always (default 1)'],
];

export interface FailureValues {
	fail?: string;
	'fail-form'?: string;
	'fail-times'?: string;
	'fail-model'?: string;
	'fail-prompt'?: string;
}

/** The jobs that fail according to the command line; undefined if none do. */
export function failureOf(values: FailureValues): FailNextSpec | undefined {
	const form = oneOf('--fail-form', values['fail-form'] ?? 'failed', ['failed', 'canceled', 'no-status']);
	if (values.fail === undefined && form !== 'canceled') {
		const alone = Object.keys(values).find((name) => name.startsWith('fail-'));
		if (alone === undefined) return undefined;
		throw new Error(`--${alone} requires --fail with the text of the error.`);
	}
	return {
		error: values.fail,
		status: form === 'canceled' ? 'canceled' : 'failed',
		withoutStatus: form === 'no-status',
		model: values['fail-model'],
		promptIncludes: values['fail-prompt'],
		times:
			values['fail-times'] === undefined
				? Infinity
				: integerOf('--fail-times', values['fail-times'], 1, MOST),
	};
}

/** Parses a fault from the command line: `delivery:truncate:2`. */
export function faultOf(text: string): FaultSpec {
	const [on = '', what = '', times = '1', ...more] = text.split(':');
	if (more.length > 0) throw new Error(`--fault needs <on>:<what>[:<times>], not "${text}".`);
	const route = oneOf('--fault', on, routeNames);
	if (what.startsWith('accept-') && route !== 'submit')
		throw new Error(`--fault supports ${what} only on submit, not on ${route}.`);
	return {
		on: route,
		times: times === 'always' ? Infinity : integerOf('--fault', times, 1, MOST),
		...kindOf(what),
	};
}

function kindOf(what: string): Pick<FaultSpec, 'respond' | 'socket' | 'delaySeconds'> {
	const [, accept, code] = /^(accept-)?(\d+)$/.exec(what) ?? [];
	if (code !== undefined) {
		const status = integerOf('--fault', code, 200, 599);
		const body = { message: STATUS_CODES[status] ?? 'Unknown' };
		return { respond: { status, body, accept: accept !== undefined } };
	}
	const seconds = /^late-(.+)$/.exec(what)?.[1];
	if (seconds !== undefined) return { delaySeconds: numberOf('--fault', seconds, 0, MOST) };
	const socket = socketFaults.find((name) => name === what);
	if (socket !== undefined) return { socket };
	const names = socketFaults.join(', ');
	throw new Error(`--fault needs a status, accept-504, late-5, or one of ${names}, not "${what}".`);
}
