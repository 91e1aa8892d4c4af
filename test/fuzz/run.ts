/** One fuzz case: the whole node on a fake n8n, in virtual time, and what must hold whatever the answers are. */
import { NodeApiError, NodeOperationError, type INodeExecutionData } from 'n8n-workflow';
import { inspect } from 'util';
import { executeItems } from '../../nodes/Pruna/operations/execute';
import type { Clock } from '../../nodes/Pruna/core/clock';
import type { Stop } from '../../nodes/Pruna/core/stop';
import { virtualClock } from '../unit/core/virtualClock';
import { API_KEY, HF_TOKEN, NEVER_SENT, type Answer } from './answers';
import { BASE_URL, createFake, type FakeRun, type Sent } from './n8n';

const DAY = 24 * 60 * 60 * 1000;

/** Each case runs days after the previous one, so that the account's rate limit carries nothing over. */
let start = 1_000_000;

const mockTime: { clock: Clock } = { clock: virtualClock().clock };

// The node creates its own clock. Here it gets a virtual one that obeys the Stop button as the real one does.
jest.mock('../../nodes/Pruna/core/clock', () => ({
	createClock: (stop: Stop): Clock => ({
		now: () => mockTime.clock.now(),
		random: () => mockTime.clock.random(),
		sleep: async (seconds) => {
			stop.check();
			await mockTime.clock.sleep(seconds);
			stop.check();
		},
	}),
}));

export interface Ended {
	items?: INodeExecutionData[];
	error?: unknown;
	sent: Sent[];
	reported: unknown[];
	/** Virtual seconds. */
	elapsed: number;
}

export async function runNode(fake: Omit<FakeRun, 'clock'>): Promise<Ended> {
	start += 10 * DAY;
	const { clock, elapsed } = virtualClock(start);
	mockTime.clock = clock;
	const { context, sent, reported } = createFake({ ...fake, clock });
	const [outcome] = await Promise.allSettled([executeItems(context)]);
	const end = { sent, reported, elapsed: elapsed() / 1000 };
	return outcome.status === 'fulfilled'
		? { ...end, items: outcome.value }
		: { ...end, error: outcome.reason as unknown };
}

/** Words of JavaScript's own errors, which mean that the node missed a case. */
const INTERNAL =
	/Cannot (read|set|convert|destructure)|is not (a function|iterable|defined)|serialize|circular|call stack|\[object \w+\]|\n\s+at /;

/** All texts that a user reads when the node fails. */
export function textsOf({ items = [], error }: Ended): string[] {
	const { message, description, context } = (error ?? {}) as Partial<NodeApiError>;
	const failed = items.filter(({ json }) => 'error' in json && 'details' in json);
	return [
		message,
		description,
		context && JSON.stringify(context),
		...failed.map(({ json }) => `${json.error as string} ${JSON.stringify(json.details)}`),
	].filter((text): text is string => typeof text === 'string');
}

/** @param secrets What the node knew and must not reveal */
export function checkEnd(end: Ended, itemCount: number, secrets = [API_KEY, HF_TOKEN]): void {
	const { items, error, sent, reported } = end;
	if (items === undefined) {
		expect(error instanceof NodeApiError || error instanceof NodeOperationError).toBe(true);
		expect((error as Error).message).not.toBe('');
	}
	for (const { json, pairedItem } of items ?? []) {
		expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
		expect(() => JSON.stringify(json)).not.toThrow();
		const { item } = pairedItem as { item: number };
		expect(item >= 0 && item < itemCount).toBe(true);
	}
	for (const text of textsOf(end)) expect(text).not.toMatch(INTERNAL);

	const whole = inspect([items, error, reported], { depth: 12, maxStringLength: null, maxArrayLength: null });
	expect(secrets.filter((secret) => whole.includes(secret))).toEqual([]);
	for (const { url, withKey } of sent) {
		expect(new URL(url).protocol).toBe('https:');
		if (withKey) expect(new URL(url).origin).toBe(BASE_URL);
	}
	expect(Object.keys(Object.prototype)).toEqual([]);
	expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(OBJECT_PROTOTYPE);
	expect(Object.keys(Array.prototype)).toEqual([]);
}

const OBJECT_PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort();

/**
 * The longest that a node with this timeout may take, in seconds. The wait for its turn, the uploads, the submit and the wait for
 * the result may each take the timeout, and the first three each a last request of two minutes. The download may take five
 * minutes, plus five for its last byte. Items run in parallel.
 */
export function longestSeconds(timeout: number): number {
	return 4 * timeout + 3 * 120 + 2 * 300;
}

/** Whether this answer to a submit means that no job can be running. */
export function definitelyNotAccepted(answer: Answer): boolean {
	if (answer.kind === 'stalled') return false;
	if (answer.kind === 'error')
		return [...NEVER_SENT, 'EPROTO', 'CERT_HAS_EXPIRED'].includes(answer.code ?? '');
	return answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.ending === 'whole';
}

/** The answers to the submits of each item, by its prompt. */
export function submitsByItem(sent: Sent[]): Map<string, Answer[]> {
	const submits = new Map<string, Answer[]>();
	for (const { step, body, answer } of sent) {
		if (step !== 'submit') continue;
		const { input } = body as { input: { prompt?: unknown } };
		const item = String(input.prompt);
		submits.set(item, [...(submits.get(item) ?? []), answer]);
	}
	return submits;
}

/** Expects that no item was submitted again after a submit that may have been accepted. */
export function checkSubmits(sent: Sent[]): void {
	for (const answers of submitsByItem(sent).values()) {
		expect(answers.slice(0, -1).every(definitelyNotAccepted)).toBe(true);
	}
}

/** The IDs that the API returned for submits. */
export function givenIds(sent: Sent[]): string[] {
	return sent.flatMap(({ step, answer }) => {
		if (step !== 'submit' || answer.kind !== 'answer' || answer.ending !== 'whole') return [];
		if (answer.status < 200 || answer.status > 299) return [];
		try {
			const body = JSON.parse(Buffer.from(answer.body).toString('utf8')) as { id?: unknown } | null;
			const id = body?.id;
			return typeof id === 'string' && /^(?!pru_|hf_)\w+$/.test(id) ? [id] : [];
		} catch {
			return [];
		}
	});
}
