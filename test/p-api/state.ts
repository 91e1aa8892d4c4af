import { setTimeout as sleep } from 'node:timers/promises';
import { FaultList } from './faults';
import type { PApiOptions } from './options';
import type { FailNextSpec, OutputOverride, Prediction } from './prediction';
import { RateLimiter } from './rateLimit';
import type { RecordedRequest, RecordedSubmit, UploadedFile } from './requests';

/** All that one running stand-in knows. */
export class State {
	readonly requests: RecordedRequest[] = [];
	readonly submits: RecordedSubmit[] = [];
	readonly uploads: UploadedFile[] = [];
	readonly predictions = new Map<string, Prediction>();
	readonly faults = new FaultList();
	readonly failures: FailNextSpec[] = [];
	readonly rates = new RateLimiter();
	readonly closing = new AbortController();
	files: OutputOverride[] | undefined;
	origin = '';

	constructor(readonly options: Required<PApiOptions>) {}

	get url(): string {
		return this.origin + this.options.pathPrefix;
	}

	/** A link of the API, as its answers write it. */
	link(path: string): string {
		return (this.options.publicOrigin || this.url) + path;
	}

	/** Waits, but not beyond the end of the server. */
	async pause(seconds: number): Promise<void> {
		await sleep(seconds * 1000, undefined, { signal: this.closing.signal }).catch(() => undefined);
	}

	reset(): void {
		this.requests.length = 0;
		this.submits.length = 0;
		this.uploads.length = 0;
		this.predictions.clear();
		this.faults.clear();
		this.failures.length = 0;
		this.rates.clear();
		this.files = undefined;
	}
}
