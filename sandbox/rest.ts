// n8n's own REST API, as its editor uses it: signed in as the owner.
import { owner } from './environment';

export class RestError extends Error {
	constructor(
		readonly status: number,
		readonly body: string,
	) {
		super(`n8n's REST API answered ${status}: ${body.slice(0, 500)}`);
		this.name = 'RestError';
	}
}

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

	private async send(method: string, path: string, body?: unknown): Promise<Response> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': this.browserId,
				...(this.cookie && { cookie: this.cookie }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		if (!response.ok) throw new RestError(response.status, await response.text());
		return response;
	}
}
