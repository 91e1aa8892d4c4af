// The messages between the floor's client and the benchmark.

export interface FloorOrder {
	url: string;
	apiKey: string;
	model: string;
	count: number;
	perMinute?: number;
	/** Where the client writes the files. */
	folder: string;
}

export type Question = { ready: true } | { id: string };

export interface Reply {
	id: string;
	/** Milliseconds since 1970. */
	endsAt: number;
}
