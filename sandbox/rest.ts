// Calls n8n's own REST API as its editor does, signed in as the owner.
import { until } from '../test/until';
import { owner } from './environment';
import type { BinaryField, Execution } from './execution';
import { requireFromN8n } from './install';

const flatted = requireFromN8n('flatted') as { parse(text: string): unknown };

export class RestError extends Error {
	constructor(
		readonly status: number,
		readonly body: string,
	) {
		super(`n8n's REST API returned ${status}: ${body.slice(0, 500)}`);
		this.name = 'RestError';
	}
}

/** An execution as n8n stores it, while it runs and afterward. */
export interface StoredExecution extends Execution {
	id: string;
	workflowId: string;
	/** What nodes set with `customData`. */
	customData?: Record<string, string>;
}

interface StoredWorkflow {
	id: string;
	versionId: string;
}

const ongoing = new Set(['new', 'running', 'waiting', 'unknown']);

export class Rest {
	private cookie = '';
	/** n8n binds the session to it. It can be any text, as long as it stays the same. */
	private readonly browserId = 'pruna-e2e';

	constructor(private readonly url: string) {}

	async login(): Promise<void> {
		const response = await this.send('POST', '/rest/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
		this.cookie = response.headers
			.getSetCookie()
			.map((cookie) => cookie.split(';')[0])
			.join('; ');
	}

	/** @returns the `data` of the response. @throws RestError if its status is not 2xx */
	async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.send(method, path, body);
		return ((await response.json()) as { data: T }).data;
	}

	/** Downloads a file that n8n serves to signed-in users. */
	async file(path: string): Promise<{ contentType: string; text: string }> {
		const response = await this.send('GET', path);
		return { contentType: response.headers.get('content-type') ?? '', text: await response.text() };
	}

	/** Downloads the file of a binary field, wherever n8n stores it. */
	async binary({ id = '' }: BinaryField): Promise<Buffer> {
		const response = await this.send('GET', `/rest/binary-data?id=${encodeURIComponent(id)}&action=download`);
		return Buffer.from(await response.arrayBuffer());
	}

	/** @returns the id of the new workflow */
	async createWorkflow(workflow: object): Promise<string> {
		return (await this.call<StoredWorkflow>('POST', '/rest/workflows', workflow)).id;
	}

	/** Publishes the last saved version of a workflow. Its webhooks respond from then on. */
	async publish(workflowId: string): Promise<void> {
		const { versionId } = await this.call<StoredWorkflow>('GET', `/rest/workflows/${workflowId}`);
		await this.call('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
	}

	/**
	 * Runs a saved workflow as the editor's button does. Returns the execution's id without waiting for the end.
	 * @param input the trigger's output, for a trigger that would otherwise wait for someone
	 */
	async run(workflowId: string, trigger: string, input?: Record<string, unknown>): Promise<string> {
		const data = input && { data: { main: [[{ json: input }]] }, executionIndex: 0, source: [null] };
		const workflowData = await this.call('GET', `/rest/workflows/${workflowId}`);
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/rest/workflows/${workflowId}/run`,
			{ workflowData, triggerToStartFrom: { name: trigger, ...(data && { data }) } },
		);
		return executionId;
	}

	async stop(executionId: string): Promise<void> {
		await this.call('POST', `/rest/executions/${executionId}/stop`);
	}

	async execution(id: string): Promise<StoredExecution> {
		const stored = await this.call<Omit<StoredExecution, 'data'> & { data: string }>(
			'GET',
			`/rest/executions/${id}`,
		);
		return { ...stored, data: flatted.parse(stored.data) as Execution['data'] };
	}

	/** Waits until an execution has ended, successfully or not. */
	async finished(id: string): Promise<StoredExecution> {
		let status = '';
		const ended = async () => {
			const execution = await this.execution(id);
			({ status } = execution);
			return !ongoing.has(status) && execution;
		};
		return await until(ended, () => `the end of execution ${id}; it is still "${status}"`, 180);
	}

	/** The ids of a workflow's executions, newest first. */
	async executionsOf(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.call<{ results: Array<{ id: string }> }>(
			'GET',
			`/rest/executions?filter=${filter}`,
		);
		return results.map(({ id }) => id);
	}

	private async send(method: string, path: string, body?: unknown): Promise<Response> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'content-type': 'application/json',
				// n8n closes a kept-alive connection after 5 idle seconds, possibly just when `fetch` reuses it.
				connection: 'close',
				'browser-id': this.browserId,
				...(this.cookie && { cookie: this.cookie }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		if (!response.ok) throw new RestError(response.status, await response.text());
		return response;
	}
}
