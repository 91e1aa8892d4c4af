// `npm run api:diff -- FILE`: compares the catalog with an OpenAPI document of P-API.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import $RefParser from '@apidevtools/json-schema-ref-parser';
import * as prettier from 'prettier';
import { catalog } from '../../nodes/Pruna/models/catalog';
import { catalogText } from './catalogText';
import { compare, describe } from './compare';
import { readSpec } from './readSpec';
import { updateFacts } from './updateFacts';

const root = path.join(__dirname, '..', '..');
const FACTS = path.join(root, 'test', 'p-api', 'models.json');

const HELP = `Usage: npm run api:diff -- FILE [--write] [--facts FACTS]

Compares an OpenAPI document of P-API (JSON or YAML; Pruna's is at https://docs.api.pruna.ai/openapi.yaml) with the
node's catalog: models, parameters, types, enums, defaults, bounds, required fields, and rate limits.
Exits with 0 if nothing differs, 1 if something does, 2 if the document cannot be read.

  --write        update the stand-in's facts (test/p-api/models.json), and print the entries to paste into
                 nodes/Pruna/models/catalog/
  --facts FACTS  write the facts to this file instead

The document must have:
  - POST /v1/predictions, with the model in the header "Model", whose schema lists the IDs as an enum
  - for each model, a schema in components.schemas that is named after the model's ID, with the parameters in its "input";
    or a body (or its "input") with oneOf or anyOf, with one alternative per model. The model's ID is in the
    discriminator's mapping, in an enum or const of a property "model", in the title, or in the component's name
  - rate limits in an extension such as x-rate-limit, or in the description ("Rate limit: 150 requests per minute")
Intentional differences are listed with their reasons in scripts/api-diff/accepted.ts.
`;

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

/** @returns The exit code */
async function main(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			help: { type: 'boolean', default: false },
			write: { type: 'boolean', default: false },
			facts: { type: 'string', default: FACTS },
		},
	});
	const [file] = positionals;
	if (values.help) {
		print(HELP);
		return 0;
	}
	if (file === undefined || positionals.length > 1) throw new Error(`Specify exactly one file.\n\n${HELP}`);

	// References to other files or URLs are not followed: the document has to be self-contained.
	const document = await $RefParser.dereference(path.resolve(file), { resolve: { external: false } });
	const spec = readSpec(document);
	const differences = compare(catalog, spec);
	print(differences.length === 0 ? 'The catalog matches the schema.' : differences.map(describe).join('\n'));

	if (values.write) {
		const facts = JSON.parse(readFileSync(values.facts, 'utf8')) as Parameters<typeof updateFacts>[0];
		const version = (document as { info?: { version?: string } }).info?.version ?? '(unknown version)';
		const written = updateFacts(facts, spec, `P-API OpenAPI ${version}`);
		writeFileSync(values.facts, `${JSON.stringify(written, null, 2)}\n`);
		const options = await prettier.resolveConfig(path.join(root, 'nodes', 'Pruna.ts'));
		const entries = await catalogText(spec, differences, options ?? {});
		if (differences.length > 0) print(`\n${entries.trimEnd()}`);
	}
	return differences.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 2;
	},
);
