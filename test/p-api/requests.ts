import type { IncomingHttpHeaders } from 'node:http';
import type { Medium } from './media/open';

export const routeNames = ['submit', 'status', 'delivery', 'upload'] as const;

export type Route = (typeof routeNames)[number];

export interface RecordedRequest {
	route: Route | 'unknown';
	method: string;
	/** As sent, with path prefix and query. */
	path: string;
	headers: IncomingHttpHeaders;
	/** Parsed JSON, of submits only. */
	body?: unknown;
	receivedAt: number;
	/** Missing when no answer was begun. */
	statusCode?: number;
	/** The client left before the answer was complete. */
	aborted?: boolean;
}

export interface RecordedSubmit {
	model: string;
	input: Record<string, unknown>;
	/** A job was started: from here on it costs money. */
	accepted: boolean;
	id?: string;
	sync: boolean;
}

export interface UploadedFile {
	id: string;
	partName: string;
	fileName: string;
	contentType: string;
	/** Content-Length of the whole request. */
	declaredContentLength?: number;
	bytes: Buffer;
	sha256: string;
	/** What it holds; missing for a file that no model opens. */
	medium?: Medium;
	expiresAt: number;
}
