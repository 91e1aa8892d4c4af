// Which room of nodes/Pruna may import from which: from its own, and from those before it in this list. docs/architecture.md
// draws the same list, and test/package/rooms.test.ts holds the two together.
const ROOMS = ['core', 'api', 'models', 'media', 'prediction', 'operations'];
const folderOf = (room) => `^nodes/Pruna/${room}/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			comment: 'Files that import each other cannot be understood one after the other.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		...ROOMS.map((room, index) => ({
			name: `${room}-imports-downwards`,
			comment: `What ${room} needs has to be in ${room}, or in a room below it: ${ROOMS.slice(0, index).join(', ') || 'none'}.`,
			severity: 'error',
			from: { path: folderOf(room) },
			to: { path: [...ROOMS.slice(index + 1).map(folderOf), '^nodes/Pruna/[^/]+$', '^credentials/'] },
		})),
		{
			name: 'every-file-has-a-room',
			comment: 'A new folder of nodes/Pruna has to have its place in the list of rooms.',
			severity: 'error',
			from: {},
			to: { path: '^nodes/Pruna/[^/]+/', pathNot: ROOMS.map(folderOf) },
		},
	],
	options: {
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		includeOnly: '^(nodes|credentials)/',
	},
};
