export class Failure extends Error {
	constructor(sentence: string, details?: string);
	readonly details: string;
}

export interface LaunchOptions {
	/** The file that receives everything the program prints. */
	log: string;
	cwd?: string;
	env?: NodeJS.ProcessEnv;
}

export interface Started {
	readonly pid: number | undefined;
	readonly log: string;
	/** `code` is null when a signal ended the program, or when it could not be started; `reason` tells which. */
	readonly exited: Promise<{ code: number | null; reason: string }>;
	/** Sends a signal to the program's group. */
	signal(name: NodeJS.Signals): void;
	/** SIGTERM to the program's group, SIGKILL after the grace; resolves when nothing of it is left. */
	stop(graceMs?: number): Promise<void>;
}

export function launch(command: string, args: string[], options: LaunchOptions): Started;
export interface RunOptions extends LaunchOptions {
	/** What to show of the log of a program that failed; its tail by default. */
	excerpt?: (log: string) => string;
}
export function run(what: string, command: string, args: string[], options: RunOptions): Promise<void>;
export function npm(...args: string[]): [command: string, args: string[]];
export function tail(file: string, lines?: number): string;
export function stopAll(): Promise<void>;
export function onStopRequest(callback: () => void): () => void;
