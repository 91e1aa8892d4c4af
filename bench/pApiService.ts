import { startPApi } from '../test/p-api';
import type { PApi } from '../test/p-api';
import { forgetExchanges } from './recorder';
import { JobClock, type Service } from './service';

export const apiKey = 'pru_test_key';

export interface PApiService extends Service {
	api: PApi;
}

/** The P-API stand-in that the tests use, with the benchmark's job lengths. */
export async function startPApiService(): Promise<PApiService> {
	const api = await startPApi({ apiKeys: [apiKey] });
	const clock = new JobClock();
	// The stand-in reads this option once per accepted job.
	Object.defineProperty(api.options, 'jobSeconds', { get: () => clock.next() });
	const port = Number(new URL(api.url).port);

	return {
		api,
		port,
		url: api.url,
		prepare({ jobs, file, failsStatus, rateLimit = false }) {
			api.reset();
			forgetExchanges(port);
			clock.plan(jobs);
			api.setFiles([file]);
			api.options.rateLimit = rateLimit;
			if (failsStatus) {
				const respond = { status: 502, body: 'Bad Gateway' };
				api.fault({ on: 'status', times: Infinity, match: () => failsStatus(), respond });
			}
		},
		jobs: () =>
			[...api.predictions.values()].map(({ id, token, acceptedAt, endsAt, input }) => ({
				id,
				acceptedAt,
				endsAt,
				prompt: typeof input.prompt === 'string' ? input.prompt : undefined,
				marks: [id, token],
			})),
		kindOf({ method, path }) {
			if (method === 'POST') return path.startsWith('/v1/files') ? 'upload' : 'submit';
			return path.startsWith('/v1/predictions/delivery') ? 'file' : 'status';
		},
		close: async () => await api.close(),
	};
}
