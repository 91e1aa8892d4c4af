/** Runs one row of the fault matrix: three items go through the real engine, and the second meets the fault. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { storedBytes, type TestResult } from '../engine/engine';
import { edit, generate, PNG, usePApi } from '../engine/fixture';
import type { RecordedRequest } from '../p-api';
import { useForeignServer } from '../security/server';
import { until } from '../until';
import { time } from './time';
import type { Fault, FaultCase, Step } from './types';

const p = usePApi({ jobSeconds: 0.01 }, 'test');
const foreign = useForeignServer();

const PROMPTS = ['first', 'second', 'third'] as const;
const FAULTY = 1;
/** Marks the second item's requests by their size, so that they are known before their bodies are read. */
const PADDING = 200_000;

/** A different file for each item and place, so that none can be mistaken for another. */
export function fileOf(itemIndex: number, place: number): Buffer {
	return Buffer.concat([PNG, Buffer.from(`${PROMPTS[itemIndex]} ${place}`)]);
}

export interface Ended extends TestResult {
	/** Whether the fault hit all items. */
	readonly hitsAll: boolean;
	readonly p: typeof p;
	readonly foreign: typeof foreign;
	/** Requests of the second item at a step. */
	requestsAt(step: Step): RecordedRequest[];
	/** The ID that the stand-in gave an item's job. */
	idOf(itemIndex: number): string | undefined;
	/** When the second item met the fault each time, in milliseconds of the run's own time. */
	readonly hits: readonly number[];
	/** Number of requests that no server received. */
	readonly unseen: number;
}

function promptOf(request: RecordedRequest): string | undefined {
	const owner = [...p.api.predictions.values()].find(
		({ id, token }) => request.path.includes(id) || request.path.includes(token),
	);
	return owner && String(owner.input.prompt);
}

function isOfFaulty(request: RecordedRequest): boolean {
	if (request.method === 'POST') return Number(request.headers['content-length']) > PADDING;
	return promptOf(request)?.startsWith(PROMPTS[FAULTY]) ?? false;
}

function requestsAt(step: Step): RecordedRequest[] {
	return p.api.requests.filter((request) => request.route === step && isOfFaulty(request));
}

/** Whether the other two items have all their files. */
function othersAreDelivered(files: number): boolean {
	const delivered = p.api.requests.filter(
		(request) => request.route === 'delivery' && request.statusCode === 200 && !isOfFaulty(request),
	);
	return delivered.length >= (PROMPTS.length - 1) * files;
}

function faultsOf({ meets }: FaultCase): Fault[] {
	if (meets === 'offline') return [];
	const world = { api: p.api.url, foreign: foreign.origin, now: time.now() };
	const faults = typeof meets === 'function' ? meets(world) : meets;
	return Array.isArray(faults) ? faults : [faults];
}

async function goOffline(step: Step, once: boolean): Promise<void> {
	const accepted = () => p.api.requests.filter(({ statusCode }) => statusCode === 201).length;
	if (step === 'status') await until(() => accepted() === PROMPTS.length, 'the submits of all items');
	await p.api.goOffline();
	if (!once) return;
	const before = time.requests();
	const isRefused = () => time.requests() > before && time.unanswered() === 0;
	await until(isRefused, 'a request to be refused');
	await p.api.goOnline();
}

function parametersOf(step: Step): INodeParameters {
	const prompt = '={{ $json.prompt }}';
	const options = { pollInterval: `={{ $itemIndex === ${FAULTY} ? 10 : 0.05 }}` };
	return step === 'upload' ? edit({ prompt, images: 'data', options }) : generate({ prompt, options });
}

function itemsOf(step: Step) {
	return PROMPTS.map((prompt, index) => {
		const padding = index === FAULTY ? PADDING : 0;
		if (step !== 'upload') return { json: { prompt: prompt + 'x'.repeat(padding) } };
		const bytes = Buffer.concat([PNG, Buffer.alloc(padding + index)]);
		return { json: { prompt }, files: { data: { bytes, fileName: `${prompt}.png`, mimeType: 'image/png' } } };
	});
}

/** @param once Whether the fault is over after its first time; otherwise it lasts */
export async function runCase(step: Step, row: FaultCase, once: boolean): Promise<Ended> {
	const { files = 1, slow } = row;
	const isOffline = row.meets === 'offline';
	const names = files === 1 ? ['output.png'] : Array.from({ length: files }, (_, at) => `output_${at}.png`);
	const itemOf = ({ prompt }: { prompt?: unknown }) =>
		PROMPTS.findIndex((start) => String(prompt).startsWith(start));
	p.api.setFiles(
		names.map((name, place) => ({
			name,
			contentType: 'image/png',
			bytes: (input) => fileOf(itemOf(input), place),
		})),
	);

	/** How many requests had started when one last met the fault or the others were delivered. Until the next starts, the run hangs. */
	let startedAtHit: number | undefined;
	const hits: number[] = [];
	const startedBefore = time.requests();
	const hangs = () => time.requests() === startedAtHit && (slow === 'answer' || time.unanswered() === 0);
	let mayHurry = isOffline && !once;
	const hurry = () => {
		if (mayHurry || isOffline || !othersAreDelivered(files)) return mayHurry;
		startedAtHit = time.requests();
		return (mayHurry = true);
	};
	time.begin(hurry, slow && hangs);
	for (const fault of faultsOf(row)) {
		p.api.fault({
			on: step,
			times: once ? 1 : Infinity,
			...fault,
			match: (request) => {
				if (!isOfFaulty(request)) return false;
				startedAtHit = time.requests();
				hits.push(time.now());
				return true;
			},
		});
	}

	const going = isOffline ? goOffline(step, once) : undefined;
	if (step !== 'status') await (once ? undefined : going);
	const [result] = await Promise.all([
		p.run(parametersOf(step), { items: itemsOf(step), settings: { onError: 'continueRegularOutput' } }),
		going,
	]);
	if (isOffline && !once) await p.api.goOnline();
	return {
		...result,
		p,
		foreign,
		hitsAll: isOffline,
		requestsAt,
		idOf: (itemIndex) =>
			p.api.submits.find(
				({ input, id }) => id !== undefined && String(input.prompt).startsWith(PROMPTS[itemIndex]!),
			)?.id,
		hits,
		unseen: time.requests() - startedBefore - p.api.requests.length - foreign.requests.length,
	};
}

/** What Prediction → Get Result returns for a job once nothing goes wrong anymore. */
export async function resultOf(id: unknown): Promise<TestResult> {
	p.api.clearFaults();
	time.begin(() => true);
	return await p.run({ resource: 'prediction', operation: 'getResult', predictionId: String(id) });
}

/** The output of one item. */
export function outputOf({ items }: TestResult, itemIndex: number): INodeExecutionData[] {
	return items.filter(({ pairedItem }) => (pairedItem as { item: number }).item === itemIndex);
}

export async function filesOf(outputs: readonly INodeExecutionData[]): Promise<Buffer[]> {
	return await Promise.all(outputs.map(async ({ binary }) => await storedBytes(binary?.data)));
}
