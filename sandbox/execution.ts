// Reads what `n8n execute --rawOutput` prints.
import fs from 'node:fs';
import path from 'node:path';

export interface BinaryField {
	id?: string;
	data: string;
	fileName?: string;
	mimeType: string;
	bytes?: number;
}

export interface Item {
	json: Record<string, unknown>;
	binary?: Record<string, BinaryField>;
}

interface ExecutionError {
	message: string;
	description?: string | null;
}

export interface Execution {
	status: string;
	data: {
		resultData: {
			runData: Record<string, Array<{ data?: { main?: Array<Item[] | null> } }>>;
			lastNodeExecuted?: string;
			error?: ExecutionError;
		};
	};
}

/** The JSON starts, after log lines, at the first line that is exactly `{`, and ends at the next one that is exactly `}`. */
export function parseExecution(printed: string): Execution | undefined {
	const lines = printed.split(/\r?\n/);
	const first = lines.indexOf('{');
	const last = lines.indexOf('}', first);
	if (first < 0 || last < 0) return undefined;
	return JSON.parse(lines.slice(first, last + 1).join('\n')) as Execution;
}

/** The items of the first output in the last run of a node. */
export function itemsOf(execution: Execution, node: string): Item[] {
	return execution.data.resultData.runData[node]?.at(-1)?.data?.main?.[0] ?? [];
}

/** Why the execution failed, as n8n's editor shows it: the message, then the description. undefined if it succeeded. */
export function errorOf(execution: Execution): string | undefined {
	const { error } = execution.data.resultData;
	if (!error)
		return execution.status === 'success' ? undefined : `it ended with status "${execution.status}"`;
	const { message, description } = error;
	if (!description || description === message) return message;
	return `${message.replace(/\.$/, '')}. ${description}`;
}

/** The path of the file that a binary field refers to. */
export function storedFile(userFolder: string, field: BinaryField): string {
	const [mode, where] = field.id?.split(/:(.*)/s) ?? [];
	if (mode !== 'filesystem-v2' || !where) throw new Error(`not a file on disk: ${field.id ?? field.data}`);
	return path.join(userFolder, '.n8n', 'storage', where);
}

/** Copies the file of a binary field into a folder, under its own name. */
export function saveFile(userFolder: string, field: BinaryField, folder: string): string {
	fs.mkdirSync(folder, { recursive: true });
	const target = path.join(folder, path.basename(field.fileName ?? 'file'));
	fs.copyFileSync(storedFile(userFolder, field), target);
	return target;
}
