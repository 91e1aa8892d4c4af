/** Compares what the node reported for each item with the jobs that the stand-in accepted, which would have been charged. */
import type { RecordedSubmit } from '../p-api';
import { storedBytes, type TestResult } from '../engine/engine';
import { PNG } from '../engine/fixture';

export type Fate = 'delivered' | 'failed, with its ID' | 'failed, in doubt' | 'failed, nothing charged';

interface Reported {
	error?: string;
	id?: string;
	details?: { id?: string; status?: string; description?: string };
}

export interface Account {
	fates: Map<Fate, number>;
	/** Jobs that the stand-in started. */
	accepted: number;
	/** One sentence each; empty if all is well. */
	findings: string[];
}

function fateOf({ error, details = {} }: Reported): Fate | undefined {
	if (error === undefined) return 'delivered';
	if (details.id !== undefined) return 'failed, with its ID';
	if (details.status === 'in doubt') return 'failed, in doubt';
	return /nothing was charged/i.test(details.description ?? '') ? 'failed, nothing charged' : undefined;
}

/** The file that the job of a prompt delivers. Each is different, so that none can be mistaken for another. */
const fileOf = (prompt: string) => Buffer.concat([PNG, Buffer.from(prompt)]);

/** For the stand-in, to replace its own images. */
export const ownFiles = [
	{
		name: 'output.png',
		contentType: 'image/png',
		bytes: ({ prompt }: { prompt?: unknown }) => fileOf(String(prompt)),
	},
];

/** @param prompts Of the items, in order, all different. The stand-in must have served `ownFiles` */
export async function settleAccount(
	prompts: readonly string[],
	{ items, errorItems }: TestResult,
	submits: readonly RecordedSubmit[],
): Promise<Account> {
	const findings: string[] = [];
	const fates = new Map<Fate, number>();
	const jobsByPrompt = new Map<unknown, RecordedSubmit[]>();
	for (const submit of submits.filter(({ accepted }) => accepted)) {
		jobsByPrompt.set(submit.input.prompt, [...(jobsByPrompt.get(submit.input.prompt) ?? []), submit]);
	}

	const reported = new Map<number, Reported[]>();
	for (const { json, binary, pairedItem } of [...items, ...errorItems]) {
		const { item } = pairedItem as { item: number };
		reported.set(item, [...(reported.get(item) ?? []), json]);
		if ('error' in json) continue;
		const file = binary?.data && (await storedBytes(binary.data));
		if (file?.equals(fileOf(prompts[item]!)) !== true) findings.push(`item ${item} did not get its own file`);
	}

	for (const [index, prompt] of prompts.entries()) {
		const [report, ...more] = reported.get(index) ?? [];
		const jobs = jobsByPrompt.get(prompt) ?? [];
		const fate = report && more.length === 0 ? fateOf(report) : undefined;
		if (!report || !fate) {
			findings.push(`item ${index} is not accounted for: ${JSON.stringify([report, ...more])}`);
			continue;
		}
		fates.set(fate, (fates.get(fate) ?? 0) + 1);
		const id = report.id ?? report.details?.id;
		if (jobs.length > 1) findings.push(`item ${index} was charged ${jobs.length} times`);
		if (id !== undefined && jobs[0]?.id !== id)
			findings.push(`item ${index} names a job that it did not start`);
		if (id === undefined && jobs.length > 0 && fate !== 'failed, in doubt')
			findings.push(`item ${index} was charged, but its error says that it was not`);
	}
	return { fates, accepted: [...jobsByPrompt.values()].flat().length, findings };
}
