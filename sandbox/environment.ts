// The environment variables of an n8n that listens only on loopback, contacts no other hosts and asks no questions.
import net from 'node:net';
import path from 'node:path';
import { requireFromN8n } from './install';

export const owner = {
	email: 'owner@example.com',
	password: 'PrunaSandbox1',
	firstName: 'Sandbox',
	lastName: 'Owner',
};

export function n8nEnvironment(userFolder: string, port: number, brokerPort: number): NodeJS.ProcessEnv {
	return {
		...inherited(),
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: 'localhost',
		N8N_PORT: String(port),
		N8N_PROTOCOL: 'http',
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		// A worker's only server is the one for health checks.
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		...ownerVariables(),
	};
}

/**
 * Our own environment without the variables that configure n8n or npm (jest's NODE_ENV silences n8n), and without the
 * API key, which n8n gets as a credential.
 */
function inherited(): NodeJS.ProcessEnv {
	const foreign =
		/^(N8N|DB|QUEUE|EXECUTIONS|CREDENTIALS|GENERIC|WEBHOOK|PRUNA|npm|JEST)_|^NODE_(OPTIONS|ENV)$/i;
	const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
	const loopback = '127.0.0.1,localhost'; // the stand-in listens here, where no proxy can reach it
	const noProxy = [process.env.NO_PROXY ?? process.env.no_proxy, loopback].filter(Boolean).join(',');
	return {
		...Object.fromEntries(own),
		PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
		NO_PROXY: noProxy,
		no_proxy: noProxy,
	};
}

function ownerVariables(): NodeJS.ProcessEnv {
	const bcrypt = requireFromN8n('bcryptjs') as { hashSync(text: string, salt: string): string };
	return {
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: owner.email,
		N8N_INSTANCE_OWNER_FIRST_NAME: owner.firstName,
		N8N_INSTANCE_OWNER_LAST_NAME: owner.lastName,
		// n8n ends every session when the hash changes. A fixed salt keeps the browser logged in.
		N8N_INSTANCE_OWNER_PASSWORD_HASH: bcrypt.hashSync(owner.password, `$2b$10$${'sandbox.'.repeat(2)}sandbo`),
	};
}

export async function isPortFree(port: number): Promise<boolean> {
	return (await listenOnce(port)) !== undefined;
}

export async function freePort(): Promise<number> {
	const port = await listenOnce(0);
	if (port === undefined) throw new Error('no free port on 127.0.0.1');
	return port;
}

/** Listens on the port for a moment; 0 means any free port. @returns the port, or undefined if it is not available */
async function listenOnce(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const server = net.createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
		});
	});
}
