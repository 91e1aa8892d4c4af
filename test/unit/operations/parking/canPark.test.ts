import type { IExecuteFunctions, NodeTypeAndVersion, WorkflowExecuteMode } from 'n8n-workflow';
import { parkingOf, willPark } from '../../../../nodes/Pruna/operations/parking/canPark';
import { imageJob } from '../../prediction/testRun';

/** A context in which n8n can park, except for what the test changes. */
function contextWith(more: {
	mode?: WorkflowExecuteMode;
	workflowId?: string;
	executionId?: string;
	isTool?: boolean;
	children?: readonly string[];
	maxConcurrent?: number;
	before?: ReadonlyArray<Partial<NodeTypeAndVersion>>;
}) {
	const { mode = 'webhook', workflowId = 'w1', executionId = '7', isTool = false, children } = more;
	const addExecutionHints = jest.fn();
	const context = {
		getMode: () => mode,
		getWorkflow: () => ({ id: workflowId, active: true }),
		getExecutionId: () => executionId,
		isToolExecution: () => isTool,
		getNode: () => ({ type: 'n8n-nodes-pruna.pruna' }),
		getExecuteData: () => ({ metadata: children && { waitingChildExecutionIds: children } }),
		getNodeParameter: (name: string) => (name === 'options.maxConcurrent' ? more.maxConcurrent : undefined),
		getParentNodes: () => more.before ?? [],
		addExecutionHints,
	} as unknown as IExecuteFunctions;
	return { context, hints: () => addExecutionHints.mock.calls.map(([{ message }]) => String(message)) };
}

const wish = { wanted: true };

it.each<WorkflowExecuteMode>(['manual', 'webhook', 'trigger', 'retry', 'chat'])(
	'parks in mode %s',
	(mode) => {
		const { context, hints } = contextWith({ mode });
		expect(willPark(context, [wish, wish])).toBe(true);
		expect(hints()).toEqual([]);
	},
);

it('does not park and says nothing if nobody wants it', () => {
	const { context, hints } = contextWith({});
	expect(willPark(context, [{ wanted: false, obstacle: 'of any kind' }])).toBe(false);
	expect(willPark(context, [])).toBe(false);
	expect(hints()).toEqual([]);
});

it.each([
	['n8n execute', { mode: 'cli' }, 'n8n execute'],
	['a sub-workflow', { mode: 'integrated' }, 'sub-workflows'],
	['an evaluation', { mode: 'evaluation' }, 'evaluation'],
	['an unsaved workflow', { workflowId: '' }, 'not been saved'],
	['a workflow with n8n’s placeholder', { workflowId: '__EMPTY__' }, 'not been saved'],
	['an execution without an ID', { executionId: '__UNKNOWN__' }, 'does not save this execution'],
	['an agent’s tool', { isTool: true }, 'AI agent'],
	['an execution that was parked before', { children: ['5'] }, 'already parked once'],
	['a run with a lower Max Concurrent than items', { maxConcurrent: 1 }, 'Max Concurrent'],
] as const)('does not park in %s and says why', (_, place, reason) => {
	const { context, hints } = contextWith(place);
	expect(willPark(context, [wish, wish])).toBe(false);
	expect(hints()).toEqual([expect.stringContaining(reason)]);
});

it('does not park if an item does not want it or may return several files', () => {
	const { context, hints } = contextWith({});
	expect(willPark(context, [wish, { ...wish, wanted: false }])).toBe(false);
	expect(willPark(context, [wish, { ...wish, obstacle: 'a job may return several files' }])).toBe(false);
	expect(hints()).toEqual([
		expect.stringContaining('the option is not set for every item'),
		expect.stringContaining('several files'),
	]);
});

it('parks only with Wait for Result', () => {
	const options = { ...imageJob.options, freeWorker: true };
	const wanted = (mode: 'wait' | 'sync' | 'submit') => parkingOf({ ...imageJob, options, mode }).wanted;
	expect([wanted('wait'), wanted('sync'), wanted('submit')]).toEqual([true, false, false]);
	expect(parkingOf(imageJob).wanted).toBe(false);
	const obstacle = (input: object, more: object = {}) =>
		parkingOf({ ...imageJob, input: { ...input }, options: { ...options, ...more } }).obstacle;
	expect(obstacle({ num_outputs: 2 })).toContain('several files');
	expect(obstacle({ num_outputs: 2 }, { combineFiles: true })).toBeUndefined();
	expect(obstacle({ num_outputs: 1 })).toBeUndefined();
	expect(obstacle({}, { takes: 3 })).toContain('Takes');
	expect(obstacle({}, { jobKey: 'row 7' })).toContain('Job Key');
});

describe('a caller that waits for a response', () => {
	const webhook = (responseMode?: string) => ({
		type: 'n8n-nodes-base.webhook',
		parameters: { ...(responseMode && { responseMode }) },
	});
	const respond = { type: 'n8n-nodes-base.respondToWebhook', parameters: {} };
	const chat = { type: '@n8n/n8n-nodes-langchain.chatTrigger', parameters: {} };

	it.each([
		['a webhook that responds with the last node', [webhook('lastNode')]],
		['a webhook with a response node after the node', [webhook('responseNode')]],
		['a chat', [chat]],
	])('prevents parking in the case of %s', (_, before) => {
		const { context, hints } = contextWith({ before });
		expect(willPark(context, [wish])).toBe(false);
		expect(hints()).toEqual([expect.stringContaining('responds with the output of the workflow')]);
	});

	it.each([
		['a webhook that responds immediately', [webhook()]],
		['a webhook with a response node before the node', [webhook('responseNode'), respond]],
		['a disabled webhook', [{ ...webhook('lastNode'), disabled: true }]],
	])('does not prevent parking in the case of %s', (_, before) => {
		expect(willPark(contextWith({ before }).context, [wish])).toBe(true);
	});

	it('does not prevent parking for a schedule in the same workflow', () => {
		const { context } = contextWith({ mode: 'trigger', before: [webhook('lastNode')] });
		expect(willPark(context, [wish])).toBe(true);
	});
});
