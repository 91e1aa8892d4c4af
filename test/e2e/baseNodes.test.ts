/** The nodes that come with n8n. If one does not load, n8n registers no webhook for a workflow that contains it. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { n8nEnvironment } from '../../sandbox/environment';
import { workFolder } from '../../sandbox/folders';

interface Loaded {
	name: string;
	/** How many nodes and credentials the package lists. */
	files: number;
	/** The error of each file that did not load. */
	failed: Record<string, string>;
}

const PACKAGES = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'];
const program = path.join(__dirname, 'loadBaseNodes.cjs');

async function loadAll(): Promise<Loaded[]> {
	const userFolder = path.join(workFolder, 'e2e', 'baseNodes');
	fs.mkdirSync(userFolder, { recursive: true });
	const { stdout } = await promisify(execFile)(process.execPath, [program, ...PACKAGES], {
		env: n8nEnvironment(userFolder, 0, 0),
		timeout: 9 * 60_000,
		maxBuffer: 64 * 1024 * 1024,
	});
	return JSON.parse(stdout.trim().split('\n').at(-1)!) as Loaded[];
}

let loaded: Loaded[];
beforeAll(async () => {
	loaded = await loadAll();
});

test.each(PACKAGES)('every node and credential of %s loads', (name) => {
	const { files, failed } = loaded.find((one) => one.name === name)!;

	expect(failed).toEqual({});
	expect(files).toBeGreaterThan(100);
});
