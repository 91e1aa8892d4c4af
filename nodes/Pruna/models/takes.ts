import type { AnyModel } from './types';

/** Most takes that one item may ask for. */
export const MOST_TAKES = 10;

/** Keys by which a model makes several outputs in one job. */
const OUTPUT_COUNTS = ['num_outputs', 'num_images'];

type Input = Readonly<Record<string, unknown>>;

/** Which takes of an item a job makes. */
export interface Take {
	/** The first of them, counted from 0. It tells the jobs of an item apart. */
	readonly index: number;
	/** How many of them this job makes: more than one only where the model makes several outputs in a job. */
	readonly size: number;
	/** How many the item asks for in all. */
	readonly count: number;
}

/** One of the jobs that make an item's takes. */
export interface PlannedTake {
	readonly take: Take;
	readonly input: Input;
	/** What the job is sent as its seed; undefined for a model that takes none. */
	readonly seed?: number;
}

function outputCount(model: AnyModel, input: Input) {
	const parameter = model.parameters.find(({ name }) => OUTPUT_COUNTS.includes(name));
	// How many outputs each job has is then the user's own business, and each take is a job.
	return parameter && !Object.hasOwn(input, parameter.name) ? parameter : undefined;
}

/**
 * How an item's takes are spread over jobs: how many takes each of its jobs makes. The length is the number of jobs, each of
 * which is submitted, paced and paid for by itself.
 *
 * @param input What the user has set, by the API's key names
 * @param takes 1 to MOST_TAKES; undefined where the user has not asked for takes
 */
export function takesPerJob(model: AnyModel, input: Input, takes = 1): number[] {
	const most = outputCount(model, input)?.maximum ?? 1;
	const jobs = Math.ceil(takes / most);
	return Array.from({ length: jobs }, (_, job) => Math.min(most, takes - job * most));
}

/** The seed from which to count up; undefined for seeds at random, which some models are asked for with their default of -1. */
function firstSeed(model: AnyModel, { seed }: Input): number | undefined {
	const standard = model.parameters.find(({ name }) => name === 'seed')?.default;
	return typeof seed === 'number' && seed !== standard ? seed : undefined;
}

/** @returns the end of a sentence about Takes, for a seed from which nobody can count up; undefined where all is well */
export function seedFinding({ seed }: Input, takes: number): string | undefined {
	if (seed === undefined) return undefined;
	if (typeof seed === 'number' && Number.isSafeInteger(seed + takes)) return undefined;
	return 'needs a whole number as the seed, from which it counts up';
}

/**
 * The jobs that make an item's takes. Each has a seed of its own: counted up from the user's, or at random.
 *
 * @param input Checked, with the files left out
 * @param randomSeed Gives another seed at each call
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

/** @returns a sentence without its period, where takes do not all have a job and a seed of their own; undefined where they do */
export function takesWarning(plan: readonly PlannedTake[]): string | undefined {
	const shared = plan.filter(({ take }) => take.size > 1);
	if (shared.length === 0) return undefined;
	const [{ take }] = shared as [PlannedTake];
	const jobs = plan.length === 1 ? '1 job' : `${plan.length} jobs`;
	return `${take.count} takes are made by ${jobs}, and the takes of one job share its seed`;
}
