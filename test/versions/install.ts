// Installs the older engines into this private folder, before `npm run test:versions`.
import { isInstalled, npmCi } from '../../scripts/npm-ci.cjs';
import { step } from '../../scripts/progress.cjs';
import { logFile } from '../../sandbox/folders';

async function main(): Promise<void> {
	if (isInstalled(__dirname)) return;
	await step("Installing older n8n's engines (about 2 minutes the first time)", async () => {
		await npmCi(__dirname, logFile('versions-npm-ci'));
	});
}

void main();
