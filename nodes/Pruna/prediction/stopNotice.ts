import type { IExecuteFunctions } from 'n8n-workflow';
import { oneLine } from './jobLog';
import { isOpen, type JobRecord } from './record';

/** n8n keeps ten such values per execution, with keys of up to 50 and values of up to 512 characters. */
const CUSTOM_DATA_KEY = 'pruna_jobs';
const CUSTOM_DATA_LENGTH = 512;

interface CustomData {
	set(key: string, value: string): void;
	get?(key: string): string | undefined;
}

/** Up to 2.0, n8n offers the execution's custom data to expressions only. */
function customDataOf(context: IExecuteFunctions): CustomData {
	const own = context.customData as CustomData | undefined;
	if (own) return own;
	const { $execution: execution } = context.getWorkflowDataProxy(0) as unknown as {
		$execution: { customData: CustomData };
	};
	return execution.customData;
}

/** As many IDs as fit into one value of the custom data. */
function idList(ids: readonly string[]): string {
	return ids.reduce((list, id) => {
		const longer = list === '' ? id : `${list},${id}`;
		return longer.length > CUSTOM_DATA_LENGTH ? list : longer;
	}, '');
}

/** Ignores errors, because n8n is in the middle of stopping the execution. */
function quietly(action: () => void): void {
	try {
		action();
	} catch {
		// If the log or the custom data fails, the other may still work.
	}
}

/** Stores IDs in the execution's custom data, which survives a stop. Never throws. */
export function keepIds(context: IExecuteFunctions, ids: readonly string[]): void {
	quietly(() => {
		const customData = customDataOf(context);
		// Another node, or another call of the same tool, may have stored its own IDs there.
		const others = (customData.get?.(CUSTOM_DATA_KEY) ?? '').split(',').filter((id) => id !== '');
		customData.set(CUSTOM_DATA_KEY, idList([...new Set([...others, ...ids])]));
	});
}

function leaveIds(context: IExecuteFunctions, records: readonly JobRecord[]): void {
	const open = records.filter(isOpen);
	if (open.length === 0) return;
	const ids = open.flatMap(({ details }) => details.id ?? []);
	const withoutId = open.length - ids.length;
	const named = [...ids.map(oneLine), ...(withoutId > 0 ? [`${withoutId} without an ID yet`] : [])];
	quietly(() =>
		context.logger.warn(
			`Pruna: execution ${context.getExecutionId()} was stopped; its predictions keep running and may be billed: ${named.join(', ')}`,
			{ ids, withoutId },
		),
	);
	if (ids.length > 0) keepIds(context, ids);
}

/**
 * Writes the IDs of all open jobs to the log and the execution's custom data when the execution is stopped.
 *
 * @returns A function that ends this. Call it when the run is over: n8n keeps the signal and its listeners until the
 * execution ends
 */
export function watchForStop(context: IExecuteFunctions, records: () => readonly JobRecord[]): () => void {
	const signal = context.getExecutionCancelSignal();
	// n8n saves the custom data as it gives this signal, so nothing here may be asynchronous.
	const onAbort = () => leaveIds(context, records());
	signal?.addEventListener('abort', onAbort, { once: true });
	return () => signal?.removeEventListener('abort', onAbort);
}
