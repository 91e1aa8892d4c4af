import type { RecordedRequest, Route } from './requests';

export const socketFaults = [
	'reset-before', // cut when the request has been read, nothing is done
	'reset-unread', // cut when the request's headers are here, before its body is read; matched by its headers only
	'reset-mid-request', // cut when the first part of the request's body is here; matched by its headers only
	'reset-after-accept', // the request is served (a job starts), then cut without an answer
	'reset-after-headers', // headers, then cut
	'stall', // never an answer
	'stall-body', // headers and half of the body, then nothing more
	'truncate', // headers and half of the body, then cut
	'slow-drip', // the body in 100 pieces, spread over delaySeconds (default 10)
	'endless', // a body that never ends
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
	// Exactly one of the following; `delaySeconds` may also come with 'slow-drip', `headers` with `edit`.
	respond?: {
		status: number;
		headers?: Record<string, string>;
		/** An object is sent as JSON, a string as it is. */
		body?: unknown;
		/** On submit: the job is started (and paid) all the same. */
		accept?: boolean;
		delaySeconds?: number;
	};
	/** The request is served, and its JSON is changed on the way back. */
	edit?: (body: Record<string, unknown>) => unknown;
	/** The request is served, with these headers in place of its own. */
	headers?: Record<string, string>;
	socket?: SocketFault;
	/** Only late: the request is served at once, its answer comes after this time. */
	delaySeconds?: number;
	redirect?: { status: 301 | 302 | 303 | 307 | 308; location: string };
}

function stageOf({ socket }: FaultSpec): 'request' | 'socket' | 'answer' {
	if (socket === undefined) return 'answer';
	return socket === 'reset-unread' || socket === 'reset-mid-request' ? 'request' : 'socket';
}

/** The faults that wait for their requests. The first that matches and is due is taken. */
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
	 * Socket faults are asked for before the key check, the others after it: a broken network does not look at
	 * keys, while no error of the API itself comes before its key check.
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
