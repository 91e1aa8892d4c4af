import { BURST, POLLS_PER_SECOND } from '../../../nodes/Pruna/prediction/pollBudget';
import { createSharedPolls, type SharedPolls } from '../../../nodes/Pruna/prediction/sharedPolls';

const NOW = 1_700_000_000_000;
const DAY = 24 * 3600 * 1000;
const three = { after: 2.9, due: 3, by: 3 };

function see(shared: SharedPolls, model: string | undefined, now: number): void {
	const job = shared.join(model, now);
	job.ended(three, now);
	job.leave();
}

function knows(shared: SharedPolls, model: string | undefined, now: number): boolean {
	const job = shared.join(model, now);
	const { ends } = job.facts(now);
	job.leave();
	return ends.length > 0;
}

describe('what the jobs of a process share', () => {
	it('includes the durations of each model', () => {
		const shared = createSharedPolls();
		see(shared, 'a', NOW);
		expect(knows(shared, 'a', NOW)).toBe(true);
		expect(knows(shared, 'b', NOW)).toBe(false);
	});

	it('does not include jobs with an unknown start', () => {
		const shared = createSharedPolls();
		see(shared, undefined, NOW);
		expect(knows(shared, undefined, NOW)).toBe(false);
	});

	it('does not include impossible durations', () => {
		const shared = createSharedPolls();
		shared.join('a', NOW).ended({ after: 5, due: 3, by: 3 }, NOW);
		expect(knows(shared, 'a', NOW)).toBe(false);
	});

	it('reflects a new duration soon', () => {
		const shared = createSharedPolls();
		see(shared, 'a', NOW);
		const job = shared.join('a', NOW);
		const before = job.facts(NOW).ends;
		job.ended({ after: 7.9, due: 8, by: 8 }, NOW);
		expect(job.facts(NOW + 1000).ends.some(({ seconds }) => seconds > 7 && seconds < 8.5)).toBe(true);
		expect(before.some(({ seconds }) => seconds > 7 && seconds < 8.5)).toBe(false);
	});

	it('includes the number of jobs being polled', () => {
		const shared = createSharedPolls();
		const [first, second] = [shared.join('a', NOW), shared.join(undefined, NOW)];
		expect(first.facts(NOW).jobsInFlight).toBe(2);
		second.leave();
		second.leave();
		expect(first.facts(NOW).jobsInFlight).toBe(1);
	});

	it('includes the budget', () => {
		const shared = createSharedPolls();
		const jobs = Array.from({ length: BURST + 10 }, () => shared.join('a', NOW));
		const waits = jobs.map((job) => job.turn(NOW));
		expect(waits.filter((seconds) => seconds === 0)).toHaveLength(BURST);
		expect(waits.at(-1)).toBeCloseTo(10 / POLLS_PER_SECOND, 3);
	});
});

describe('runs', () => {
	it('share the polls, so that a single job does not wait behind a batch', () => {
		const shared = createSharedPolls();
		const [batch, single] = [{}, {}];
		const jobs = Array.from({ length: 1000 }, () => shared.join('a', NOW, batch));
		const job = shared.join('a', NOW, single);
		for (const one of jobs) one.turn(NOW);
		expect(jobs[0]!.facts(NOW).jobsInFlight).toBe(1001);
		expect(jobs[0]!.turn(NOW)).toBeGreaterThan(900 / POLLS_PER_SECOND);
		expect(job.facts(NOW).jobsInFlight).toBe(2);
		expect(job.turn(NOW)).toBe(0);
		for (const one of jobs) one.leave();
		expect(job.facts(NOW).jobsInFlight).toBe(1);
	});

	it('of one job each stay within the budget together', () => {
		const shared = createSharedPolls();
		const jobs = Array.from({ length: 500 }, () => shared.join('a', NOW, {}));
		expect(jobs[0]!.facts(NOW).jobsInFlight).toBe(500);
		const waits = jobs.map((job) => job.turn(NOW));
		expect(waits.at(-1)).toBeCloseTo((500 - BURST) / POLLS_PER_SECOND, 3);
	});
});

describe('unused data', () => {
	it('is forgotten: a model after a day, and a job that never left after a quarter of an hour', () => {
		const shared = createSharedPolls();
		see(shared, 'a', NOW);
		shared.join('lost', NOW);
		expect(shared.join('b', NOW + 10 * 60_000).facts(NOW + 10 * 60_000).jobsInFlight).toBe(2);
		expect(shared.join('b', NOW + 40 * 60_000).facts(NOW + 40 * 60_000).jobsInFlight).toBe(1);
		expect(knows(shared, 'a', NOW + DAY - 1)).toBe(true);
		expect(knows(shared, 'a', NOW + DAY + 10_000)).toBe(false);
	});

	it('is forgotten first when there are very many models', () => {
		const shared = createSharedPolls();
		const models = Array.from({ length: 150 }, (_, index) => `model ${index}`);
		for (const [index, model] of models.entries()) {
			see(shared, model, NOW + index);
			see(shared, 'busy', NOW + index);
		}
		const known = models.filter((model) => knows(shared, model, NOW + 1000));
		expect(known).toEqual(models.slice(-99));
		expect(knows(shared, 'busy', NOW + 1000)).toBe(true);
	});
});

describe('a clock that is set back', () => {
	it('clears everything known, so that nothing waits for a time that never comes', () => {
		const shared = createSharedPolls();
		see(shared, 'a', NOW);
		const jobs = Array.from({ length: 1000 }, () => shared.join('a', NOW));
		for (const job of jobs) job.turn(NOW);
		expect(jobs[0]!.turn(NOW)).toBeGreaterThan(900 / POLLS_PER_SECOND);
		expect(jobs[0]!.turn(NOW - 1000)).toBe(0);
		expect(jobs[0]!.facts(NOW - 1000)).toEqual({ ends: [], jobsInFlight: 1 });
	});
});
