/** Every workflow of examples/, imported and run without a browser: with `n8n execute`, through its form, or through its chat. */
import fs from 'node:fs';
import path from 'node:path';
import { itemsOf, storedFile, type BinaryField, type Execution } from '../../sandbox/execution';
import { projectFolder } from '../../sandbox/folders';
import { until } from '../until';
import { startChatModel, type ChatModel } from './chatModel';
import {
	exampleTable,
	home,
	makeHome,
	promptRows,
	type ExampleEnd,
	type ExampleRun,
	type FormFields,
} from './exampleTable';
import { startServer, whenPublished, type Server } from './instance';

interface ExampleWorkflow {
	id: string;
	nodes: Array<{ name: string; parameters: object }>;
}

const folder = path.join(projectFolder, 'examples');
const files = fs.readdirSync(folder).filter((file) => file.endsWith('.json'));
const readExample = (file: string) =>
	JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as ExampleWorkflow;

let server: Server;
let model: ChatModel;

beforeAll(async () => {
	makeHome();
	model = await startChatModel({ Prompt: 'A lighthouse at night' });
	server = await startServer('headless', {
		env: { HOME: home },
		credentials: [model.credential('openAiSandbox001')],
	});
	await importExamples();
	await createPromptTable();
});
afterEach(() => {
	server.api.reset();
	model.reset();
});
afterAll(async () => {
	await server?.close();
	await model?.close();
});

async function importExamples(): Promise<void> {
	const copies = path.join(server.userFolder, 'examples');
	fs.mkdirSync(copies);
	for (const file of files) {
		const example = readExample(file);
		for (const { change = {} } of exampleTable[file] ?? []) {
			for (const node of example.nodes) Object.assign(node.parameters, change[node.name]);
		}
		fs.writeFileSync(path.join(copies, file), JSON.stringify(example));
	}
	await server.n8n.importWorkflows(copies);
}

async function createPromptTable(): Promise<void> {
	const { id: project } = await server.rest.call<{ id: string }>('GET', '/rest/projects/personal');
	const columns = Object.keys(promptRows[0]!).map((name) => ({ name, type: 'string' }));
	const tables = `/rest/projects/${project}/data-tables`;
	const table = { name: 'pruna_prompts', columns };
	const { id } = await server.rest.call<{ id: string }>('POST', tables, table);
	await server.rest.call('POST', `${tables}/${id}/insert`, { data: promptRows });
}

interface Finished {
	execution: Execution;
	/** The file that a form's visitor downloads. */
	download?: { name: string; bytes: Buffer };
}

async function runExample({ id }: ExampleWorkflow, { begin }: ExampleRun): Promise<Finished> {
	if (!begin) return { execution: await server.n8n.execute(id) };
	if ('button' in begin)
		return { execution: await server.rest.finished(await server.rest.run(id, begin.button)) };
	if ('chat' in begin) {
		const input = { sessionId: 'visitor', action: 'sendMessage', chatInput: begin.message };
		return { execution: await server.rest.finished(await server.rest.run(id, begin.chat, input)) };
	}
	await server.rest.publish(id);
	const download = await fillForm(begin.form, begin.fields, begin.then);
	const [newest] = await server.rest.executionsOf(id);
	return { execution: await server.rest.finished(newest!), download };
}

/** The file in the script of a form's last page. */
const PAGE_FILE = /JSON\.parse\(decodeURIComponent\("([^"]+)"\)\)/;

/** Submits a form, then reads its last page, as a browser does. */
async function fillForm(form: string, fields: FormFields, then?: FormFields): Promise<Finished['download']> {
	const sent = await whenPublished(`${server.n8n.url}/form/${form}`, () => ({
		method: 'POST',
		body: formData(fields),
	}));
	const { formWaitingUrl } = (await sent.json()) as { formWaitingUrl: string };
	const waiting = new URL(formWaitingUrl);
	const state = new URL(`${waiting.pathname}/n8n-execution-status${waiting.search}`, waiting);
	const isOver = async () => (await (await fetch(state)).text()) !== 'running';
	await until(isOver, `the next page of the form ${form}`);
	if (then) {
		await fetch(waiting, { method: 'POST', body: formData(then) });
		const isAtEnd = async () => (await isOver()) && PAGE_FILE.test(await (await fetch(waiting)).text());
		await until(isAtEnd, `the end of the form ${form}`);
	}
	const page = await (await fetch(waiting)).text();
	await fetch(waiting, { method: 'POST' }); // the page's own script tells n8n this way that it was shown
	const [, encoded] = PAGE_FILE.exec(page) ?? [];
	if (!encoded) return undefined;
	const [{ fileName, data }] = JSON.parse(decodeURIComponent(encoded)) as [
		{ fileName: string; data: { data: number[] } },
	];
	return { name: fileName, bytes: Buffer.from(data.data) };
}

function formData(fields: FormFields): FormData {
	const form = new FormData();
	fields.forEach((field, index) => {
		if (typeof field === 'string') return form.append(`field-${index}`, field);
		form.append(`field-${index}`, new Blob([field.bytes], { type: field.type }), field.name);
	});
	return form;
}

const onDisk = (field: BinaryField) => fs.readFileSync(storedFile(server.userFolder, field));

const named = (name: string | RegExp) =>
	typeof name === 'string' ? name : (expect.stringMatching(name) as string);

function expectFiles(execution: Execution, node: string, names: Array<string | RegExp>): void {
	const items = itemsOf(execution, node);
	expect(items.map(({ binary }) => binary?.data?.fileName)).toEqual(names.map(named));
	for (const { json, binary } of items) {
		const delivered = server.api.deliveredFile(json.generation_url as string)!;
		expect(onDisk(binary!.data!).equals(delivered)).toBe(true);
	}
}

function expectEnd(execution: Execution, end: ExampleEnd, download: Finished['download']): void {
	const [field] = Object.values(itemsOf(execution, end.node)[0]!.binary!);
	if ('page' in end) expect(download?.name).toEqual(named(end.page));
	const atEnd = 'page' in end ? download!.bytes : fs.readFileSync(end.disk);
	expect(atEnd.equals(onDisk(field!))).toBe(true);
}

test('the table contains every example, and no two examples share an ID', () => {
	expect(Object.keys(exampleTable).sort()).toEqual(files.sort());
	expect(new Set(files.map((file) => readExample(file).id)).size).toBe(files.length);
});

const runs = Object.entries(exampleTable).flatMap(([file, all]) => all.map((run) => ({ file, run })));

test.each(runs)('$file', async ({ file, run }) => {
	const { execution, download } = await runExample(readExample(file), run);

	expect(execution.data.resultData.error).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(server.api.submits.map(({ model: name, accepted }) => accepted && name)).toEqual(run.submits);
	for (const [node, names] of Object.entries(run.files ?? {})) expectFiles(execution, node, names);
	for (const [node, items] of Object.entries(run.items ?? {})) {
		expect(itemsOf(execution, node).map(({ json }) => json)).toEqual(items);
	}
	if (run.endsWith) expectEnd(execution, run.endsWith, download);
});
