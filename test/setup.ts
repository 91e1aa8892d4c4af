import 'reflect-metadata';
import { join } from 'path';

// n8n-core reads its settings from the environment when it is loaded, so they must be set before any test file is loaded.
process.env.N8N_USER_FOLDER = join(process.env.TEST_FOLDER!, `worker-${process.env.JEST_WORKER_ID}`);
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-tests';
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';

// The stand-in is on loopback, so requests to it must not go through the machine's proxy.
for (const name of ['http_proxy', 'https_proxy', 'all_proxy']) {
	delete process.env[name];
	delete process.env[name.toUpperCase()];
}
