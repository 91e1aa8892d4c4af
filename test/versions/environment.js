// jest's environment for Node. A test that is known to fail on this release of n8n (differences.json) must fail here: if it
// passes or no longer exists, the list is out of date.
const { TestEnvironment } = require('jest-environment-node');
const differences = require('./differences.json');
const { isBefore } = require('./lines');

function fullName({ name, parent }) {
	return parent?.parent ? `${fullName(parent)} ${name}` : name; // the root block has a name, too
}

function testsOf(block) {
	return block.children.flatMap((child) => (child.type === 'describeBlock' ? testsOf(child) : [child]));
}

module.exports = class VersionEnvironment extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		const release = config.projectConfig.displayName.name.replace('n8n ', '');
		this.expected = differences
			.filter(({ before }) => isBefore(release, before))
			.flatMap(({ tests }) => tests.filter(({ file }) => context.testPath.endsWith(file)))
			.map(({ name }) => name);
	}

	handleTestEvent(event, state) {
		if (event.name !== 'run_start') return;
		const tests = testsOf(state.rootDescribeBlock);
		for (const name of this.expected) {
			const test = tests.find((one) => fullName(one) === name);
			if (!test) throw new Error(`differences.json names a test that does not exist: ${name}`);
			test.failing = true;
		}
	}
};
