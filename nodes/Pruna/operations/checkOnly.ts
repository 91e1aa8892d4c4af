import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import type { Job } from '../prediction/jobSettings';
import { describedInput } from '../prediction/prepareInput';
import type { Run } from '../prediction/run';
import { costKeys } from './costs';
import { asText } from './parameters';

/** What Check Only reports for an item instead of running its job. */
export interface CheckReport {
	readonly model?: string;
	/** The input as it would be sent, without secrets and with files described. Missing if it could not be read at all. */
	readonly input?: Readonly<Record<string, unknown>>;
	readonly findings: readonly string[];
	/** The job, if nothing prevents it from being submitted. */
	readonly job?: Job;
	readonly warnings: readonly string[];
}

export function reportOf(run: Run, job: Job): CheckReport {
	const { model, findings = [], warnings = [] } = job;
	const input = run.secrets.mask(describedInput(job)) as Record<string, unknown>;
	return {
		model: run.secrets.maskText(model),
		input,
		findings: findings.map((finding) => run.secrets.maskText(finding)),
		warnings,
		...(findings.length === 0 && { job }),
	};
}

function parameterOf({ context }: Run, name: string, itemIndex: number): string | undefined {
	try {
		return asText(context.getNodeParameter(name, itemIndex, undefined));
	} catch {
		return undefined; // The finding is that this expression cannot be evaluated.
	}
}

/** Whether an item whose check failed is in Check Only. If the mode cannot be read, it is not. */
export function isCheckOnly(run: Run, itemIndex: number): boolean {
	return parameterOf(run, 'mode', itemIndex) === 'check';
}

/** The report for an item whose input could not even be built. */
export function reportOfError(run: Run, itemIndex: number, error: unknown): CheckReport {
	const isPrediction = parameterOf(run, 'resource', itemIndex) === 'prediction';
	const model = parameterOf(run, isPrediction ? 'modelId' : 'model', itemIndex);
	const { message, description } = error as { message?: string; description?: unknown };
	const { findings, advice } =
		error instanceof PrunaError
			? error
			: { findings: undefined, advice: typeof description === 'string' ? description : undefined };
	const whole = [message ?? String(error), advice].filter(Boolean).join('. ');
	return {
		...(model !== undefined && { model: run.secrets.maskText(model) }),
		findings: (findings ?? [whole]).map((finding) => run.secrets.maskText(finding)),
		warnings: [],
	};
}

/** The output item of Check Only. `findings` and `warnings` are left out if there are none. */
export function reportItem(report: CheckReport, itemIndex: number): INodeExecutionData {
	const { model, input, findings, warnings, job } = report;
	const json: IDataObject = {
		...(model !== undefined && { model }),
		...(input !== undefined && { input }),
		...(findings.length > 0 && { findings: [...findings] }),
		...(warnings.length > 0 && { warnings: [...warnings] }),
		...costKeys(job?.estimate),
	};
	return { json, pairedItem: { item: itemIndex } };
}
