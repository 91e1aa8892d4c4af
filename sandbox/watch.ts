// Live reload for `npm start -- --watch`: the compiler writes into the package that n8n has loaded, and N8N_DEV_RELOAD
// makes n8n reload it. Reload the editor's page to see changed fields.
import path from 'node:path';
import { launch, type Started } from '../scripts/process.cjs';
import { logFile, projectFolder } from './folders';

export const reloadEnvironment = { N8N_DEV_RELOAD: 'true' };

export function compileOnChange(userFolder: string): Started {
	const installed = path.join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-pruna', 'dist');
	const compiler = path.join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc');
	const flags = ['--watch', '--preserveWatchOutput', '--outDir', installed];
	return launch(process.execPath, [compiler, '-p', 'tsconfig.build.json', ...flags], {
		cwd: projectFolder,
		log: logFile('watch'),
	});
}
