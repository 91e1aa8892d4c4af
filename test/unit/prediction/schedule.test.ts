import fc from 'fast-check';
import type { ExpectedEnd } from '../../../nodes/Pruna/prediction/durations';
import {
	defaultTimeoutSeconds,
	LEAST_PARKED_SECONDS,
	nextPollSeconds,
	parkedPauseSeconds,
	type JobKind,
	type PollFacts,
} from '../../../nodes/Pruna/prediction/schedule';

const kinds: JobKind[] = ['image', 'video', 'lora-zip', undefined];
const kind = fc.constantFrom(...kinds);
const elapsed = fc.double({ min: 0, max: 1e6, noNaN: true });
const polls = fc.integer({ min: 0, max: 100_000 });
const own = fc.double({ min: 0.1, max: 3600, noNaN: true });

/** Polls a job that takes this many seconds, as the node does. */
function simulate(job: number, jobKind: JobKind, facts: Partial<PollFacts> = {}) {
	let now = 0;
	for (let count = 0; ; count++) {
		now += nextPollSeconds(jobKind, { elapsed: now, polls: count, ...facts });
		if (now >= job) return { polls: count + 1, late: now - job };
	}
}

describe('the pause before a poll of a new model', () => {
	it('is above zero and at most half a minute', () => {
		fc.assert(
			fc.property(kind, elapsed, polls, (jobKind, seconds, count) => {
				const pause = nextPollSeconds(jobKind, { elapsed: seconds, polls: count });
				expect(pause).toBeGreaterThan(0);
				expect(pause).toBeLessThanOrEqual(30);
			}),
		);
	});

	it.each([
		['image', 0.5, 0.9, 3],
		['video', 3.5, 1.9, 5],
		['lora-zip', 5, 5, 30],
		[undefined, 0.5, 0.9, 10],
	] as const)('of kind %s is %d s before the first poll, then %d to %d s', (jobKind, first, low, high) => {
		expect(nextPollSeconds(jobKind, { elapsed: 0, polls: 0 })).toBe(first);
		expect(nextPollSeconds(jobKind, { elapsed: 5, polls: 1 })).toBe(low);
		expect(nextPollSeconds(jobKind, { elapsed: 100_000, polls: 1000 })).toBe(high);
	});

	it('is longer when there are more jobs, except before the first poll, which takes its turn', () => {
		const many = { jobsInFlight: 2000 };
		expect(nextPollSeconds('image', { elapsed: 5, polls: 1, ...many })).toBe(10);
		expect(nextPollSeconds('image', { elapsed: 0, polls: 0, ...many })).toBe(0.5);
	});
});

describe('a job of a new model', () => {
	it('that makes an image in 3 s takes 4 polls and ends within 0.35 s', () => {
		const run = simulate(3, 'image');
		expect(run.polls).toBe(4);
		expect(run.late).toBeLessThan(0.35);
	});

	it('takes no more polls on average than Pruna advises', () => {
		const averages = { image: 1, video: 2, 'lora-zip': 5, undefined: 1 };
		fc.assert(
			fc.property(kind, fc.double({ min: 0.01, max: 3000, noNaN: true }), (jobKind, job) => {
				const run = simulate(job, jobKind);
				const most = 1 + (job + run.late) / averages[String(jobKind) as keyof typeof averages];
				expect(run.polls).toBeLessThanOrEqual(most + 1e-6);
			}),
		);
	});

	it('is found finished at most one pause after its end', () => {
		fc.assert(
			fc.property(kind, fc.double({ min: 0.01, max: 20_000, noNaN: true }), (jobKind, job) => {
				const longest = { image: 3, video: 5, 'lora-zip': 30, undefined: 10 }[String(jobKind)]!;
				expect(simulate(job, jobKind).late).toBeLessThanOrEqual(longest);
			}),
		);
	});

	it.each([
		['image', 300, 150],
		['video', 1800, 450],
		['lora-zip', 4 * 3600, 600],
	] as const)(
		'of kind %s takes a moderate number of polls even if it uses its whole timeout',
		(jobKind, job, most) => {
			expect(simulate(job, jobKind).polls).toBeLessThan(most);
		},
	);
});

describe('the pause before a poll of a known model', () => {
	const ends = [
		{ seconds: 1, share: 0.001 },
		{ seconds: 10, share: 0.499 },
		{ seconds: 10.1, share: 0.5 },
	];

	it('lasts until its jobs usually end, but is never very long', () => {
		expect(nextPollSeconds('image', { elapsed: 4.5, polls: 1, ends })).toBeCloseTo(5.5, 6);
		expect(nextPollSeconds('image', { elapsed: 0, polls: 0, ends })).toBeCloseTo(6.005, 6);
		expect(nextPollSeconds('image', { elapsed: 0, polls: 0, ends, jobsInFlight: 500 })).toBeCloseTo(8.5, 6);
	});

	it('is short when its jobs usually end, as far as earlier polls have been saved', () => {
		const near = { elapsed: 10, ends };
		expect(nextPollSeconds('image', { ...near, polls: 2 })).toBe(0.25);
		expect(nextPollSeconds('image', { ...near, polls: 11 })).toBe(1);
	});

	it('is the usual one once all jobs should have ended', () => {
		expect(nextPollSeconds('image', { elapsed: 11, polls: 3, ends })).toBe(0.9);
	});

	it('is above zero and at most about a minute', () => {
		const end = fc.record({
			seconds: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
			share: fc.double({ min: 0.01, max: 1, noNaN: true }),
		});
		fc.assert(
			fc.property(kind, elapsed, polls, fc.array(end, { maxLength: 20 }), (jobKind, seconds, count, list) => {
				const sorted = list.sort((a, b) => a.seconds - b.seconds);
				const pause = nextPollSeconds(jobKind, { elapsed: seconds, polls: count, ends: sorted });
				expect(pause).toBeGreaterThan(0);
				expect(pause).toBeLessThanOrEqual(61);
			}),
		);
	});
});

describe('the pause that Pruna asks for', () => {
	it.each([
		[0.01, 0.25],
		[0.7, 0.7],
		[7, 7],
		[3600, 60],
	])('of %d s becomes %d s', (pollSeconds, pause) => {
		expect(nextPollSeconds('image', { elapsed: 5, polls: 2, advice: { pollSeconds } })).toBe(pause);
	});

	it('becomes longer once the job exceeds the maximum wait', () => {
		const facts = { polls: 4, advice: { pollSeconds: 4, maxWaitSeconds: 20 } };
		expect(nextPollSeconds('image', { ...facts, elapsed: 19.9 })).toBe(4);
		expect(nextPollSeconds('image', { ...facts, elapsed: 20 })).toBe(12);
		expect(nextPollSeconds('image', { elapsed: 30, polls: 9, advice: { maxWaitSeconds: 20 } })).toBe(3);
		expect(
			nextPollSeconds('image', { ...facts, elapsed: 20, advice: { pollSeconds: 50, maxWaitSeconds: 1 } }),
		).toBe(60);
	});
});

describe("the user's poll interval", () => {
	const ends = [{ seconds: 2, share: 1 }];
	const advice = { pollSeconds: 9, maxWaitSeconds: 0.5 };

	it('is the pause from the second poll on, whatever else is known', () => {
		fc.assert(
			fc.property(kind, elapsed, own, (jobKind, seconds, interval) => {
				const facts = { elapsed: seconds, polls: 1, interval, advice, ends, jobsInFlight: 500 };
				expect(nextPollSeconds(jobKind, facts)).toBe(interval);
			}),
		);
	});

	it('is an upper limit for the pause before the first poll', () => {
		fc.assert(
			fc.property(kind, own, (jobKind, interval) => {
				const pause = nextPollSeconds(jobKind, { elapsed: 0, polls: 0, interval, ends });
				expect(pause).toBeLessThanOrEqual(interval);
				expect(pause).toBeLessThanOrEqual(nextPollSeconds(jobKind, { elapsed: 0, polls: 0 }));
			}),
		);
	});

	it('determines the number of polls', () => {
		expect(simulate(100, 'video', { interval: 10 }).polls).toBeLessThanOrEqual(11);
	});

	it('cannot be so short that the node does nothing else', () => {
		expect(nextPollSeconds('image', { elapsed: 1, polls: 1, interval: 0 })).toBe(0.05);
	});
});

describe('the default timeout', () => {
	it('depends on the kind of job', () => {
		expect(kinds.map(defaultTimeoutSeconds)).toEqual([300, 1800, 14_400, 1800]);
	});
});

describe('the pause of a parked job', () => {
	it('is never so short that n8n keeps the worker, and at most five minutes unless the user sets an interval', () => {
		const seconds = fc.double({ min: -1e4, max: 1e6, noNaN: true });
		fc.assert(
			fc.property(kind, seconds, seconds, (jobKind, age, rest) => {
				const pause = parkedPauseSeconds(jobKind, { age, rest });
				expect(pause).toBeGreaterThanOrEqual(LEAST_PARKED_SECONDS);
				expect(pause).toBeLessThanOrEqual(300);
			}),
		);
	});

	it('is more than the 65 seconds below which n8n keeps the worker', () => {
		expect(LEAST_PARKED_SECONDS).toBeGreaterThan(65);
	});

	it('grows with the age of the job, up to a limit for its kind', () => {
		const pauses = (jobKind: JobKind) =>
			[90, 600, 1200, 14_000].map((age) => parkedPauseSeconds(jobKind, { age, rest: 1e6 }));
		expect(pauses('image')).toEqual([66, 75, 120, 120]);
		expect(pauses('video')).toEqual([66, 75, 150, 180]);
		expect(pauses('lora-zip')).toEqual([66, 75, 150, 300]);
	});

	it('lasts until jobs of a known model end, within the same limits', () => {
		const at = (...seconds: number[]) => seconds.map((one) => ({ seconds: one, share: 1 / seconds.length }));
		const pause = (age: number, ends: ExpectedEnd[]) => parkedPauseSeconds('video', { age, rest: 1e4, ends });
		expect(pause(71, at(175, 178, 180))).toBe(109);
		expect(pause(150, at(175, 178, 180))).toBe(66);
		expect(pause(71, at(600))).toBe(180);
		// A job that was left early is polled soon, in case it is unlike the others.
		expect(pause(5, at(175, 178, 180))).toBe(66);
		// The job has outlasted all expected ends.
		expect(pause(800, at(600))).toBe(100);
	});

	it("ends at the job's timeout, and respects the user's interval", () => {
		expect(parkedPauseSeconds('video', { age: 1200, rest: 100 })).toBe(100);
		expect(parkedPauseSeconds('video', { age: 1200, rest: 10 })).toBe(66);
		expect(parkedPauseSeconds('video', { age: 90, rest: 1e4, interval: 600 })).toBe(600);
		expect(parkedPauseSeconds('video', { age: 90, rest: 1e4, interval: 2 })).toBe(66);
	});
});
