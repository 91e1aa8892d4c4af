'use strict';
// Preloaded into a contender (node --require). Writes its resident memory, its timer lag and its CPU time to the file
// BENCH_PROBE_FILE, one line per sample. The contender's children inherit NODE_OPTIONS but are not measured.
// With BENCH_COLLECT, young objects are garbage-collected continuously, so the remaining memory is an upper bound on what
// the contender really holds.
const fs = require('node:fs');
const { performance } = require('node:perf_hooks');
const v8 = require('node:v8');
const vm = require('node:vm');

const INTERVAL = 10;
const file = process.env.BENCH_PROBE_FILE;
const isContender = /[\\/](bin[\\/]n8n|floor[\\/]client\.ts)$/.test(process.argv[1] ?? '');

if (file && isContender) {
	const output = fs.openSync(file, 'w');
	let lines = [];
	let last = performance.now();
	const takeSample = () => {
		const now = performance.now();
		const late = Math.max(0, now - last - INTERVAL);
		last = now;
		const highest = process.resourceUsage().maxRSS * 1024;
		const { user, system } = process.cpuUsage();
		const busy = ((user + system) / 1000).toFixed(1);
		lines.push(`${Date.now()} ${process.memoryUsage.rss()} ${highest} ${late.toFixed(1)} ${busy}`);
		if (lines.length >= 50) write();
	};
	const write = () => {
		if (lines.length > 0) fs.writeSync(output, `${lines.join('\n')}\n`);
		lines = [];
	};
	setInterval(takeSample, INTERVAL).unref();
	if (process.env.BENCH_COLLECT) {
		v8.setFlagsFromString('--expose-gc');
		const collect = vm.runInNewContext('gc');
		setInterval(() => collect({ type: 'minor' }), INTERVAL).unref();
	}
	process.on('exit', () => {
		takeSample();
		write();
	});
}
