export class Failure extends Error {
	constructor(sentence: string, details?: string);
	readonly details: string;
}

export interface LaunchOptions {
	/** The file that receives everything that the program prints. */
	log: string;
	cwd?: string;
	env?: NodeJS.ProcessEnv;
}

export interface Started {
	readonly pid: number | undefined;
	readonly log: string;
	/** `code` is null if a signal ended the program or it could not be started; `reason` says which. */
	readonly exited: Promise<{ code: number | null; reason: string }>;
	/** Sends a signal to the program's group. */
	signal(name: NodeJS.Signals): void;
	/**
	 * Sends SIGTERM to the program's group, and SIGKILL after the grace period. Resolves when the program has ended and its
	 * children have been killed.
	 */
	stop(graceMs?: number): Promise<void>;
}

export function launch(command: string, args: string[], options: LaunchOptions): Started;
export interface RunOptions extends LaunchOptions {
	/** Selects what to show of a failed program's log; its last lines by default. */
	excerpt?: (log: string) => string;
}
export function run(what: string, command: string, args: string[], options: RunOptions): Promise<void>;
export function npm(...args: string[]): [command: string, args: string[]];
export function tail(file: string, lines?: number): string;
export function stopAll(): Promise<void>;
export function onStopRequest(callback: () => void): () => void;
