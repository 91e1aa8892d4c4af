// What a node costs before it does anything: loading its code and sending its description to the browser.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { n8nFolder } from '../../sandbox/folders';
import { benchFolder } from '../n8n';
import type { Context } from './context';

const modules = path.join(n8nFolder, 'node_modules');
const vendors = path.join(modules, '@n8n', 'n8n-nodes-langchain', 'dist', 'nodes', 'vendors');
const installed = path.join(benchFolder, 'user', '.n8n', 'nodes', 'node_modules');

const nodes = [
	{
		title: 'Pruna',
		type: 'n8n-nodes-pruna.pruna',
		file: path.join(installed, 'n8n-nodes-pruna/dist/nodes/Pruna/Pruna.node.js'),
	},
	{
		title: 'OpenAI',
		type: '@n8n/n8n-nodes-langchain.openAi',
		file: path.join(vendors, 'OpenAi/OpenAi.node.js'),
	},
	{
		title: 'Google Gemini',
		type: '@n8n/n8n-nodes-langchain.googleGemini',
		file: path.join(vendors, 'GoogleGemini/GoogleGemini.node.js'),
	},
	{
		title: 'MiniMax',
		type: '@n8n/n8n-nodes-langchain.minimax',
		file: path.join(vendors, 'MiniMax/MiniMax.node.js'),
	},
	{
		title: 'Alibaba Cloud',
		type: '@n8n/n8n-nodes-langchain.alibabaCloud',
		file: path.join(vendors, 'AlibabaCloud/AlibabaCloud.node.js'),
	},
	{
		title: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		file: path.join(modules, 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js'),
	},
];

/** Loads n8n-workflow first, because n8n has loaded its own libraries long before it loads a node. */
const program = `
require('n8n-workflow');
const before = Object.keys(require.cache).length;
const start = performance.now();
const loaded = require(process.argv[1]);
new (Object.values(loaded)[0])();
const took = performance.now() - start;
process.stdout.write(took + ' ' + (Object.keys(require.cache).length - before));`;

export async function packageScene({ n8n, results, say }: Context): Promise<void> {
	const types = JSON.parse(await n8n.types()) as Array<{ name: string }>;
	for (const { title, type, file } of nodes) {
		const row = { node: title, loadMs: [] as number[], modules: 0, descriptionBytes: 0, gzipBytes: 0 };
		for (let run = 0; run < 5; run++) {
			const { stdout } = await promisify(execFile)(process.execPath, ['-e', program, file], {
				env: { ...process.env, NODE_PATH: modules },
			});
			const [took = NaN, count = NaN] = stdout.split(' ').map(Number);
			row.loadMs.push(took);
			row.modules = count;
		}
		// A node with several versions has several descriptions; all of them are sent.
		const description = JSON.stringify(types.filter(({ name }) => name === type));
		row.descriptionBytes = description.length;
		row.gzipBytes = gzipSync(description).length;
		results.packages.push(row);
		say(`  ${title}: ${row.loadMs[0]?.toFixed(0)} ms, ${Math.round(description.length / 1024)} kB`);
	}
}
