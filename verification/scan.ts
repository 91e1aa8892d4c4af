// `npm run scan`: runs n8n's own scanner on the package before it is published. The scanner's command line accepts only
// published packages, so its analysis is called directly, on the source and the unpacked tarball, as the command line does.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isInstalled, npmCi } from '../scripts/npm-ci.cjs';
import { say, step } from '../scripts/progress.cjs';
import { logFile, projectFolder, workFolder } from '../sandbox/folders';
import { packPackage } from '../sandbox/package-under-test';

async function main(): Promise<void> {
	if (!isInstalled(__dirname)) {
		await step("Installing n8n's scanner (about 20 seconds)", async () => {
			await npmCi(__dirname, logFile('scanner-npm-ci'));
		});
	}
	// Imported only now, because it may not have been installed before.
	const { analyzePackage, SOURCE_FILE_PATTERNS } =
		await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const source = await analyzePackage(projectFolder, SOURCE_FILE_PATTERNS);
	const artifact = await analyzePackage(await unpackedTarball(), ['**/*.js', 'package.json']);
	const analyses = { 'The source': source, 'The tarball': artifact };
	for (const [name, { passed, message, details }] of Object.entries(analyses)) {
		say(passed ? `${name}: clean` : `${name}: ${message}\n${details ?? ''}`);
	}
	// "No files found" passes, too, but a scan of nothing must not look like a clean one.
	const empty = Object.values(analyses).some(({ message }) => message !== undefined);
	if (empty || !source.passed || !artifact.passed) process.exitCode = 1;
}

async function unpackedTarball(): Promise<string> {
	const tarball = await step('Packing the package', packPackage);
	const folder = path.join(workFolder, 'scan');
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', folder]);
	return path.join(folder, 'package');
}

void main();
