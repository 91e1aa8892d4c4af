/** Loads the built package as n8n does at startup. Run `npm run build` first; `npm test` does. */
import { existsSync } from 'fs';
import { join } from 'path';
import { PackageDirectoryLoader } from 'n8n-core';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import manifest from '../../package.json';

const root = join(__dirname, '..', '..');

async function load(): Promise<PackageDirectoryLoader> {
	const loader = new PackageDirectoryLoader(root);
	await loader.loadAll();
	return loader;
}

describe('the built package', () => {
	it('offers one node and one credential, with themed icons and the codex', async () => {
		const loader = await load();

		expect(loader.packageName).toBe('n8n-nodes-pruna');
		const node = loader.types.nodes.find(({ name }) => name.endsWith('pruna')) as INodeTypeDescription;
		expect(node.displayName).toBe('Pruna');
		expect(node.usableAsTool).toBe(true);
		// Not AI: the editor's search omits nodes of that category and lists their modes as actions.
		expect(node.codex).toMatchObject({ categories: ['Marketing & Content'] });
		expect(node.iconUrl).toEqual({
			light: expect.stringContaining('pruna.svg') as string,
			dark: expect.stringContaining('pruna.dark.svg') as string,
		});
		const credential = loader.types.credentials.find(({ name }) => name === 'prunaApi');
		expect(credential).toMatchObject({ displayName: 'Pruna API', supportedNodes: ['pruna'] });
		expect(JSON.stringify(credential!.iconUrl)).toContain('pruna.dark.svg');
	});

	it('contains every file that its manifest names', () => {
		const named = [...manifest.n8n.nodes, ...manifest.n8n.credentials];

		expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
	});

	it('needs only n8n itself at run time', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.n8n.strict).toBe(true);
	});

	it('masks the API key', async () => {
		const { PrunaApi } = (await import(join(root, manifest.n8n.credentials[0]!))) as {
			PrunaApi: new () => { properties: INodeProperties[] };
		};
		const key = new PrunaApi().properties.find(({ name }) => name === 'apiKey');

		expect(key!.typeOptions).toEqual({ password: true });
	});
});

describe("the node's description", () => {
	/** Every property, including those inside collections. */
	function allProperties(properties: INodeProperties[]): INodeProperties[] {
		return properties.flatMap((property) =>
			property.type === 'collection'
				? [property, ...allProperties((property.options ?? []) as INodeProperties[])]
				: [property],
		);
	}

	async function description(): Promise<INodeTypeDescription> {
		const loader = await load();
		return loader.types.nodes.find(({ name }) => name.endsWith('pruna')) as INodeTypeDescription;
	}

	it('is small enough to send to every browser', async () => {
		const bytes = Buffer.byteLength(JSON.stringify(await description()));

		expect(bytes).toBeLessThan(250_000);
	});

	it("follows n8n's text rules, which its linter cannot check on generated fields", async () => {
		const broken = allProperties((await description()).properties).flatMap((property) => {
			const { displayName, name, description: text = '', type, placeholder } = property;
			return [
				/^[a-z]/.test(displayName) && `${name}: display name is not in title case`,
				text.includes('. ') !== text.endsWith('.') &&
					text !== '' &&
					`${name}: wrong final period in “${text}”`,
				type === 'boolean' && !text.startsWith('Whether ') && `${name}: does not start with Whether`,
				placeholder && !/^(e\.g\. |Add )/.test(placeholder) && `${name}: placeholder “${placeholder}”`,
				!('default' in property) && `${name}: no default`,
			].filter(Boolean);
		});

		expect(broken).toEqual([]);
	});
});
