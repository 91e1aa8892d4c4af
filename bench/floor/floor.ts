import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { modelOf, type Work } from '../contenders/contender';
import { apiKey, type PApiService } from '../pApiService';
import { probeEnvironment } from '../probe';
import type { FloorOrder, Question, Reply } from './protocol';

/** Runs the floor's client on work that the service is prepared for. @returns how many files it wrote */
export async function runFloor(
	service: PApiService,
	work: Work,
	folder: string,
	probe: string,
): Promise<number> {
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	const { count, perMinute } = work;
	const order: FloorOrder = { url: service.url, apiKey, model: modelOf(work), count, perMinute, folder };
	const child = fork(path.join(__dirname, 'client.ts'), {
		execArgv: ['--import', 'tsx'],
		env: { ...process.env, ...probeEnvironment(probe) },
	});
	child.on('message', (question: Question) => {
		if ('ready' in question) return void child.send(order);
		const { id } = question;
		const endsAt = service.api.predictions.get(id)?.endsAt ?? Date.now();
		child.send({ id, endsAt } satisfies Reply);
	});
	await new Promise<void>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code) =>
			code === 0 ? resolve() : reject(new Error(`The floor's client exited with code ${code}`)),
		);
	});
	const files = fs.readdirSync(folder).length;
	fs.rmSync(folder, { recursive: true, force: true });
	return files;
}
