// jest's environment for Node, in which a test that is known to fail on this release of n8n (differences.json) must fail:
// when it passes, or when there is no such test any more, the list is out of date.
const { TestEnvironment } = require('jest-environment-node');
const differences = require('./differences.json');
const { isBefore } = require('./lines');

function fullName({ name, parent }) {
	return parent?.parent ? `${fullName(parent)} ${name}` : name; // the root has a name of its own
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
			if (!test) throw new Error(`differences.json names a test that is not there: ${name}`);
			test.failing = true;
		}
	}
};
