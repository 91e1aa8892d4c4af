/**
 * Runs the Pruna node in n8n-core's real engine: its own workflow executor, request helpers, and binary storage on
 * disk. Only n8n's database is missing, so the credential is passed in as it would be after decryption.
 */
import { Container } from '@n8n/di';
import { BinaryDataService, ExecutionLifecycleHooks } from 'n8n-core';
import {
	type IBinaryData,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	NodeConnectionTypes,
	Workflow,
} from 'n8n-workflow';
import { PrunaApi } from '../../credentials/PrunaApi.credentials';
import { Pruna } from '../../nodes/Pruna/Pruna.node';
import { execute, startBinaryData } from './compat';

export interface TestFile {
	bytes: Buffer;
	fileName?: string;
	mimeType?: string;
}

export interface TestItem {
	json?: IDataObject;
	/** Binary fields of the item, put into n8n's storage before the node runs. */
	files?: Record<string, TestFile>;
}

export interface TestRun {
	parameters: INodeParameters;
	/** Defaults to one empty item. */
	items?: TestItem[];
	credential: { apiKey?: string; baseUrl?: string };
	/** Settings of the node itself: onError, retryOnFail, … */
	settings?: Partial<INode>;
	/** Whether to run the node's tool variant, as an agent does. */
	asTool?: boolean;
	/** What n8n's server does when a node starts a sub-workflow or asks about an execution; the engine does neither. */
	server?: Partial<Pick<IWorkflowExecuteAdditionalData, 'executeWorkflow' | 'getRunExecutionData'>>;
	/** How often a loop sends the same items through the node, within one execution. */
	loops?: number;
}

export interface TestResult {
	/** Items on the node's first output. */
	items: INodeExecutionData[];
	/** Items on the error output, with onError: 'continueErrorOutput'. */
	errorItems: INodeExecutionData[];
	/** The error that ended the node, with n8n's own fields. */
	error?: Error & {
		description?: string;
		httpCode?: string;
		context?: IDataObject & { details?: IDataObject; jobs?: IDataObject[] };
	};
	run: IRun;
}

/** Puts the test's items into the workflow and their files into n8n's binary storage. */
class TestInput implements INodeType {
	constructor(private readonly items: TestItem[]) {}

	description = {
		displayName: 'Test Input',
		name: 'testInput',
		group: [],
		version: 1,
		description: '',
		defaults: { name: 'Test Input' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	} as INodeType['description'];

	// n8n calls execute with its own `this`, so a closure passes the items.
	execute = ((source: () => TestItem[]) =>
		async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const output: INodeExecutionData[] = [];
			for (const { json = {}, files } of source()) {
				const binary: Record<string, IBinaryData> = {};
				for (const [name, { bytes, fileName, mimeType }] of Object.entries(files ?? {})) {
					binary[name] = await this.helpers.prepareBinaryData(bytes, fileName, mimeType);
				}
				output.push(files ? { json, binary } : { json });
			}
			return [output];
		})(() => this.items);
}

/** Sends its items into a loop a number of times, as Loop Over Items does. */
class TestLoop implements INodeType {
	constructor(private readonly times: number) {}

	description = {
		displayName: 'Test Loop',
		name: 'testLoop',
		group: [],
		version: 1,
		description: '',
		defaults: { name: 'Test Loop' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		properties: [],
	} as INodeType['description'];

	execute = ((times: () => number) =>
		function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const context = this.getContext('node') as { round?: number };
			const items = this.getInputData().map((): INodeExecutionData => ({ json: {} }));
			context.round = (context.round ?? 0) + 1;
			return Promise.resolve(context.round > times() ? [[], items] : [items, []]);
		})(() => this.times);
}

let binaryData: Promise<BinaryDataService> | undefined;

function createCredentialsHelper(credential: ICredentialDataDecryptedObject) {
	const { authenticate } = new PrunaApi();
	return {
		isCredentialUsableByNode: () => true,
		getParentTypes: () => [],
		getCredentialsProperties: () => new PrunaApi().properties,
		getDecrypted: async () => await Promise.resolve({ ...credential }),
		preAuthentication: async () => await Promise.resolve(undefined),
		authenticate: async (data: ICredentialDataDecryptedObject, _type: string, options: IHttpRequestOptions) =>
			await authenticate(data, options),
	} as unknown as IWorkflowExecuteAdditionalData['credentialsHelper'];
}

const to = (node: string) => [{ node, type: NodeConnectionTypes.Main, index: 0 }];

let executions = 0;

export interface StartedRun {
	result: Promise<TestResult>;
	/** Cancels the run as the Stop button does. */
	cancel: () => void;
}

export async function startPruna(test: TestRun): Promise<StartedRun> {
	await (binaryData ??= startBinaryData());
	const pruna = new Pruna();
	const type = `n8n-nodes-pruna.pruna${test.asTool ? 'Tool' : ''}`;
	const input = new TestInput(test.items ?? [{}]);
	const types: Record<string, INodeType> = {
		'test.input': input,
		'test.loop': new TestLoop(test.loops ?? 1),
	};
	const nodeTypes = {
		getByName: (name: string) => types[name] ?? pruna,
		getByNameAndVersion: (name: string) => types[name] ?? pruna,
		getKnownTypes: () => ({}),
	} as unknown as INodeTypes;

	const workflow = new Workflow({
		id: 'testWorkflow0001',
		name: 'Test',
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
		nodes: [
			{ id: '1', name: 'Input', type: 'test.input', typeVersion: 1, position: [0, 0], parameters: {} },
			{ id: '3', name: 'Loop', type: 'test.loop', typeVersion: 1, position: [100, 0], parameters: {} },
			{
				id: '2',
				name: 'Pruna',
				type,
				typeVersion: 1,
				position: [200, 0],
				parameters: test.parameters,
				credentials: { prunaApi: { id: '1', name: 'Pruna account' } },
				...test.settings,
			},
		],
		connections:
			test.loops === undefined
				? { Input: { main: [to('Pruna')] } }
				: { Input: { main: [to('Loop')] }, Loop: { main: [to('Pruna')] }, Pruna: { main: [to('Loop')] } },
	});

	const executionId = String(++executions);
	const additionalData = {
		executionId,
		hooks: new ExecutionLifecycleHooks('manual', executionId, workflow as never),
		credentialsHelper: createCredentialsHelper(test.credential),
		restApiUrl: 'http://127.0.0.1/rest',
		webhookWaitingBaseUrl: 'http://127.0.0.1/w',
		formWaitingBaseUrl: 'http://127.0.0.1/f',
		currentNodeExecutionIndex: 0,
		variables: {},
		...test.server,
	} as unknown as IWorkflowExecuteAdditionalData;

	const started = execute(additionalData, workflow, workflow.getNode('Input')!);
	return {
		cancel: () => started.cancel(),
		result: Promise.resolve(started).then((run): TestResult => {
			const task = run.data.resultData.runData.Pruna?.[0];
			return {
				items: task?.data?.main?.[0] ?? [],
				errorItems: task?.data?.main?.[1] ?? [],
				error: task?.error as TestResult['error'],
				run,
			};
		}),
	};
}

/** Runs the node to its end. */
export async function runPruna(test: TestRun): Promise<TestResult> {
	return await (
		await startPruna(test)
	).result;
}

/** The bytes behind a binary field, from n8n's storage. */
export async function storedBytes(binary: IBinaryData | undefined): Promise<Buffer> {
	if (!binary) throw new Error('The binary field is missing');
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}

/** The number of stored bytes of a binary field; in older n8n, the field itself does not state it. */
export async function storedSize(binary: IBinaryData | undefined): Promise<number> {
	if (!binary?.id) throw new Error('The binary field is not in the storage');
	return (await Container.get(BinaryDataService).getMetadata(binary.id)).fileSize;
}
