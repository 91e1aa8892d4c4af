/** The tarball, installed as n8n's settings page installs it: what the editor learns about the package. */
import { startServer, type Server } from './instance';

interface Described {
	name: string;
	displayName: string;
	icon?: string;
	iconUrl?: string | { light: string; dark: string };
	usableAsTool?: unknown;
	inputs?: unknown;
	outputs?: unknown;
	properties: Array<{ name: string }>;
	credentials?: Array<{ name: string }>;
	supportedNodes?: string[];
	codex?: { categories?: string[]; alias?: string[]; subcategories?: Record<string, string[]> };
}

let server: Server;
let nodes: Map<string, Described>;
let credentials: Map<string, Described>;

beforeAll(async () => {
	server = await startServer('install');
	nodes = await described('/types/nodes.json');
	credentials = await described('/types/credentials.json');
});
afterAll(async () => await server?.close());

async function described(path: string): Promise<Map<string, Described>> {
	const { text } = await server.rest.file(path);
	return new Map((JSON.parse(text) as Described[]).map((type) => [type.name, type]));
}

test('n8n has the node under its full name, with the words that people search for', () => {
	const node = nodes.get('n8n-nodes-pruna.pruna')!;

	expect(node.displayName).toBe('Pruna');
	expect(node.credentials).toEqual([expect.objectContaining({ name: 'prunaApi' })]);
	// The editor's search would omit it if it were in the category AI.
	expect(node.codex!.categories).toEqual(['Marketing & Content']);
	expect(node.codex!.alias).toEqual(expect.arrayContaining(['text to image', 'text to video', 'upscale']));
});

test('n8n has its tool variant for AI agents', () => {
	const tool = nodes.get('n8n-nodes-pruna.prunaTool')!;

	expect(tool.displayName).toBe('Pruna Tool');
	expect(tool.inputs).toEqual([]);
	expect(JSON.stringify(tool.outputs)).toContain('ai_tool');
	expect(tool.credentials).toEqual([expect.objectContaining({ name: 'prunaApi' })]);
	expect(tool.properties.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['toolDescription', 'prompt', 'model']),
	);
	expect(tool.codex!.subcategories!.AI).toContain('Tools');
});

test('n8n has the credential', () => {
	const credential = credentials.get('prunaApi')!;

	// n8n adds fields that limit which hosts may get the key.
	expect(credential.properties.map(({ name }) => name).slice(0, 2)).toEqual(['apiKey', 'baseUrl']);
	expect(credential.supportedNodes).toEqual(['n8n-nodes-pruna.pruna']);
});

test.each([
	['the node', () => nodes.get('n8n-nodes-pruna.pruna')!],
	['the tool', () => nodes.get('n8n-nodes-pruna.prunaTool')!],
	['the credential', () => credentials.get('prunaApi')!],
])('%s has a light and a dark icon', async (_, type) => {
	const { light, dark } = type().iconUrl as { light: string; dark: string };
	const icons = [await server.rest.file(`/${light}`), await server.rest.file(`/${dark}`)];

	for (const { contentType, text } of icons) {
		expect(contentType).toContain('image/svg+xml');
		expect(text).toMatch(/^<svg[^>]* viewBox="/);
	}
	expect(icons[0]!.text).not.toBe(icons[1]!.text);
});

test('n8n loads nothing else from the package', () => {
	const ours = [...nodes.keys()].filter((name) => name.startsWith('n8n-nodes-pruna.'));
	expect(ours.sort()).toEqual(['n8n-nodes-pruna.pruna', 'n8n-nodes-pruna.prunaTool']);
});
