import { findModel } from '../../../nodes/Pruna/models/modelOperations';
import { planTakes, seedFinding, takesPerJob } from '../../../nodes/Pruna/models/takes';

const pImage = findModel('p-image')!;
/** Makes up to four outputs in a job. */
const wan = findModel('wan-image-small')!;
const fluxDev = findModel('flux-dev')!;

/** 901, 902, … */
function seeds() {
	let seed = 900;
	return () => ++seed;
}

describe('how many jobs an item makes', () => {
	it.each([
		['none asked for', pImage, {}, undefined, [1]],
		['one', pImage, {}, 1, [1]],
		['ten of a model that makes one at a time', pImage, {}, 10, Array(10).fill(1)],
		['three of a model that makes four at a time', wan, {}, 3, [3]],
		['four', wan, {}, 4, [4]],
		['five, which are too many for one job', wan, {}, 5, [4, 1]],
		['ten', wan, {}, 10, [4, 4, 2]],
		['three, with outputs per job as the user wants them', wan, { num_outputs: 2 }, 3, [1, 1, 1]],
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

	it('have each a seed of its own at random where the user has set none', () => {
		const plan = planTakes(pImage, { prompt: 'a' }, 3, seeds());
		expect(plan.map(({ input }) => input)).toEqual([901, 902, 903].map((seed) => ({ prompt: 'a', seed })));
	});

	it('take a seed that asks the model for one at random for none', () => {
		expect(planTakes(fluxDev, { seed: -1 }, 2, seeds()).map(({ seed }) => seed)).toEqual([901, 902]);
		expect(planTakes(pImage, { seed: -1 }, 2, seeds()).map(({ seed }) => seed)).toEqual([-1, 0]);
	});

	it('are as few as the model can do with, and their seeds leave room for each take', () => {
		const plan = planTakes(wan, { seed: 20 }, 10, seeds());
		expect(plan.map(({ input, take }) => [input, take.index])).toEqual([
			[{ seed: 20, num_outputs: 4 }, 0],
			[{ seed: 24, num_outputs: 4 }, 4],
			[{ seed: 28, num_outputs: 2 }, 8],
		]);
	});

	it('have no seed where the model takes none', () => {
		const model = { ...pImage, parameters: pImage.parameters.filter(({ name }) => name !== 'seed') };
		expect(planTakes(model, {}, 2, seeds()).map(({ input, seed }) => [input, seed])).toEqual([
			[{}, undefined],
			[{}, undefined],
		]);
	});
});

describe('a seed from which nobody can count up', () => {
	it.each(['seven', 1.5, null, Number.MAX_SAFE_INTEGER])('is found: %j', (seed) => {
		expect(seedFinding({ seed }, 3)).toContain('whole number');
	});

	it.each([{}, { seed: 0 }, { seed: 2 ** 31 - 1 }])('is not found in %j', (input) => {
		expect(seedFinding(input, 10)).toBeUndefined();
	});
});
