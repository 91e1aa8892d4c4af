// The package as users get it: built, packed, and installed in n8n's folder for community nodes.
import fs from 'node:fs';
import path from 'node:path';
import { npm, run } from '../scripts/process.cjs';
import { logFile, projectFolder, workFolder } from './folders';
import { contentsOf } from './when-changed';

const folder = path.join(workFolder, 'package');

/** Fingerprint of everything that affects the tarball's contents. */
export function packageSources(): string {
	const sources = [
		'nodes',
		'credentials',
		'package.json',
		'tsconfig.json',
		'tsconfig.build.json',
		'gulpfile.js',
		'README.md',
	];
	return contentsOf(...sources.map((name) => path.join(projectFolder, name)));
}

/** Builds and packs the package. @returns the path of the tarball */
export async function packPackage(): Promise<string> {
	// Packed in a separate folder and then moved, so that a simultaneous install gets either the old or the new package.
	const packing = `${folder}-${process.pid}`;
	fs.mkdirSync(packing, { recursive: true });
	try {
		await run('npm run build', ...npm('run', 'build'), { cwd: projectFolder, log: logFile('build') });
		await run('npm pack', ...npm('pack', '--ignore-scripts', '--pack-destination', packing), {
			cwd: projectFolder,
			log: logFile('pack'),
		});
		const [tarball = ''] = fs.readdirSync(packing);
		fs.mkdirSync(folder, { recursive: true });
		fs.renameSync(path.join(packing, tarball), path.join(folder, tarball));
		for (const old of fs.readdirSync(folder)) {
			if (old !== tarball) fs.rmSync(path.join(folder, old));
		}
	} finally {
		fs.rmSync(packing, { recursive: true, force: true });
	}
	return packedPackage();
}

/** The path of the last tarball that packPackage() made. */
export function packedPackage(): string {
	const [tarball] = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
	if (!tarball) throw new Error('npm pack wrote no tarball');
	return path.join(folder, tarball);
}

/** Installs the package as n8n's settings page does: with npm install in `.n8n/nodes` of the user folder. */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const nodesFolder = path.join(userFolder, '.n8n', 'nodes');
	fs.mkdirSync(nodesFolder, { recursive: true });
	// Without this file, which n8n writes at its first start, npm would install the package in the enclosing project.
	const manifest = path.join(nodesFolder, 'package.json');
	if (!fs.existsSync(manifest)) {
		fs.writeFileSync(manifest, JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }));
	}
	const flags = ['--legacy-peer-deps', '--omit=peer', '--ignore-scripts', '--no-audit', '--no-fund'];
	await run('Installing the package in n8n', ...npm('install', ...flags, tarball), {
		cwd: nodesFolder,
		log: logFile('package-install'),
	});
}
