// n8n's own REST API, as its editor uses it: signed in as the owner.
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
		super(`n8n's REST API answered ${status}: ${body.slice(0, 500)}`);
		this.name = 'RestError';
	}
}

/** An execution as n8n keeps it, while it runs and afterwards. */
export interface StoredExecution extends Execution {
	id: string;
	workflowId: string;
	/** What nodes have set with `customData`. */
	customData?: Record<string, string>;
}

interface StoredWorkflow {
	id: string;
	versionId: string;
}

const goesOn = new Set(['new', 'running', 'waiting', 'unknown']);

export class Rest {
	private cookie = '';
	/** n8n binds the session to it; any text does, as long as it stays the same. */
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

	/** The `data` of the answer. @throws RestError when it is not 2xx */
	async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.send(method, path, body);
		return ((await response.json()) as { data: T }).data;
	}

	/** A file that n8n serves to those who are signed in. */
	async file(path: string): Promise<{ contentType: string; text: string }> {
		const response = await this.send('GET', path);
		return { contentType: response.headers.get('content-type') ?? '', text: await response.text() };
	}

	/** What n8n keeps for a binary field, wherever it keeps it. */
	async binary({ id = '' }: BinaryField): Promise<Buffer> {
		const response = await this.send('GET', `/rest/binary-data?id=${encodeURIComponent(id)}&action=download`);
		return Buffer.from(await response.arrayBuffer());
	}

	/** Returns the id of the new workflow. */
	async createWorkflow(workflow: object): Promise<string> {
		return (await this.call<StoredWorkflow>('POST', '/rest/workflows', workflow)).id;
	}

	/** Publishes a workflow as it was saved last; its webhooks answer from then on. */
	async publish(workflowId: string): Promise<void> {
		const { versionId } = await this.call<StoredWorkflow>('GET', `/rest/workflows/${workflowId}`);
		await this.call('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
	}

	/**
	 * Runs a saved workflow as the editor's button does; returns the execution's id at once.
	 * @param input what the trigger gives, for a trigger that would otherwise wait for somebody
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

	/** Waits until an execution has ended, in whatever way. */
	async finished(id: string): Promise<StoredExecution> {
		let status = '';
		const ended = async () => {
			const execution = await this.execution(id);
			({ status } = execution);
			return !goesOn.has(status) && execution;
		};
		return await until(ended, () => `the end of execution ${id}; it is still "${status}"`, 180);
	}

	/** The ids of a workflow's executions, the newest first. */
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
				// n8n closes a kept connection after 5 idle seconds, which may be the moment in which fetch takes it again.
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
