import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import type { ApiClient } from '../../../nodes/Pruna/api/client';
import type { Clock } from '../../../nodes/Pruna/core/clock';
import { createHandover } from '../../../nodes/Pruna/prediction/handover';
import type { Job } from '../../../nodes/Pruna/prediction/jobSettings';
import { createLedger } from '../../../nodes/Pruna/prediction/ledger';
import type { Pacer } from '../../../nodes/Pruna/prediction/pace';
import { createJobMemory, type JobMemory } from '../../../nodes/Pruna/prediction/remember/jobMemory';
import type { JobTable } from '../../../nodes/Pruna/prediction/remember/jobTable';
import { createRecords, type Moment } from '../../../nodes/Pruna/prediction/record';
import type { Run } from '../../../nodes/Pruna/prediction/run';
import { createSharedPolls } from '../../../nodes/Pruna/prediction/sharedPolls';

/** An image job that needs no files and returns only URLs. */
export const imageJob: Job = {
	model: 'p-image',
	kind: 'image',
	mode: 'wait',
	options: { outputField: 'data', downloadOutput: false, extraInput: {} },
	perMinute: 250,
	input: { prompt: 'A fox' },
	media: [],
	work: ['p-image', { prompt: 'A fox' }],
};

/** An account without a limit. */
export const freePacer: Pacer = {
	near: async (_, prepareAndSubmit) => await prepareAndSubmit(),
	take: async () => await Promise.resolve({ time: 0, state: 'open' }),
	takeAgain: async () => await Promise.resolve({ time: 0, state: 'open' }),
	accepted: () => undefined,
	refused: () => undefined,
	unanswered: () => undefined,
	unused: () => undefined,
};

const never = () => Promise.reject(new Error('not asked for in this test'));

/** A memory that knows no items, as none of them has a key, and never reads the table. */
const noMemory = (clock: Clock): JobMemory =>
	createJobMemory(
		{} as IExecuteFunctions,
		{ open: never, change: never, find: never } satisfies JobTable,
		clock,
		'https://api.pruna.ai',
	);

/**
 * One try of the node. Tries with the same context and execution are those of Retry On Fail.
 *
 * @param api The requests that the test makes; any other request is rejected
 */
export function runOn(
	clock: Clock,
	api: Partial<ApiClient>,
	more: { context?: IContextObject; executionId?: string; pacer?: Pacer } = {},
) {
	const { context = {}, executionId = '7', pacer = freePacer } = more;
	const moments: Moment[] = [];
	const ledger = createLedger(context, { runIndex: 0, executionId, isTool: false });
	const records = createRecords(() => clock.now(), [ledger.reader, (_, moment) => void moments.push(moment)]);
	const run = {
		context: {} as IExecuteFunctions,
		clock,
		pacer,
		// Without a gate, which waits in real time.
		polls: createSharedPolls(),
		ledger,
		memory: noMemory(clock),
		records,
		isTool: false,
		upload: never,
		handover: createHandover(() => clock.now()),
		api: {
			address: readBaseUrl(undefined),
			submit: never,
			status: never,
			upload: never,
			file: never,
			...api,
		},
	} as unknown as Run;
	return { run, moments };
}
