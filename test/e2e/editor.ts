// n8n's editor in Debian's chromium, in terms of what a user clicks, fills in and sees. Only this file knows the names of
// n8n's elements (data-test-id).
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { owner } from '../../sandbox/environment';

/** In milliseconds. Far more than n8n needs, because the machine may be busy. */
const PATIENCE = 45_000;

/** Height of the name below a node, in pixels. It is not part of the node's box. */
const LABEL = 48;

const flags = [
	...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
	...['--disable-background-networking', '--disable-component-update'],
	// The browser may only reach this machine.
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1',
];

export interface EditorOptions {
	width?: number;
	height?: number;
}

export class Editor {
	private constructor(
		private readonly browser: Browser,
		private readonly url: string,
		readonly page: Page,
	) {}

	/** Starts a browser and signs in as the owner, through the form. */
	static async open(url: string, { width = 1440, height = 900 }: EditorOptions = {}): Promise<Editor> {
		const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
		try {
			const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
			page.setDefaultTimeout(PATIENCE);
			const editor = new Editor(browser, url, page);
			await page.goto(`${url}/signin`);
			await page.locator('input[type=email]').fill(owner.email);
			await page.locator('input[type=password]').fill(owner.password);
			await editor.byId('form-submit-button').click();
			await page.waitForURL(/\/(home|workflow)/);
			return editor;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	byId(id: string): Locator {
		return this.page.locator(`[data-test-id="${id}"]`);
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.byId('canvas-node').first().waitFor();
	}

	/** Makes the whole workflow visible. @returns the rectangle that it takes up, including this margin, in pixels */
	async fitWorkflow(margin: number): Promise<{ x: number; y: number; width: number; height: number }> {
		await this.page.keyboard.press('1');
		await this.page.waitForTimeout(1000); // the canvas glides there
		const nodes = await this.page.locator('.vue-flow__node').evaluateAll((elements) =>
			elements.map((element) => {
				const { left, top, right, bottom } = element.getBoundingClientRect();
				return { left, top, right, bottom };
			}),
		);
		const x = Math.min(...nodes.map(({ left }) => left)) - margin;
		const y = Math.min(...nodes.map(({ top }) => top)) - margin;
		const width = Math.max(...nodes.map(({ right }) => right)) + margin - x;
		const height = Math.max(...nodes.map(({ bottom }) => bottom)) + LABEL + margin - y;
		return { x, y, width, height };
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.panel.waitFor();
	}

	async closeNode(): Promise<void> {
		await this.byId('ndv-close-button').click();
		await this.panel.waitFor({ state: 'hidden' });
	}

	/** Opens the nodes panel with the plus after the last node. The chosen node will be connected to it. */
	async openNodePanel(): Promise<void> {
		await this.byId('canvas-handle-plus').last().click();
		await this.byId('node-creator-search-bar').waitFor();
	}

	/** Types into the search field of the nodes panel. */
	async searchNodes(text: string): Promise<void> {
		await this.byId('node-creator-search-bar').fill(text);
	}

	/** What the nodes panel lists: nodes, or the actions of the chosen node. */
	async listedNodes(): Promise<string[]> {
		return (await this.byId('node-creator-item-name').allTextContents()).map((name) => name.trim());
	}

	/** An entry of the nodes panel: a node, which a click opens, or one of its actions, which a click adds. */
	listed(name: string): Locator {
		return this.byId('node-creator-item-name').and(this.page.getByText(name, { exact: true }));
	}

	/** The open node: its parameters in the middle, its output on the right. */
	get panel(): Locator {
		return this.byId('ndv');
	}

	/** The widget of a parameter, by the parameter's name in the workflow. */
	field(name: string): Locator {
		return this.byId('node-parameters').locator(`[data-test-id="parameter-input-${name}"]`);
	}

	/** The names of the parameters on the Parameters tab, from top to bottom. */
	async fields(): Promise<string[]> {
		return await this.byId('node-parameters')
			.locator('[data-test-id^="parameter-input-"]:not([data-test-id="parameter-input-field"])')
			.evaluateAll((inputs) =>
				inputs
					.filter((input) => input.checkVisibility())
					.map((input) => input.getAttribute('data-test-id')!.replace('parameter-input-', '')),
			);
	}

	private input(name: string): Locator {
		return this.field(name).locator('textarea, input').first();
	}

	async fill(name: string, value: string): Promise<void> {
		await this.input(name).fill(value);
	}

	async valueOf(name: string): Promise<string> {
		return await this.input(name).inputValue();
	}

	async placeholderOf(name: string): Promise<string> {
		return (await this.input(name).getAttribute('placeholder')) ?? '';
	}

	/** Chooses an entry of a list. @param name the parameter @param entry as the editor displays it */
	async choose(name: string, entry: string): Promise<void> {
		await this.listIsClosed();
		await this.field(name).click();
		await this.entry(entry).click();
		await this.listIsClosed();
	}

	/** Adds an entry to a collection, such as “Aspect Ratio” with the button “Add Field”. */
	async add(button: string, entry: string): Promise<void> {
		await this.openList(button);
		await this.entry(entry).click();
	}

	/** The entries that can still be added to a collection. */
	async offers(button: string): Promise<string[]> {
		await this.openList(button);
		const names = (await this.entries.allTextContents()).map((name) => name.trim());
		await this.page.keyboard.press('Escape');
		await this.listIsClosed();
		return names;
	}

	async openList(button: string): Promise<void> {
		await this.listIsClosed();
		await this.byId('collection-parameter-add')
			.filter({ has: this.page.getByPlaceholder(button) })
			.click();
		await this.entries.first().waitFor();
	}

	/** After a click on an entry, a list fades away slowly. Until then it could be mistaken for the next one. */
	private async listIsClosed(): Promise<void> {
		await this.entries.first().waitFor({ state: 'hidden' });
	}

	/** The entries of the open list. */
	private get entries(): Locator {
		return this.page.locator('.el-select-dropdown__item:visible');
	}

	/** An entry of the open list. */
	entry(name: string): Locator {
		return this.entries.filter({ has: this.page.getByText(name, { exact: true }) }).first();
	}

	/** Presses “Execute step”. */
	async executeStep(): Promise<void> {
		await this.byId('node-execute-button').click();
	}

	/** The latest notification in the editor's corner. */
	get message(): Locator {
		return this.page.locator('.el-notification').last();
	}

	get output(): Locator {
		return this.byId('output-panel');
	}

	/** What the output shows instead of items if the node failed. */
	get error(): { message: Locator; description: Locator } {
		return {
			message: this.output.locator('[data-test-id="node-error-message"]'),
			description: this.output.locator('[data-test-id="node-error-description"]'),
		};
	}

	async showOutputAs(mode: 'schema' | 'table' | 'json' | 'binary'): Promise<void> {
		await this.output.locator(`[data-test-id="radio-button-${mode}"]`).click();
	}

	/** Opens the preview of the output's first file. */
	async viewFile(): Promise<void> {
		await this.showOutputAs('binary');
		await this.byId('ndv-view-binary-data').first().click();
	}

	/** Sets “On Error” on the Settings tab. */
	async setOnError(entry: string): Promise<void> {
		await this.byId('tab-settings').click();
		await this.page.locator('[data-test-id="parameter-input-onError"]').click();
		await this.entry(entry).click();
		await this.byId('tab-params').click();
	}

	/** The dialog of the node's credential. */
	get credential(): Locator {
		return this.byId('editCredential-modal');
	}

	async openCredential(): Promise<void> {
		await this.byId('credential-edit-button').click();
		await this.credential.waitFor();
	}

	/** Saves another key, and waits until n8n has tested it. */
	async saveKey(apiKey: string): Promise<void> {
		await this.credential.locator('[data-test-id="parameter-input-apiKey"] input').fill(apiKey);
		// The dialog notices a change only after a while. Until then, it shows “Saved” in place of the button and swallows
		// clicks, or the button is disabled.
		const place = this.byId('credential-save-button');
		await place.getByRole('button', { name: 'Save', exact: true }).click();
		await place.getByText('Saved', { exact: true }).waitFor();
	}

	/** The banner of a key that passed n8n's test. */
	get keyAccepted(): Locator {
		return this.credential.locator('[data-test-id="credentials-config-container-test-success"]');
	}

	/** What n8n says about a key that did not pass, after a click on its details. */
	async keyRefusal(): Promise<string> {
		const details = this.credential.getByText('More details');
		if (await details.isVisible()) await details.click();
		return await this.credential.locator('[data-test-id="node-credentials-config-container"]').innerText();
	}
}
