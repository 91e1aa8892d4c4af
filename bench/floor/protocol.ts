// What the floor's client and the benchmark say to each other.

export interface FloorOrder {
	url: string;
	apiKey: string;
	model: string;
	count: number;
	perMinute?: number;
	/** Where the files go. */
	folder: string;
}

export type Question = { ready: true } | { id: string };

export interface Reply {
	id: string;
	/** Milliseconds since 1970. */
	endsAt: number;
}
