import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Runs a step only if its input differs from that of its last run, whose fingerprint is kept in `folder`. */
export async function whenChanged(
	folder: string,
	name: string,
	input: string,
	action: () => Promise<unknown>,
): Promise<void> {
	const file = path.join(folder, name);
	const fingerprint = createHash('sha256').update(input).digest('hex');
	if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === fingerprint) return;
	fs.rmSync(file, { force: true }); // a step that fails halfway must run again
	await action();
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(file, fingerprint);
}

/** Hash of the names and contents of all files under these paths, as the input of a step. */
export function contentsOf(...paths: string[]): string {
	const hash = createHash('sha256');
	for (const file of paths.flatMap(filesUnder)) hash.update(`${file}\0`).update(fs.readFileSync(file));
	return hash.digest('hex');
}

function filesUnder(start: string): string[] {
	if (!fs.existsSync(start)) return [];
	if (fs.statSync(start).isFile()) return [start];
	return fs
		.readdirSync(start)
		.sort()
		.flatMap((name) => filesUnder(path.join(start, name)));
}
