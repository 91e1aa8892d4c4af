/** How the stand-in behaves. Everything except `port` can be changed on `PApi.options` while it runs. */
export interface PApiOptions {
	/** 0 picks a free port. The server always binds to 127.0.0.1. */
	port?: number;
	apiKeys?: string[];
	/** Valid keys of accounts without credit: 403 on submit, status, and upload (wire.md 2). */
	noCreditKeys?: string[];
	jobSeconds?: number;
	/** Fraction of `jobSeconds` by which a job can be shorter or longer. */
	jobJitter?: number;
	/** Serves everything under this path, like a gateway with a prefix. */
	pathPrefix?: string;
	/** Origin (and prefix) of absolute URLs in answers; '' means the stand-in's own URL. */
	publicOrigin?: string;
	/** The answer to a submit with `Try-Sync: true` (wire.md 3). */
	sync?: 'result' | 'handle' | 'timeout';
	/** The gateway times out a sync request after this time, even if `sync` is 'result'. */
	syncTimeoutSeconds?: number;
	/** Status of an answer with a handle or with a sync result: sources report several from 200 to 299 (wire.md 3). */
	submitStatus?: number;
	syncStatus?: number;
	/** What refuses an invalid input: the gateway (400, a sentence) or the model (422, `invalid_fields`; wire.md 2). */
	inputErrors?: 'gateway' | 'model';
	/** The API's own errors: worded like the gateway's, or with the documented codes (wire.md 2). */
	errorBodies?: 'gateway' | 'documented';
	/** `X-Poll-Interval` and `X-Max-Wait` of status answers (wire.md 4); 0 omits the header. */
	pollIntervalSeconds?: number;
	maxWaitSeconds?: number;
	/** The four forms of wire.md 4. */
	generationUrl?: 'absolute' | 'relative' | 'array' | 'object';
	getUrl?: 'absolute' | 'relative' | 'missing';
	/** Sources contradict each other here (wire.md 5), so both are possible. */
	deliveryNeedsKey?: boolean;
	deliverySeconds?: number;
	deliveryExpiredStatus?: 403 | 404 | 410;
	deliveryContentType?: 'real' | 'octet-stream';
	/** 200 or 201; sources differ (wire.md 6). */
	uploadStatus?: number;
	uploadSeconds?: number;
	maxUploadBytes?: number;
	/** Enforces `rate_limit_per_minute` of models.json and the limits of wire.md 8. */
	rateLimit?: boolean;
	/** Only the documented headers, or also those of Kong: `X-RateLimit-*` and `Retry-After` (wire.md 2). */
	rateLimitHeaders?: 'documented' | 'kong';
}

export const defaultOptions: Required<PApiOptions> = {
	port: 0,
	apiKeys: ['pru_test_key'],
	noCreditKeys: ['pru_no_credit'],
	jobSeconds: 0.05,
	jobJitter: 0,
	pathPrefix: '',
	publicOrigin: '',
	sync: 'result',
	syncTimeoutSeconds: 60,
	submitStatus: 201,
	syncStatus: 200,
	inputErrors: 'gateway',
	errorBodies: 'gateway',
	pollIntervalSeconds: 0,
	maxWaitSeconds: 0,
	generationUrl: 'absolute',
	getUrl: 'absolute',
	deliveryNeedsKey: true,
	deliverySeconds: 24 * 60 * 60,
	deliveryExpiredStatus: 410,
	deliveryContentType: 'real',
	uploadStatus: 201,
	uploadSeconds: 30 * 60,
	maxUploadBytes: 100 * 1024 * 1024,
	rateLimit: false,
	rateLimitHeaders: 'documented',
};
