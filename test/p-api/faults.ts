import type { RecordedRequest, Route } from './requests';

export const socketFaults = [
	'reset-before', // cuts after reading the request, without processing it
	'reset-unread', // cuts after the request's headers, before reading its body; matched by headers only
	'reset-mid-request', // cuts after the first part of the request's body; matched by headers only
	'reset-after-accept', // processes the request (a job starts), then cuts without an answer
	'reset-after-headers', // sends the headers, then cuts
	'stall', // never answers
	'stall-body', // sends the headers and half of the body, then nothing more
	'truncate', // sends the headers and half of the body, then cuts
	'slow-drip', // sends the body in 100 pieces, spread over delaySeconds (default 10)
	'endless', // sends a body that never ends
] as const;

export type SocketFault = (typeof socketFaults)[number];

export interface FaultSpec {
	on: Route;
	/** Default 1; Infinity is allowed. */
	times?: number;
	/** Skips the first n matching requests. */
	after?: number;
	model?: string;
	match?: (request: RecordedRequest) => boolean;
	// Exactly one of the following, except that 'slow-drip' also takes `delaySeconds`, and `edit` also takes `headers`.
	respond?: {
		status: number;
		headers?: Record<string, string>;
		/** An object is sent as JSON, a string unchanged. */
		body?: unknown;
		/** On submit: the job is started (and charged) anyway. */
		accept?: boolean;
		delaySeconds?: number;
	};
	/** The request is processed, and the JSON of its answer is changed. */
	edit?: (body: Record<string, unknown>) => unknown;
	/** The request is processed, and these headers replace those of its answer. */
	headers?: Record<string, string>;
	socket?: SocketFault;
	/** The request is processed immediately, but the answer comes after this time. */
	delaySeconds?: number;
	redirect?: { status: 301 | 302 | 303 | 307 | 308; location: string };
}

function stageOf({ socket }: FaultSpec): 'request' | 'socket' | 'answer' {
	if (socket === undefined) return 'answer';
	return socket === 'reset-unread' || socket === 'reset-mid-request' ? 'request' : 'socket';
}

/** The faults that wait for their requests. The first one that matches and is due is used. */
export class FaultList {
	private readonly faults: { spec: FaultSpec; times: number; after: number }[] = [];

	add(spec: FaultSpec): void {
		const kinds = [spec.respond, spec.edit, spec.socket, spec.redirect].filter(
			(kind) => kind !== undefined,
		).length;
		const alone = spec.delaySeconds !== undefined || spec.headers !== undefined;
		const valid = kinds === 1 || (kinds === 0 && alone);
		if (!valid)
			throw new Error('A fault needs exactly one of respond, edit, headers, socket, delaySeconds, redirect');
		this.faults.push({ spec, times: spec.times ?? 1, after: spec.after ?? 0 });
	}

	/**
	 * Socket faults come before the key check, the others after it: a broken network does not check keys, but the API
	 * itself never fails before its key check.
	 */
	take(
		stage: 'request' | 'socket' | 'answer',
		request: RecordedRequest,
		model: string | undefined,
	): FaultSpec | undefined {
		for (const fault of this.faults) {
			const { spec } = fault;
			if (stageOf(spec) !== stage || spec.on !== request.route) continue;
			if (spec.model !== undefined && spec.model !== model) continue;
			if (fault.times <= 0 || (spec.match && !spec.match(request))) continue;
			if (fault.after > 0) {
				fault.after--;
				continue;
			}
			fault.times--;
			return spec;
		}
		return undefined;
	}

	clear(): void {
		this.faults.length = 0;
	}
}
