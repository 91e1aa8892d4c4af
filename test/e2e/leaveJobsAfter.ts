import fs from 'node:fs';
import path from 'node:path';

/**
 * Makes the node park after a few seconds instead of 90. Call this before n8n starts: the package in the user folder is
 * a copy, and n8n has not loaded it yet.
 */
export function leaveJobsAfter(seconds: number, userFolder: string): void {
	const installed = path.join(userFolder, '.n8n/nodes/node_modules/n8n-nodes-pruna/dist');
	const file = path.join(installed, 'nodes/Pruna/prediction/handover.js');
	const code = fs.readFileSync(file, 'utf8');
	const patched = [
		['exports.SECONDS_IN_NODE = 90;', `exports.SECONDS_IN_NODE = ${seconds};`],
		['SECONDS_FOR_LONG_JOBS = 5;', `SECONDS_FOR_LONG_JOBS = ${seconds};`],
	].reduce((text, [from, to]) => {
		if (!text.includes(from!)) throw new Error(`handover.js does not contain “${from}”`);
		return text.replace(from!, to!);
	}, code);
	fs.writeFileSync(file, patched);
}
