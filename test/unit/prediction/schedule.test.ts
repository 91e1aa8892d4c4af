import fc from 'fast-check';
import {
	nextPollSeconds,
	defaultTimeoutSeconds,
	type JobKind,
} from '../../../nodes/Pruna/prediction/schedule';

const kinds: JobKind[] = ['image', 'video', 'lora-zip', undefined];
const kind = fc.constantFrom(...kinds);
const elapsed = fc.double({ min: 0, max: 1e6, noNaN: true });
const looks = fc.integer({ min: 0, max: 100_000 });

/** Looks at a job of that length as the node does; each answer takes a moment. */
function simulate(job: number, jobKind: JobKind, interval?: number) {
	let now = 0;
	for (let count = 0; ; count++) {
		now += nextPollSeconds(jobKind, now, count, interval) + 0.02;
		if (now >= job) return { looks: count + 1, late: now - job };
	}
}

describe('the pause before a look', () => {
	it('is above zero and no longer than half a minute', () => {
		fc.assert(
			fc.property(kind, elapsed, looks, (jobKind, seconds, count) => {
				const pause = nextPollSeconds(jobKind, seconds, count);
				expect(pause).toBeGreaterThan(0);
				expect(pause).toBeLessThanOrEqual(30);
			}),
		);
	});

	it('does not get shorter while a job runs', () => {
		fc.assert(
			fc.property(kind, elapsed, elapsed, looks, (jobKind, a, b, count) => {
				const [sooner, later] = [Math.min(a, b), Math.max(a, b)];
				expect(nextPollSeconds(jobKind, later, count)).toBeGreaterThanOrEqual(
					nextPollSeconds(jobKind, sooner, count),
				);
			}),
		);
	});

	it.each([
		['image', 0.5, 1, 3],
		['video', 2, 2, 5],
		['lora-zip', 5, 5, 30],
		[undefined, 0.5, 1, 10],
	] as const)(
		'follows Pruna’s advice for %s: first %d, then %d to %d seconds',
		(jobKind, first, low, high) => {
			expect(nextPollSeconds(jobKind, 0, 0)).toBe(first);
			expect(nextPollSeconds(jobKind, 1, 1)).toBe(low);
			expect(nextPollSeconds(jobKind, 100_000, 1000)).toBe(high);
		},
	);

	it('is the user’s own from the second look on', () => {
		fc.assert(
			fc.property(kind, elapsed, fc.double({ min: 0.1, max: 3600, noNaN: true }), (jobKind, seconds, own) => {
				expect(nextPollSeconds(jobKind, seconds, 1, own)).toBe(own);
			}),
		);
	});

	it('before the first look is never longer than the user’s own', () => {
		fc.assert(
			fc.property(kind, fc.double({ min: 0.1, max: 3600, noNaN: true }), (jobKind, own) => {
				const pause = nextPollSeconds(jobKind, 0, 0, own);
				expect(pause).toBeLessThanOrEqual(own);
				expect(pause).toBeLessThanOrEqual(nextPollSeconds(jobKind, 0, 0));
			}),
		);
	});
});

describe('a job that is looked at', () => {
	it('of 3 seconds for an image takes at most 6 looks and ends within 0.9 s of the job', () => {
		const run = simulate(3, 'image');
		expect(run.looks).toBeLessThanOrEqual(6);
		expect(run.late).toBeLessThan(0.9);
	});

	it('of up to half a minute for an image ends about a second after the job', () => {
		fc.assert(
			fc.property(fc.double({ min: 0.01, max: 30, noNaN: true }), (job) => {
				expect(simulate(job, 'image').late).toBeLessThan(1.1);
			}),
		);
	});

	it('ends at most one pause after the job', () => {
		fc.assert(
			fc.property(kind, fc.double({ min: 0.01, max: 20_000, noNaN: true }), (jobKind, job) => {
				const longest = { image: 3, video: 5, 'lora-zip': 30, undefined: 10 }[String(jobKind)]!;
				expect(simulate(job, jobKind).late).toBeLessThanOrEqual(longest + 0.03);
			}),
		);
	});

	it.each([
		['image', 300, 150],
		['video', 1800, 450],
		['lora-zip', 4 * 3600, 600],
	] as const)(
		'of %s for its whole time takes a number of looks that the API can bear',
		(jobKind, job, most) => {
			expect(simulate(job, jobKind).looks).toBeLessThan(most);
		},
	);

	it('is looked at as often as the user wants', () => {
		expect(simulate(100, 'video', 10).looks).toBeLessThanOrEqual(11);
	});
});

describe('the time that a job gets', () => {
	it('grows with the kind of job', () => {
		expect(kinds.map(defaultTimeoutSeconds)).toEqual([300, 1800, 14_400, 1800]);
	});
});
