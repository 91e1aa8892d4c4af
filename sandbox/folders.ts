import path from 'node:path';

export const projectFolder = path.dirname(__dirname);
export const n8nFolder = __dirname;
/** Everything that a run of the sandbox writes. It is ignored by git and can be deleted at any time. */
export const workFolder = path.join(projectFolder, '.sandbox');
export const logsFolder = path.join(workFolder, 'logs');

export const logFile = (name: string) => path.join(logsFolder, `${name}.log`);
