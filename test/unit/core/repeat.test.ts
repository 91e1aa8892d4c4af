import fc from 'fast-check';
import { PrunaError, type Repeat } from '../../../nodes/Pruna/core/errors';
import type { Clock } from '../../../nodes/Pruna/core/clock';
import { backoffSeconds, repeatUntil, type RepeatPolicy } from '../../../nodes/Pruna/core/repeat';

const START = 1_000_000;
const HOUR = 3600 * 1000;

/** A clock on which hours pass instantly. */
function fakeClock(random: () => number = () => 0.5) {
	let now = START;
	const pauses: number[] = [];
	const clock: Clock = {
		now: () => now,
		random,
		sleep: (seconds) => {
			pauses.push(seconds);
			now += seconds * 1000;
			return Promise.resolve();
		},
	};
	return { clock, pauses, elapsed: () => now - START };
}

type Allowed = Repeat['allowed'];

const passing = (afterSeconds?: number, allowed: Allowed = 'ifFree') =>
	new PrunaError('busy', { repeat: { allowed, afterSeconds } });
/** A policy for a request that costs nothing, with a deadline after this time. */
const free = (milliseconds: number): RepeatPolicy => ({ deadline: START + milliseconds, isFree: true });

describe('a repeated attempt', () => {
	it('returns its result', async () => {
		const { clock, pauses } = fakeClock();
		expect(await repeatUntil(free(HOUR), clock, () => Promise.resolve('done'))).toBe('done');
		expect(pauses).toEqual([]);
	});

	it('continues through hours of failures', async () => {
		const { clock, pauses, elapsed } = fakeClock();
		const attempt = () => (elapsed() < 3 * HOUR ? Promise.reject(passing()) : Promise.resolve('done'));
		expect(await repeatUntil(free(4 * HOUR), clock, attempt)).toBe('done');
		// Pauses of up to 30 seconds: not more than 240 tries in an hour, and a few at the start.
		expect(pauses.length).toBeLessThan(3 * 240 + 10);
	});

	it('ends with the last error at the deadline', async () => {
		const { clock, elapsed } = fakeClock();
		let tries = 0;
		const attempt = () => Promise.reject(new PrunaError(`try ${++tries}`, { repeat: { allowed: 'ifFree' } }));
		await expect(repeatUntil(free(HOUR), clock, attempt)).rejects.toThrow(/^try \d{3}$/);
		expect(elapsed()).toBeLessThanOrEqual(HOUR);
		expect(elapsed()).toBeGreaterThan(HOUR - 30_000);
	});

	it('is made once if its deadline has passed', async () => {
		const { clock, pauses } = fakeClock();
		await expect(repeatUntil(free(-1), clock, () => Promise.reject(passing()))).rejects.toThrow('busy');
		expect(pauses).toEqual([]);
	});

	it('waits as long as the API asks', async () => {
		const { clock, pauses } = fakeClock();
		let tries = 0;
		const attempt = () => (tries++ === 0 ? Promise.reject(passing(90)) : Promise.resolve('done'));
		await repeatUntil(free(HOUR), clock, attempt);
		expect(pauses).toHaveLength(1);
		expect(pauses[0]).toBeGreaterThanOrEqual(90);
	});

	it.each([3601, 999_999_999, Infinity])(
		'ends immediately if the API asks for a pause beyond the deadline: %d s',
		async (afterSeconds) => {
			const { clock, pauses } = fakeClock();
			await expect(
				repeatUntil(free(HOUR), clock, () => Promise.reject(passing(afterSeconds))),
			).rejects.toMatchObject({ repeat: { afterSeconds } });
			expect(pauses).toEqual([]);
		},
	);

	it.each([
		['an error that may not be repeated', new PrunaError('bad key')],
		['an error of another kind', new TypeError('a bug')],
	])('is made once for %s', async (_, error) => {
		const { clock, pauses } = fakeClock();
		await expect(repeatUntil(free(HOUR), clock, () => Promise.reject(error))).rejects.toBe(error);
		expect(pauses).toEqual([]);
	});

	it('ends if the execution is stopped during the pause', async () => {
		const stop = new Error('stopped');
		const clock: Clock = { ...fakeClock().clock, sleep: () => Promise.reject(stop) };
		await expect(repeatUntil(free(HOUR), clock, () => Promise.reject(passing()))).rejects.toBe(stop);
	});

	it('never goes beyond its deadline, whatever the API asks for', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 2000 }),
				fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1 }),
				fc.array(fc.option(fc.double({ min: 0.5, max: 100, noNaN: true }), { nil: undefined }), {
					minLength: 1,
				}),
				async (seconds, randoms, asked) => {
					let tries = 0;
					const { clock, elapsed } = fakeClock(() => randoms[tries % randoms.length]!);
					const attempt = () => Promise.reject(passing(asked[tries++ % asked.length]));
					await expect(repeatUntil(free(seconds * 1000), clock, attempt)).rejects.toThrow('busy');
					expect(elapsed()).toBeLessThanOrEqual(seconds * 1000);
				},
			),
			{ numRuns: 50 },
		);
	});
});

describe('what may be repeated', () => {
	const tried = async (allowed: Allowed, policy: Partial<RepeatPolicy> = {}) => {
		const { clock, elapsed } = fakeClock();
		let tries = 0;
		const attempt = () => {
			tries++;
			return Promise.reject(passing(undefined, allowed));
		};
		const result = repeatUntil({ ...free(HOUR), ...policy }, clock, attempt);
		await expect(result).rejects.toThrow('busy');
		return { tries, seconds: elapsed() / 1000 };
	};

	it.each([
		['never', true, 1],
		['never', false, 1],
		['ifFree', false, 1],
	] as const)('%s, if it is free: %s, is tried %d time', async (allowed, isFree, tries) => {
		expect(await tried(allowed, { isFree })).toEqual({ tries, seconds: 0 });
	});

	it.each([
		['ifFree', true],
		['always', true],
		['always', false],
		['whileUnreachable', true],
		['whileUnreachable', false],
	] as const)('%s, if it is free: %s, is tried until the deadline', async (allowed, isFree) => {
		const { tries, seconds } = await tried(allowed, { isFree });
		expect(tries).toBeGreaterThan(100);
		expect(seconds).toBeGreaterThan(3600 - 31);
	});

	it('whileUnreachable is tried for as long as the policy allows', async () => {
		const { tries, seconds } = await tried('whileUnreachable', { unreachableSeconds: 20 });
		expect(tries).toBeGreaterThan(3);
		expect(seconds).toBeGreaterThanOrEqual(20);
		expect(seconds).toBeLessThan(60);
	});

	it.each(['always', 'ifFree'] as const)('%s has no such limit', async (allowed) => {
		expect((await tried(allowed, { unreachableSeconds: 20 })).seconds).toBeGreaterThan(3600 - 31);
	});

	it('gets the whole time again after each response', async () => {
		const { clock, elapsed } = fakeClock();
		const lost = passing(undefined, 'whileUnreachable');
		const errors = [lost, lost, lost, passing(100, 'always'), lost, passing(100, 'always'), lost];
		const attempt = (tries: number) =>
			tries <= errors.length ? Promise.reject(errors[tries - 1]!) : Promise.resolve('done');
		const policy = { ...free(HOUR), isFree: false, unreachableSeconds: 20 };
		expect(await repeatUntil(policy, clock, attempt)).toBe('done');
		expect(elapsed()).toBeGreaterThan(200_000);
	});

	it('receives the number of the try', async () => {
		const { clock } = fakeClock();
		const told: number[] = [];
		const attempt = (tries: number) => {
			told.push(tries);
			return tries < 4 ? Promise.reject(passing()) : Promise.resolve('done');
		};
		await repeatUntil(free(HOUR), clock, attempt);
		expect(told).toEqual([1, 2, 3, 4]);
	});
});

describe('the pause before another try', () => {
	const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
	const attempt = fc.integer({ min: 1, max: 10_000 });

	it('doubles from half a second up to half a minute', () => {
		const longest = [1, 2, 3, 4, 5, 6, 7, 8, 5000].map((tries) => backoffSeconds(tries, 1));
		expect(longest).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30, 30]);
	});

	it('is randomly shortened by at most half', () => {
		fc.assert(
			fc.property(attempt, random, (tries, chance) => {
				const longest = backoffSeconds(tries, 1);
				const pause = backoffSeconds(tries, chance);
				expect(pause).toBeGreaterThanOrEqual(longest / 2);
				expect(pause).toBeLessThanOrEqual(longest);
			}),
		);
	});

	it('differs between items that were refused at the same time', () => {
		expect(backoffSeconds(3, 0.1)).not.toBe(backoffSeconds(3, 0.9));
		expect(backoffSeconds(3, 0.1, 10)).not.toBe(backoffSeconds(3, 0.9, 10));
	});

	it('is never shorter than the API asks for, nor much longer', () => {
		fc.assert(
			fc.property(attempt, random, fc.double({ min: 0, max: 1e6, noNaN: true }), (tries, chance, asked) => {
				const pause = backoffSeconds(tries, chance, asked);
				expect(pause).toBeGreaterThanOrEqual(asked);
				expect(pause).toBeLessThanOrEqual(Math.max(asked + 0.5, backoffSeconds(tries, 1)));
			}),
		);
	});

	it('grows even if the API repeatedly asks for no pause at all', () => {
		expect(backoffSeconds(8, 0.5, 0)).toBeGreaterThan(backoffSeconds(1, 0.5, 0));
	});
});
