/** Results of the schedule: many jobs in virtual time, of new models and of known ones. */
import { BURST, POLLS_PER_SECOND } from '../../../nodes/Pruna/prediction/pollBudget';
import { createSharedPolls } from '../../../nodes/Pruna/prediction/sharedPolls';
import { mean, mostWithin, quantile, runBatch, seededRandom, type Outcome } from './pollSimulation';

const START = 1_700_000_000_000;
/** In seconds. The ideal is one poll at the very end of each job, so its delay is one round trip. */
const ROUND_TRIP = 0.04;

function gauss(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const SHAPES = {
	constant: (typical: number) => typical,
	spread: (typical: number, random: () => number) => typical * (0.8 + 0.4 * random()),
	lognormal: (typical: number, random: () => number) => typical * Math.exp(0.4 * gauss(random)),
	bimodal: (typical: number, random: () => number) =>
		(random() < 0.5 ? typical : 3 * typical) * (0.95 + 0.1 * random()),
};
type Shape = keyof typeof SHAPES;

const TYPICAL = { image: 3, video: 45 };
/** The pause before the first poll of a single job, in seconds. */
const LONGEST_PAUSE = { image: 6, video: 10 };
/** What the pauses for a new model grow to, in seconds. */
const PAUSE_AT_LAST = { image: 3, video: 5 };
type Kind = keyof typeof TYPICAL;

interface Measured {
	late: number[];
	polls: number[];
	/** Time from the end of the last job of each batch to the end of the batch. */
	over: number[];
	/** Most polls of the process within 10 s, then within 1 s. */
	most10: number;
	most1: number;
	durations: number[];
}

function measure(outcomes: Outcome[]): Measured {
	return {
		late: outcomes.flatMap(({ late }) => late.map((seconds) => seconds - ROUND_TRIP)),
		polls: outcomes.flatMap(({ polls }) => polls),
		over: outcomes.map(({ end, durations }) => end - Math.max(...durations) - ROUND_TRIP),
		most10: Math.max(...outcomes.map(({ sent }) => mostWithin(sent, 10))),
		most1: Math.max(...outcomes.map(({ sent }) => mostWithin(sent, 1))),
		durations: outcomes.flatMap(({ durations }) => durations),
	};
}

/** Cold: each batch has a new model. Warm: all batches have the same model, and the first ones are not measured. */
function simulate(kind: Kind, shape: Shape, jobs: number): { cold: Measured; warm: Measured } {
	const random = seededRandom(7);
	const batch = () => Array.from({ length: jobs }, () => SHAPES[shape](TYPICAL[kind], random));
	const run = (shared = createSharedPolls(), start = START) => {
		return runBatch(shared, { kind, durations: batch(), start });
	};
	const cold = Array.from({ length: Math.max(1, Math.ceil(60 / jobs)) }, () => run());

	const shared = createSharedPolls();
	const seen = jobs === 1 ? 30 : 2;
	const measured = Math.max(1, Math.ceil(60 / jobs));
	let start = START;
	const rounds = Array.from({ length: seen + measured }, () => {
		const outcome = run(shared, start);
		start += (outcome.end + 1) * 1000;
		return outcome;
	});
	return { cold: measure(cold), warm: measure(rounds.slice(seen)) };
}

const cache = new Map<string, ReturnType<typeof simulate>>();
function simulated(kind: Kind, shape: Shape, jobs: number): ReturnType<typeof simulate> {
	const key = `${kind} ${shape} ${jobs}`;
	const known = cache.get(key) ?? simulate(kind, shape, jobs);
	cache.set(key, known);
	return known;
}

const KINDS: Kind[] = ['image', 'video'];
const ALL_SHAPES = Object.keys(SHAPES) as Shape[];
const table = (kinds: Kind[], shapes: Shape[], counts: number[]) =>
	kinds.flatMap((kind) => shapes.flatMap((shape) => counts.map((jobs) => [kind, shape, jobs] as const)));

describe('a single job', () => {
	it('of a 3 s image ends within 0.35 s of the ideal with at most 4 polls if its model is new', () => {
		const { cold } = simulated('image', 'constant', 1);
		expect(quantile(cold.late, 1)).toBeLessThanOrEqual(0.35);
		expect(quantile(cold.polls, 1)).toBeLessThanOrEqual(4);
	});

	it('of a 3 s image ends within 0.2 s of the ideal if its model is known', () => {
		const { warm } = simulated('image', 'constant', 1);
		expect(quantile(warm.late, 0.5)).toBeLessThanOrEqual(0.1);
		expect(quantile(warm.late, 1)).toBeLessThanOrEqual(0.2);
		expect(quantile(warm.polls, 1)).toBeLessThanOrEqual(4);
	});

	it.each([
		['spread', 0.2],
		['lognormal', 0.4],
		['bimodal', 0.2],
	] as const)(
		'of a known image model with %s durations has a median delay of at most %d s',
		(shape, most) => {
			expect(quantile(simulated('image', shape, 1).warm.late, 0.5)).toBeLessThanOrEqual(most);
		},
	);

	it('of a 45 s video ends within a second of the ideal, with at most 24 polls', () => {
		const { cold, warm } = simulated('video', 'constant', 1);
		for (const { late, polls } of [cold, warm]) {
			expect(quantile(late, 1)).toBeLessThanOrEqual(1);
			expect(quantile(polls, 1)).toBeLessThanOrEqual(24);
		}
		expect(quantile(warm.late, 0.5)).toBeLessThanOrEqual(0.4);
		expect(mean(warm.polls)).toBeLessThanOrEqual(8);
	});
});

describe('a batch', () => {
	it.each([20, 100])(
		'of %d 3 s images takes at most 2.5 polls per job and ends within a second of the ideal',
		(jobs) => {
			const { warm } = simulated('image', 'constant', jobs);
			expect(mean(warm.polls)).toBeLessThanOrEqual(2.5);
			expect(quantile(warm.over, 1)).toBeLessThanOrEqual(1);
		},
	);

	it.each([20, 100])('of %d images of about 3 s does the same', (jobs) => {
		const { warm } = simulated('image', 'spread', jobs);
		expect(mean(warm.polls)).toBeLessThanOrEqual(2.5);
		expect(quantile(warm.over, 1)).toBeLessThanOrEqual(1);
	});

	it.each(table(KINDS, ALL_SHAPES, [20, 100]))(
		'of a known model needs no more polls than a new one, and its median delay is not longer: %s, %s, %d jobs',
		(kind, shape, jobs) => {
			const { cold, warm } = simulated(kind, shape, jobs);
			expect(mean(warm.polls)).toBeLessThanOrEqual(mean(cold.polls));
			expect(quantile(warm.late, 0.5)).toBeLessThanOrEqual(quantile(cold.late, 0.5) + 0.1);
		},
	);
});

describe('a model', () => {
	it.each([1, 8, 60])('that now takes %d seconds is known again after 15 jobs', (seconds) => {
		const shared = createSharedPolls();
		let start = START;
		const runOne = (duration: number) => {
			const outcome = runBatch(shared, { kind: 'image', durations: [duration], start });
			start += (outcome.end + 1) * 1000;
			return outcome;
		};
		for (let count = 0; count < 30; count++) runOne(3);
		const late = Array.from({ length: 15 }, () => runOne(seconds).late[0]! - ROUND_TRIP);
		expect(Math.max(...late)).toBeLessThanOrEqual(Math.max(2.5, seconds / 20));
		expect(late.at(-1)).toBeLessThanOrEqual(0.5);
	});
});

describe('the polls of one job', () => {
	it.each(table(KINDS, ALL_SHAPES, [1, 20, 100]))(
		"follow Pruna's advice on average: %s, %s, %d jobs",
		(kind, shape, jobs) => {
			const average = kind === 'image' ? 1 : 2;
			for (const { polls, late, durations } of Object.values(simulated(kind, shape, jobs))) {
				const rates = durations.map((seconds, job) => (polls[job]! - 1) / (seconds + late[job]!));
				expect(Math.max(...rates)).toBeLessThanOrEqual(1 / average + 1e-9);
			}
		},
	);
});

describe('the polls of the process', () => {
	it.each(table(KINDS, ALL_SHAPES, [1, 20, 100, 500]))(
		'stay within its budget: %s, %s, %d jobs',
		(kind, shape, jobs) => {
			for (const { most1, most10 } of Object.values(simulated(kind, shape, jobs))) {
				expect(most1).toBeLessThanOrEqual(POLLS_PER_SECOND + BURST);
				expect(most10).toBeLessThanOrEqual(10 * POLLS_PER_SECOND + BURST);
			}
		},
	);

	it.each(table(KINDS, ALL_SHAPES, [500]))('neglect no job: %s, %s, %d jobs', (kind, shape, jobs) => {
		const round = jobs / POLLS_PER_SECOND;
		for (const { late } of Object.values(simulated(kind, shape, jobs))) {
			expect(quantile(late, 0.5)).toBeLessThanOrEqual(0.6 * round);
			expect(quantile(late, 0.95)).toBeLessThanOrEqual(Math.max(1.5 * round, PAUSE_AT_LAST[kind]));
			// A job that ends far sooner than all before it is found after the longest pause and one turn.
			expect(quantile(late, 1)).toBeLessThanOrEqual(2 * round + LONGEST_PAUSE[kind]);
		}
	});

	it.each(KINDS)('neglect none of 2,000 jobs: %s', (kind) => {
		const round = 2000 / POLLS_PER_SECOND;
		for (const { late, most10 } of Object.values(simulated(kind, 'spread', 2000))) {
			expect(most10).toBeLessThanOrEqual(10 * POLLS_PER_SECOND + BURST);
			expect(quantile(late, 0.5)).toBeLessThanOrEqual(0.6 * round);
			expect(quantile(late, 1)).toBeLessThanOrEqual(2 * round);
		}
	});
});
