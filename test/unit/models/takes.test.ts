import { findModel } from '../../../nodes/Pruna/models/modelOperations';
import { planTakes, seedFinding, takesPerJob } from '../../../nodes/Pruna/models/takes';

const pImage = findModel('p-image')!;
/** Makes up to four outputs per job. */
const wan = findModel('wan-image-small')!;
const fluxDev = findModel('flux-dev')!;

/** 901, 902, … */
function seeds() {
	let seed = 900;
	return () => ++seed;
}

describe('how many jobs an item becomes', () => {
	it.each([
		['takes not set', pImage, {}, undefined, [1]],
		['one', pImage, {}, 1, [1]],
		['ten with a model that makes one per job', pImage, {}, 10, Array(10).fill(1)],
		['three with a model that makes four per job', wan, {}, 3, [3]],
		['four', wan, {}, 4, [4]],
		['five, which is too many for one job', wan, {}, 5, [4, 1]],
		['ten', wan, {}, 10, [4, 4, 2]],
		['three, with the number of outputs per job set by the user', wan, { num_outputs: 2 }, 3, [1, 1, 1]],
	])('%s', (_, model, input, takes, expected) => {
		expect(takesPerJob(model, input, takes)).toEqual(expected);
	});
});

describe('the jobs of an item’s takes', () => {
	it('have seeds that count up from the user’s', () => {
		const plan = planTakes(pImage, { prompt: 'a', seed: 7 }, 3, seeds());
		expect(plan.map(({ input, seed, take }) => [input, seed, take])).toEqual(
			[0, 1, 2].map((index) => [{ prompt: 'a', seed: 7 + index }, 7 + index, { index, size: 1, count: 3 }]),
		);
	});

	it('have a random seed each if the user has set none', () => {
		const plan = planTakes(pImage, { prompt: 'a' }, 3, seeds());
		expect(plan.map(({ input }) => input)).toEqual([901, 902, 903].map((seed) => ({ prompt: 'a', seed })));
	});

	it('ignore a seed that asks the model for a random one', () => {
		expect(planTakes(fluxDev, { seed: -1 }, 2, seeds()).map(({ seed }) => seed)).toEqual([901, 902]);
		expect(planTakes(pImage, { seed: -1 }, 2, seeds()).map(({ seed }) => seed)).toEqual([-1, 0]);
	});

	it('are as few as the model allows, and their seeds leave room for each take', () => {
		const plan = planTakes(wan, { seed: 20 }, 10, seeds());
		expect(plan.map(({ input, take }) => [input, take.index])).toEqual([
			[{ seed: 20, num_outputs: 4 }, 0],
			[{ seed: 24, num_outputs: 4 }, 4],
			[{ seed: 28, num_outputs: 2 }, 8],
		]);
	});

	it('have no seed if the model accepts none', () => {
		const model = { ...pImage, parameters: pImage.parameters.filter(({ name }) => name !== 'seed') };
		expect(planTakes(model, {}, 2, seeds()).map(({ input, seed }) => [input, seed])).toEqual([
			[{}, undefined],
			[{}, undefined],
		]);
	});
});

describe('a seed that cannot be counted up', () => {
	it.each(['seven', 1.5, null, Number.MAX_SAFE_INTEGER])('is reported: %j', (seed) => {
		expect(seedFinding({ seed }, 3)).toContain('whole number');
	});

	it.each([{}, { seed: 0 }, { seed: 2 ** 31 - 1 }])('is not reported for %j', (input) => {
		expect(seedFinding(input, 10)).toBeUndefined();
	});
});
