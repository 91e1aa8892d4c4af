import { setTimeout as sleep } from 'node:timers/promises';
import { FaultList } from './faults';
import type { PApiOptions } from './options';
import type { FailNextSpec, OutputOverride, Prediction } from './prediction';
import { RateLimiter } from './rateLimit';
import type { RecordedRequest, RecordedSubmit, UploadedFile } from './requests';

/** The complete state of a running stand-in. */
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

	/** An absolute URL, as it appears in the API's answers. */
	publicUrl(path: string): string {
		return (this.options.publicOrigin || this.url) + path;
	}

	/** Waits, but no longer than the server runs. */
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
