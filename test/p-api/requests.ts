import type { IncomingHttpHeaders } from 'node:http';
import type { Medium } from './media/open';

export const routeNames = ['submit', 'status', 'delivery', 'upload'] as const;

export type Route = (typeof routeNames)[number];

export interface RecordedRequest {
	route: Route | 'unknown';
	method: string;
	/** As sent, including the path prefix and the query. */
	path: string;
	headers: IncomingHttpHeaders;
	/** Parsed JSON; submits only. */
	body?: unknown;
	receivedAt: number;
	/** Missing if no answer was started. */
	statusCode?: number;
	/** The client disconnected before the answer was complete. */
	aborted?: boolean;
}

export interface RecordedSubmit {
	model: string;
	input: Record<string, unknown>;
	/** A job was started, which costs money. */
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
	/** What the file contains; missing if no model opens it. */
	medium?: Medium;
	expiresAt: number;
}
