const { dest, parallel, src } = require('gulp');

/** TypeScript does not copy icons and codex files, but n8n looks for them next to the compiled classes. */
function copy(folder) {
	const task = () =>
		src(`${folder}/**/*.{svg,png,node.json}`, { encoding: false }).pipe(dest(`dist/${folder}`));
	task.displayName = `copy:${folder}`;
	return task;
}

exports.build = parallel(copy('nodes'), copy('credentials'));
exports.default = exports.build;
