// Each folder of nodes/Pruna is a layer. A layer may import from itself and from those before it in this list.
// docs/architecture.md draws the imports, and test/package/layers.test.ts compares the two.
const LAYERS = ['core', 'api', 'models', 'media', 'prediction', 'operations'];
const folderOf = (layer) => `^nodes/Pruna/${layer}/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-cycle',
			comment: 'Files that import each other cannot be understood one at a time.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		...LAYERS.map((layer, index) => ({
			name: `${layer}-imports-downward`,
			comment: `${layer} may only import from itself and from the layers below it: ${LAYERS.slice(0, index).join(', ') || 'none'}.`,
			severity: 'error',
			from: { path: folderOf(layer) },
			to: { path: [...LAYERS.slice(index + 1).map(folderOf), '^nodes/Pruna/[^/]+$', '^credentials/'] },
		})),
		{
			name: 'every-file-has-a-layer',
			comment: 'A new folder of nodes/Pruna needs a place in the list of layers.',
			severity: 'error',
			from: {},
			to: { path: '^nodes/Pruna/[^/]+/', pathNot: LAYERS.map(folderOf) },
		},
	],
	options: {
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		includeOnly: '^(nodes|credentials)/',
	},
};
