import type { AnyModel } from './types';

/** Maximum number of takes per item. */
export const MOST_TAKES = 10;

/** Keys that make a model generate several outputs in one job. */
const OUTPUT_COUNTS = ['num_outputs', 'num_images'];

type Input = Readonly<Record<string, unknown>>;

/** The takes of an item that one job makes. */
export interface Take {
	/** Index of the first take, counted from 0. It identifies the job within the item. */
	readonly index: number;
	/** How many takes this job makes: more than one only if the model makes several outputs per job. */
	readonly size: number;
	/** How many takes the item has in total. */
	readonly count: number;
}

/** One of the jobs that make an item's takes. */
export interface PlannedTake {
	readonly take: Take;
	readonly input: Input;
	/** The seed that is sent; undefined for a model that has none. */
	readonly seed?: number;
}

function outputCount(model: AnyModel, input: Input) {
	const parameter = model.parameters.find(({ name }) => OUTPUT_COUNTS.includes(name));
	// If the user sets the number of outputs, it is kept, and each take is a separate job.
	return parameter && !Object.hasOwn(input, parameter.name) ? parameter : undefined;
}

/**
 * Distributes an item's takes over jobs, each of which is submitted, paced, and paid for separately.
 *
 * @param input What the user set, by the API's key names
 * @param takes 1 to MOST_TAKES; undefined if the user did not ask for takes
 * @returns how many takes each job makes
 */
export function takesPerJob(model: AnyModel, input: Input, takes = 1): number[] {
	const most = outputCount(model, input)?.maximum ?? 1;
	const jobs = Math.ceil(takes / most);
	return Array.from({ length: jobs }, (_, job) => Math.min(most, takes - job * most));
}

/** The seed to count up from; undefined for random seeds, which the default of -1 requests from some models. */
function firstSeed(model: AnyModel, { seed }: Input): number | undefined {
	const standard = model.parameters.find(({ name }) => name === 'seed')?.default;
	return typeof seed === 'number' && seed !== standard ? seed : undefined;
}

/** @returns the rest of a sentence about Takes if the seed cannot be counted up; otherwise undefined */
export function seedFinding({ seed }: Input, takes: number): string | undefined {
	if (seed === undefined) return undefined;
	if (typeof seed === 'number' && Number.isSafeInteger(seed + takes)) return undefined;
	return 'needs a whole number as the seed, because each take adds 1 to it';
}

/**
 * The jobs that make an item's takes. Each has its own seed: counted up from the user's, or random.
 *
 * @param input Checked, without the files
 * @param randomSeed Returns a new seed on each call
 */
export function planTakes(
	model: AnyModel,
	input: Input,
	takes: number,
	randomSeed: () => number,
): PlannedTake[] {
	const outputs = outputCount(model, input);
	const takesSeed = Object.hasOwn(input, 'seed') || model.parameters.some(({ name }) => name === 'seed');
	const first = firstSeed(model, input);
	let index = 0;
	return takesPerJob(model, input, takes).map((size) => {
		const take = { index, size, count: takes };
		index += size;
		const seed = takesSeed ? (first === undefined ? randomSeed() : first + take.index) : undefined;
		const own = { ...(seed !== undefined && { seed }), ...(outputs && { [outputs.name]: size }) };
		return { take, seed, input: { ...input, ...own } };
	});
}

/** @returns a sentence without a period if some takes share a job and a seed; otherwise undefined */
export function takesWarning(plan: readonly PlannedTake[]): string | undefined {
	const shared = plan.filter(({ take }) => take.size > 1);
	if (shared.length === 0) return undefined;
	const [{ take }] = shared as [PlannedTake];
	const jobs = plan.length === 1 ? '1 job' : `${plan.length} jobs`;
	return `${take.count} takes are made by ${jobs}, and takes of the same job share a seed`;
}
