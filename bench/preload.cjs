'use strict';
// Preloaded into a contender (node --require): writes its resident memory and how late its timers are to the file
// BENCH_PROBE_FILE, a line per look. Its children, which inherit NODE_OPTIONS, are left alone.
const fs = require('node:fs');
const { performance } = require('node:perf_hooks');

const INTERVAL = 10;
const file = process.env.BENCH_PROBE_FILE;
const isContender = /[\\/](bin[\\/]n8n|floor[\\/]client\.ts)$/.test(process.argv[1] ?? '');

if (file && isContender) {
	const output = fs.openSync(file, 'w');
	let lines = [];
	let last = performance.now();
	const look = () => {
		const now = performance.now();
		const late = Math.max(0, now - last - INTERVAL);
		last = now;
		const highest = process.resourceUsage().maxRSS * 1024;
		lines.push(`${Date.now()} ${process.memoryUsage.rss()} ${highest} ${late.toFixed(1)}`);
		if (lines.length >= 50) write();
	};
	const write = () => {
		if (lines.length > 0) fs.writeSync(output, `${lines.join('\n')}\n`);
		lines = [];
	};
	setInterval(look, INTERVAL).unref();
	process.on('exit', () => {
		look();
		write();
	});
}
