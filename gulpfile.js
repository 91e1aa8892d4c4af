const { dest, parallel, src } = require('gulp');

/** TypeScript leaves icons and codex files behind; n8n looks for them beside the compiled classes. */
function copy(folder) {
	const task = () =>
		src(`${folder}/**/*.{svg,png,node.json}`, { encoding: false }).pipe(dest(`dist/${folder}`));
	task.displayName = `copy:${folder}`;
	return task;
}

exports.build = parallel(copy('nodes'), copy('credentials'));
exports.default = exports.build;
