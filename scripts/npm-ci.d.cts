export function isInstalled(folder: string): boolean;
export function npmCi(folder: string, log: string): Promise<void>;
export function npmRebuild(folder: string, name: string, log: string, env?: NodeJS.ProcessEnv): Promise<void>;
