import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { refusalError, type Step } from '../../../nodes/Pruna/api/explain';
import { ExecutionCanceled, PrunaError, type PredictionDetails } from '../../../nodes/Pruna/core/errors';
import { errorItem, nodeError } from '../../../nodes/Pruna/operations/failures';
import { newRecord, type JobRecord } from '../../../nodes/Pruna/prediction/record';

const node: INode = {
	id: '1',
	name: 'Pruna',
	type: 'n8n-nodes-pruna.pruna',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const getUrl = 'https://api.pruna.ai/v1/predictions/status/abc';
const job: PredictionDetails = { id: 'abc', model: 'p-image', status: 'processing', get_url: getUrl };
const nobody: JobRecord[] = [];

const recordOf = (
	itemIndex: number,
	details: PredictionDetails = {},
	facts: Partial<JobRecord> = {},
): JobRecord => ({ ...newRecord(itemIndex), details, ...facts });

function manyJobs(count: number): JobRecord[] {
	return Array.from({ length: count }, (_, index) =>
		recordOf(index, { id: `job-${index}`, model: 'p-image', status: 'processing', get_url: getUrl }),
	);
}

describe('an error item', () => {
	it('has exactly the keys that n8n requires to send it to the error output', () => {
		const item = errorItem(new PrunaError('It broke'), recordOf(3, job));
		expect(Object.keys(item).sort()).toEqual(['json', 'pairedItem']);
		expect(Object.keys(item.json).sort()).toEqual(['details', 'error']);
		expect(item.pairedItem).toEqual({ item: 3 });
	});

	it('says what happened, as text', () => {
		expect(errorItem(new PrunaError('It broke'), recordOf(0)).json.error).toBe('It broke');
	});

	it('contains what is known about the job', () => {
		expect(errorItem(new PrunaError('It broke'), recordOf(0, job)).json.details).toEqual(job);
	});

	it('contains more recent details from the error, and the advice', () => {
		const error = new PrunaError('It broke', {
			advice: 'Do this.',
			details: { status: 'failed', httpCode: '500' },
		});
		expect(errorItem(error, recordOf(0, job)).json.details).toEqual({
			...job,
			status: 'failed',
			httpCode: '500',
			description: 'Do this.',
		});
	});

	it('says what it cost and how to get the item’s result', () => {
		const done = new PrunaError('It broke', { job: 'done' });
		const text = (details: PredictionDetails) =>
			(errorItem(done, recordOf(0, details)).json.details as PredictionDetails).description;
		expect(text(job)).toBe(
			'The job is done and paid for. Use Prediction → Get Result with its ID to retrieve the result.',
		);
		expect(text({ generation_url: 'https://a' })).toBe(
			'The job is done and paid for. Use Prediction → Download with its URL to retrieve the result.',
		);
		const unusable = new PrunaError('No usable URL', {
			job: 'done',
			details: { generation_url: ['https://a'] },
		});
		expect(errorItem(unusable, recordOf(0)).json.details).toMatchObject({
			description: expect.stringContaining('Prediction → Download') as string,
		});
	});

	it('has no empty description', () => {
		expect(errorItem(new PrunaError('It broke'), recordOf(0)).json.details).toEqual({});
	});

	it('does not change what is known about the job', () => {
		const known = { ...job };
		errorItem(new PrunaError('It broke', { details: { status: 'failed' } }), recordOf(0, known));
		expect(known).toEqual(job);
	});

	it.each([
		[new TypeError('a bug'), 'a bug'],
		['thrown text', 'thrown text'],
		[undefined, 'undefined'],
		[null, 'null'],
		[{ message: 'like an error' }, 'like an error'],
	])('is created from anything that was thrown: %p', (error, message) => {
		expect(errorItem(error, recordOf(0, job)).json).toEqual({ error: message, details: job });
	});

	it('keeps the advice of n8n’s own errors', () => {
		const error = new NodeOperationError(node, 'No binary', { description: 'Choose another field' });
		expect(errorItem(error, recordOf(0)).json).toEqual({
			error: 'No binary',
			details: { description: 'Choose another field' },
		});
	});

	it('is plain JSON', () => {
		const { json } = errorItem(
			new PrunaError('It broke', { advice: 'Do this.', job: 'running' }),
			recordOf(0, job),
		);
		expect(JSON.parse(JSON.stringify(json))).toEqual(json);
	});
});

describe('the error that ends the node', () => {
	it('is an API error if the API answered', () => {
		const refused = refusalError({
			step: 'submit',
			statusCode: 401,
			headers: {},
			body: { message: 'Unauthorized' },
			now: 0,
		});
		const error = nodeError(node, refused, 2, nobody);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'Pruna did not accept the API key',
			httpCode: '401',
			description: expect.stringContaining('“Unauthorized”') as string,
			context: { itemIndex: 2, details: { httpCode: '401' } },
		});
	});

	it.each([
		['the network failed', new PrunaError('No answer', { details: { networkCode: 'ECONNRESET' } }), nobody],
		['a job was started', new PrunaError('The prediction failed'), [recordOf(0, job)]],
	])('is an API error if %s', (_, failure, jobs) => {
		expect(nodeError(node, failure, 0, jobs)).toBeInstanceOf(NodeApiError);
	});

	it('is an operation error if nothing was sent', () => {
		const error = nodeError(node, new PrunaError('Prompt is required', { advice: 'Fill it in.' }), 1, nobody);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: 'Prompt is required',
			description: 'Fill it in.',
			context: { itemIndex: 1 },
		});
	});

	it.each(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET'])(
		'keeps its text, although n8n has its own for %s',
		(networkCode) => {
			const message = `No response from api.pruna.ai (${networkCode})`;
			const fromNetwork = nodeError(node, new PrunaError(message, { details: { networkCode } }), 0, nobody);
			const own = nodeError(node, new PrunaError(message), 0, nobody);
			expect([fromNetwork.message, own.message]).toEqual([message, message]);
		},
	);

	it.each(['400', '403', '404', '429', '500', '504'])(
		'keeps its text, although n8n has its own for %s',
		(httpCode) => {
			const error = nodeError(
				node,
				new PrunaError('Our words', { httpCode, advice: 'Our advice.' }),
				0,
				nobody,
			);
			expect([error.message, error.description]).toEqual(['Our words', 'Our advice.']);
		},
	);

	it('contains the ID of its own job in the text and the details', () => {
		const error = nodeError(node, new PrunaError('Timeout'), 0, [recordOf(0, job)]);
		expect(error.description).toContain('Prediction ID: abc.');
		expect(error.context.details).toEqual(job);
	});

	it('contains the IDs of the other items’ jobs', () => {
		const jobs = [
			recordOf(0, job),
			recordOf(1, { model: 'p-image' }),
			recordOf(2, { id: 'def', model: 'p-image', status: 'succeeded', get_url: getUrl }),
		];
		const error = nodeError(node, new PrunaError('Prompt is required'), 1, jobs);
		expect(error.description).toContain('item 0: abc (processing), item 2: def (succeeded)');
		expect(error.description).toContain('Get Result');
		expect(error.context.jobs).toEqual([
			{ item: 0, id: 'abc', model: 'p-image', status: 'processing' },
			{ item: 2, id: 'def', model: 'p-image', status: 'succeeded' },
		]);
	});

	it('lists a job with an unknown status', () => {
		const jobs = [recordOf(1, { id: 'def', model: 'p-image' })];
		const error = nodeError(node, new PrunaError('x'), 0, jobs);
		expect(error.description).toContain('item 1: def (unknown)');
		expect(error.context.jobs).toEqual([{ item: 1, id: 'def', model: 'p-image', status: 'unknown' }]);
	});

	it('lists the URLs of other items’ results that have no ID, such as synchronous ones', () => {
		const jobs = [
			recordOf(0, job),
			recordOf(1, { model: 'p-image' }),
			recordOf(2, { model: 'p-image', status: 'succeeded', generation_url: 'https://a/1.jpg' }),
			recordOf(3, {
				model: 'p-image',
				status: 'succeeded',
				generation_url: ['https://a/2.jpg', 'https://a/3.jpg'],
			}),
			recordOf(4, { id: 'def', status: 'succeeded', generation_url: 'https://a/4.jpg' }),
		];
		const error = nodeError(node, new PrunaError('Prompt is required'), 1, jobs);
		expect(error.description).toBe(
			'Jobs of other items (numbered from 0): item 0: abc (processing), item 2: https://a/1.jpg (succeeded), item 3: https://a/2.jpg https://a/3.jpg (succeeded), item 4: def (succeeded). Prediction → Get Result retrieves each of these results by its ID. Prediction → Download retrieves these files by their URLs.',
		);
		expect(error.context.jobs).toEqual([
			{ item: 0, id: 'abc', model: 'p-image', status: 'processing' },
			{ item: 2, model: 'p-image', status: 'succeeded', generation_url: 'https://a/1.jpg' },
			{
				item: 3,
				model: 'p-image',
				status: 'succeeded',
				generation_url: ['https://a/2.jpg', 'https://a/3.jpg'],
			},
			{ item: 4, id: 'def', status: 'succeeded' },
		]);
	});

	it('mentions only the operations that apply', () => {
		const url = [recordOf(1, { status: 'succeeded', generation_url: 'https://a/1.jpg' })];
		const byUrl = nodeError(node, new PrunaError('x'), 0, url).description;
		expect(byUrl).toContain('Prediction → Download retrieves these files by their URLs.');
		expect(byUrl).not.toContain('Get Result');
		const byId = nodeError(node, new PrunaError('x'), 0, [recordOf(1, job)]).description;
		expect(byId).toContain('Prediction → Get Result retrieves each of these results by its ID.');
		expect(byId).not.toContain('Download');
	});

	it('lists a submit in doubt, which has no ID', () => {
		const jobs = [recordOf(1, { model: 'p-image', status: 'in doubt' }, { stage: 'in doubt' })];
		const error = nodeError(node, new PrunaError('x'), 0, jobs);
		expect(error.description).toBe('Jobs of other items (numbered from 0): item 1: no ID (in doubt).');
		expect(error.context.jobs).toEqual([{ item: 1, model: 'p-image', status: 'in doubt' }]);
	});

	it('has the API’s words, the advice, the cost, its own ID, and the other jobs, in this order', () => {
		const failure = new PrunaError('It broke', {
			reason: 'too hot',
			advice: 'Do this.',
			job: 'running',
			httpCode: '500',
		});
		const jobs = [recordOf(0, job), recordOf(1, { id: 'def', status: 'succeeded' })];
		expect(nodeError(node, failure, 0, jobs).description).toBe(
			'The API said: “too hot”. Do this. The job continues at Pruna and may be billed. Use Prediction → Get Result with its ID to retrieve the result later. Prediction ID: abc. Jobs of other items (numbered from 0): item 1: def (succeeded). Prediction → Get Result retrieves each of these results by its ID.',
		);
	});

	it.each(['canceled', 'The prediction was canceled: by canceled user'])(
		'does not say “%s”, which n8n would take for the Stop button, unless it was',
		(message) => {
			expect(nodeError(node, new PrunaError(message), 0, nobody).message).toBe(
				message.replace(/canceled/g, 'cancelled'),
			);
			const stopped = new ExecutionCanceled();
			expect(nodeError(node, stopped, 0, nobody).message).toBe('The execution was canceled');
		},
	);

	it('does not list its own job among the others', () => {
		expect(nodeError(node, new PrunaError('x'), 0, [recordOf(0, job)]).context).not.toHaveProperty('jobs');
	});

	it('stays short with 500 jobs', () => {
		const error = nodeError(node, new PrunaError('x'), 0, manyJobs(500));
		expect(error.description!.length).toBeLessThan(5000);
		expect((error.context.jobs as unknown[]).length).toBeLessThanOrEqual(500);
	});

	it('says how many jobs it does not list', () => {
		const error = nodeError(node, new PrunaError('x'), 0, manyJobs(500));
		const listed = error.description!.match(/item \d+: /g)!.length;
		expect(error.description).toContain(String(499 - listed));
	});

	it.each([
		[new TypeError('a bug'), 'a bug'],
		['thrown text', 'thrown text'],
		[undefined, 'undefined'],
	])('is created from anything that was thrown: %p', (thrown, message) => {
		expect(nodeError(node, thrown, 0, nobody)).toMatchObject({ message, context: { itemIndex: 0 } });
	});
});

describe('the cause of the failure that is reported to n8n', () => {
	function failureOf(statusCode: number, step: Step = 'submit', body: unknown = '', headers = {}) {
		const refused = refusalError({ step, statusCode, headers, body, now: 0 });
		return nodeError(node, refused, 0, nobody).failure;
	}

	it.each([
		[401, 'credential-invalid'],
		[403, 'credential-invalid'],
		[402, 'quota-exhausted'],
		[400, 'configuration-invalid'],
		[404, 'configuration-invalid'],
	])('for a submit that was refused with %i: %s', (statusCode, cause) => {
		expect(failureOf(statusCode)).toEqual({ cause });
	});

	it('distinguishes lack of credit from an invalid key, and a disabled model from invalid input', () => {
		expect(failureOf(403, 'submit', 'no more credit')).toEqual({ cause: 'quota-exhausted' });
		expect(failureOf(422, 'submit', { title: 'Deployment disabled' })).toEqual({
			cause: 'temporarily-unavailable',
		});
	});

	it('includes how long the API asks to wait', () => {
		expect(failureOf(429, 'status', '', { 'retry-after': '7' })).toEqual({
			cause: 'rate-limited',
			retryAfterMs: 7000,
		});
		expect(failureOf(503, 'delivery')).toEqual({ cause: 'temporarily-unavailable' });
	});

	it('is omitted for a submit in doubt, which must not be repeated', () => {
		expect(failureOf(504)).toBeUndefined();
	});

	it.each([
		['ifFree', 'temporarily-unavailable'],
		['whileUnreachable', 'temporarily-unavailable'],
		['never', 'configuration-invalid'],
	] as const)('for a network failure that may be repeated %s: %s', (allowed, cause) => {
		const error = new PrunaError('No answer', { repeat: { allowed }, details: { networkCode: 'X' } });
		expect(nodeError(node, error, 0, nobody).failure).toEqual({ cause });
	});

	it('is omitted for an item that was never sent and for a failed job', () => {
		for (const jobs of [nobody, [recordOf(0, job)]]) {
			expect(nodeError(node, new PrunaError('x'), 0, jobs).failure).toBeUndefined();
		}
	});
});
