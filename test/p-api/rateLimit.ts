import { gatewayAnswer, type Answer } from './answer';

const WINDOW_MS = 60_000;

/** Headers as documented in OpenAPI or as sent by Kong's rate-limiting plugin (wire.md 2). */
export interface RateVerdict {
	headers: Record<string, string>;
	refusal?: Answer;
}

/**
 * Fixed windows of one minute per key and bucket. Kong's windows follow the wall clock. These start with the first
 * request, so that a test does not depend on the second at which it starts.
 */
export class RateLimiter {
	private readonly windows = new Map<string, { startedAt: number; count: number }>();

	take(key: string, bucket: string, limit: number, form: 'documented' | 'kong'): RateVerdict {
		const now = Date.now();
		const name = `${key} ${bucket}`;
		let window = this.windows.get(name);
		if (!window || now - window.startedAt >= WINDOW_MS) {
			window = { startedAt: now, count: 0 };
			this.windows.set(name, window);
		}
		const full = window.count >= limit;
		if (!full) window.count++;
		const reset = String(Math.ceil((window.startedAt + WINDOW_MS - now) / 1000));
		const remaining = String(limit - window.count);
		const headers: Record<string, string> = {
			'ratelimit-limit': String(limit),
			'ratelimit-remaining': remaining,
			'ratelimit-reset': reset,
			...(form === 'kong' && {
				'x-ratelimit-limit-minute': String(limit),
				'x-ratelimit-remaining-minute': remaining,
			}),
		};
		if (!full) return { headers };
		const retry: Record<string, string> = form === 'kong' ? { 'retry-after': reset } : {};
		return { headers, refusal: gatewayAnswer(429, 'API rate limit exceeded', { ...headers, ...retry }) };
	}

	clear(): void {
		this.windows.clear();
	}
}
