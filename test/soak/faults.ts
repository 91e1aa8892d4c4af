/** The faults that any request may meet, dealt out to a share of the requests. */
import type { FaultSpec, PApi, RecordedRequest, SocketFault } from '../p-api';

type Step = FaultSpec['on'];
type Fault = Omit<FaultSpec, 'on' | 'times' | 'match'>;

export const STEPS: readonly Step[] = ['upload', 'submit', 'status', 'delivery'];

/** These hold a request until it times out after minutes. */
const TIMEOUTS: readonly SocketFault[] = ['stall', 'stall-body', 'endless'];
const CUTS: readonly SocketFault[] = [
	'reset-before',
	'reset-after-accept',
	'reset-after-headers',
	'truncate',
];

const CODES = [400, 401, 402, 403, 404, 408, 409, 410, 413, 422, 429, 500, 502, 503, 504];
const PAGE = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

const answer = (status: number, body?: unknown, more: object = {}): Fault => ({
	respond: { status, body, ...more },
});

const refusals: Array<[string, Fault]> = [
	...CODES.map((code): [string, Fault] => [`${code}`, answer(code, { message: `Refused with ${code}` })]),
	['429 with Retry-After', answer(429, { message: 'Slow down' }, { headers: { 'retry-after': '1' } })],
	['500, an error object', answer(500, { error: { code: 'INTERNAL', message: 'It broke' } })],
	['502, HTML', answer(502, PAGE)],
	['422, title and detail', answer(422, { title: 'Deployment disabled', detail: 'Not now' })],
	['503, empty', answer(503)],
	['redirect to nowhere', { redirect: { status: 307, location: '/v1/nowhere' } }],
	['redirect to another origin', { redirect: { status: 302, location: 'http://127.0.0.1:9/x' } }],
];

/** Responses that only look like a success. A delivered file may have any bytes, so a delivery gets none of these. */
const garbage = (more: object = {}): Array<[string, Fault]> => [
	['200, empty', answer(200, '', more)],
	['200, malformed JSON', answer(200, '{"id":', more)],
	['200, HTML', answer(200, PAGE, more)],
	['200, empty object', answer(200, {}, more)],
];

const own: Record<Step, Array<[string, Fault]>> = {
	upload: garbage(),
	submit: [...garbage({ accept: true }), ['504, but accepted', answer(504, 'timing out', { accept: true })]],
	status: [...garbage(), ['back to starting', answer(200, { status: 'starting' })]],
	delivery: [],
};

function kindsOf(step: Step): Array<[string, Fault]> {
	return [
		...CUTS.map((socket): [string, Fault] => [socket, { socket }]),
		['slow-drip', { socket: 'slow-drip', delaySeconds: 1 }],
		['late', { delaySeconds: 1 }],
		...refusals,
		...own[step],
	];
}

export interface FaultPlan {
	/** Adds the faults to the stand-in, which forgets them at every reset. */
	install(api: PApi): void;
	/** Kinds of faults, each named with its step. */
	kinds: ReadonlySet<string>;
	/** How often each fault occurred, by step and kind. */
	counts: Map<string, number>;
}

/**
 * @param share Share of the requests of each step that get a fault
 * @param withTimeouts Whether to add the faults that take minutes, once each
 */
export function planFaults(share: number, withTimeouts: boolean): FaultPlan {
	const counts = new Map<string, number>();
	const planned = new WeakMap<RecordedRequest, string>();
	const specs = new Map<string, Fault & { on: Step }>();
	const decks = new Map<string, { first: string[]; rotation: string[]; seen: number; dealt: number }>();
	for (const on of STEPS) {
		const name = (kind: string) => `${on}: ${kind}`;
		const kinds = kindsOf(on).map(([kind, fault]) => {
			specs.set(name(kind), { on, ...fault });
			return name(kind);
		});
		const slow = (withTimeouts ? TIMEOUTS : []).map((socket) => {
			specs.set(name(socket), { on, socket });
			return name(socket);
		});
		decks.set(on, { first: [...slow], rotation: kinds, seen: 0, dealt: 0 });
	}

	/** Deals the next fault from the step's deck at regular intervals, so that all faults occur equally often. */
	function faultFor(request: RecordedRequest): string | undefined {
		const known = planned.get(request);
		const deck = decks.get(request.route);
		if (known !== undefined || !deck) return known;
		const isDue = Math.floor(++deck.seen * share) > deck.dealt;
		const kind = isDue ? (deck.first.shift() ?? deck.rotation[deck.dealt % deck.rotation.length]!) : '';
		if (isDue) deck.dealt++;
		if (isDue) counts.set(kind, (counts.get(kind) ?? 0) + 1);
		planned.set(request, kind);
		return kind;
	}

	return {
		counts,
		kinds: new Set(specs.keys()),
		install(api) {
			for (const [kind, spec] of specs) {
				api.fault({ ...spec, times: Infinity, match: (request) => faultFor(request) === kind });
			}
		},
	};
}
