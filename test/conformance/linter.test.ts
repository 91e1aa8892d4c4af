/**
 * n8n's linter reads source code, so it cannot see fields that are generated from the catalog. This test writes them out
 * as source code and runs the same linter on it, with the rules that n8n's verification uses.
 */
import { Linter } from 'eslint';
import type { INodeProperties } from 'n8n-workflow';
import { Pruna } from '../../nodes/Pruna/Pruna.node';

/* eslint-disable @typescript-eslint/no-require-imports -- these two are plain JavaScript without types */
const n8nNodesBase = require('eslint-plugin-n8n-nodes-base') as {
	configs: { nodes: { rules: Linter.RulesRecord } };
};
const parser = require('@typescript-eslint/parser') as Linter.Parser;
/* eslint-enable @typescript-eslint/no-require-imports */

/** JSON with unquoted keys, because the rules look for identifiers. */
function asSource(value: unknown): string {
	return JSON.stringify(value, null, '\t').replace(/^(\s*)"([A-Za-z_]\w*)":/gm, '$1$2:');
}

function lint(properties: INodeProperties[]): string[] {
	const source = `import type { INodeProperties } from 'n8n-workflow';
export const properties: INodeProperties[] = ${asSource(properties)};
`;
	const messages = new Linter({ configType: 'flat' }).verify(
		source,
		[
			{
				files: ['**/*.ts'],
				languageOptions: { parser },
				plugins: { 'n8n-nodes-base': n8nNodesBase },
				rules: n8nNodesBase.configs.nodes.rules,
			},
		],
		'nodes/Pruna/ImageDescription.ts',
	);
	const lines = source.split('\n');
	return messages.map(({ ruleId, message, line }) => `${ruleId}: ${message} ← ${lines[line - 1]!.trim()}`);
}

describe('the fields that are generated from the catalog', () => {
	it("pass n8n's linter", () => {
		const complaints = lint(new Pruna().description.properties);

		// The linter knows only abbreviations such as ID and URL, and would write "Train lora".
		expect(complaints.filter((complaint) => !complaint.endsWith('action: "Train LoRA",'))).toEqual([]);
	});

	it('have no emoji in the names of their choices, which another of its rules forbids', () => {
		const names = JSON.stringify(new Pruna().description.properties).match(/"name":"[^"]*"/g) ?? [];

		expect(names.length).toBeGreaterThan(100);
		expect(names.filter((name) => /\p{Extended_Pictographic}/u.test(name))).toEqual([]);
	});

	it('would not pass it if they broke its rules', () => {
		const broken: INodeProperties = {
			displayName: 'some flag',
			name: 'flag',
			type: 'boolean',
			default: false,
			description: 'Turns it on.',
		};

		expect(lint([broken]).join('\n')).toMatch(/display-name-miscased[^]*boolean-without-whether/);
	});
});
