// One run of one contender, as its server saw it.
import { exchangesOf, type Exchange } from './recorder';
import type { IdealRun } from './results';
import type { RequestKind, Service } from './service';

export interface RunMeasure {
	/** Seconds from the first submit to the last byte of the last result; undefined if no result was downloaded. */
	wall: number | undefined;
	requests: number;
	submits: number;
	/** Number of output items that have their file. */
	finished: number;
	/** Seconds that n8n itself reports for the whole execution. */
	execution?: number;
	/** Event-loop lag from the first submit to the last result, in milliseconds. */
	lagP99?: number;
	/** The part of it that was the contender's own work. */
	ownLagP99?: number;
	lagMost?: number;
	/** Share of one core that was used. */
	coreShare?: number;
	/** Bytes by which the contender's memory grew. */
	growth?: number;
	error?: string;
}

/** The period in which a contender worked on its jobs, in milliseconds since 1970. */
export interface Span {
	from: number;
	to: number;
}

export interface Seen {
	of: (kind: RequestKind) => Exchange[];
	requests: number;
	span: Span | undefined;
}

export function seenBy(service: Service): Seen {
	const known = exchangesOf(service.port).filter((exchange) => service.kindOf(exchange) !== undefined);
	const of = (kind: RequestKind) => known.filter((exchange) => service.kindOf(exchange) === kind);
	const starts = [...of('upload'), ...of('submit')].map(({ startedAt }) => startedAt);
	const ends = of('file').flatMap(({ endedAt, statusCode }) =>
		endedAt !== undefined && statusCode === 200 ? [endedAt] : [],
	);
	const span =
		starts.length > 0 && ends.length > 0 ? { from: Math.min(...starts), to: Math.max(...ends) } : undefined;
	return { of, requests: known.length, span };
}

export function measure(service: Service, finished: number): RunMeasure {
	const { of, requests, span } = seenBy(service);
	const wall = span && (span.to - span.from) / 1000;
	return { wall, requests, submits: of('submit').length, finished };
}

/** Measures each job, for simultaneous runs of one job each. */
export function measurePerJob(service: Service): IdealRun[] {
	const { of } = seenBy(service);
	const later = [...of('status'), ...of('file')];
	return service.jobs().map(({ acceptedAt, endsAt, marks }) => {
		const own = later.filter(({ path }) => marks.some((mark) => path.includes(mark)));
		const files = own.filter(
			(exchange) => service.kindOf(exchange) === 'file' && exchange.statusCode === 200,
		);
		const ends = files.flatMap(({ endedAt }) => endedAt ?? []);
		const wall = ends.length > 0 ? (Math.max(...ends) - acceptedAt) / 1000 : undefined;
		const ideal = (endsAt - acceptedAt) / 1000;
		return { wall, ideal, requests: own.length + 1, submits: 1, finished: ends.length > 0 ? 1 : 0 };
	});
}
