// The page docs/models.md, made from the catalogue; `npm run docs` writes it, a test says when it is stale.
import { displayNameOf } from '../nodes/Pruna/models/displayName';
import { formatNames } from '../nodes/Pruna/models/editorField';
import { modelsOf, operationsWithModels, outputOf } from '../nodes/Pruna/models/modelOperations';
import { priceInBrief, priceText } from '../nodes/Pruna/models/priceText';
import type { Model, ModelParameter, ModelSource, OutputKind } from '../nodes/Pruna/models/types';

const INTRODUCTION = `# Models

<!-- Made by \`npm run docs\` from nodes/Pruna/models/catalogue. Do not edit. -->

Every model that the node lists, with all of its fields. Prices and limits are those that Pruna or others had published in autumn 2026 (“about” marks a third party's figure); look at
[Pruna's documentation](https://docs.api.pruna.ai) for today's. Each model says from where its fields are known: those that
Pruna's published schema does not list may have changed, or be gone. A field that you do not set is not sent, and the model's own default holds.
`;

const MONTH = { month: 'long', year: 'numeric' } as const;

const OUTPUTS: Record<OutputKind, string> = {
	image: 'image',
	video: 'video',
	'lora-zip': 'ZIP file with a LoRA',
};

const SOURCES: Record<ModelSource['by'], string> = {
	'pruna-schema': "Pruna's published schema",
	'pruna-skill': "Pruna's own skill for coding agents",
	'third-party': 'third parties',
};

function monthOf(date: string | undefined): string | undefined {
	if (date === undefined) return undefined;
	return new Date(`${date}-01T00:00:00Z`).toLocaleString('en-US', { ...MONTH, timeZone: 'UTC' });
}

/** The price in full, with who has published it and when. */
function priceSentence(model: Model): string | undefined {
	if (model.price === undefined) return undefined;
	const { by, date } = model.price.source;
	const source = by === 'pruna' ? 'Pruna' : 'a third party';
	return `Price: ${priceText(model)} (published by ${source}, ${monthOf(date) ?? 'undated'}).`;
}

function overviewPrice(model: Model): string {
	return priceInBrief(model) ?? 'not published';
}

/** Where the fields of a model are known from, in sentences. */
function provenance({ source: { by, date } }: Model): string {
	const known = `Fields from ${SOURCES[by]}, ${monthOf(date) ?? 'undated'}.`;
	return by === 'pruna-schema' ? known : `${known} Pruna's published schema does not list this model.`;
}

/** Text that is safe inside a cell of a Markdown table. */
function cell(text: string): string {
	return text.replace(/\|/g, '\\|').replace(/\*/g, '\\*').replace(/\s+/g, ' ');
}

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function anchor(title: string): string {
	return title
		.toLowerCase()
		.replace(/[^\w\- ]/g, '')
		.replace(/ /g, '-');
}

function overviewRow(model: Model): string[] {
	const { title, id, description, rateLimitPerMinute } = model;
	const limit = rateLimitPerMinute === undefined ? 'not published' : String(rateLimitPerMinute);
	return [`[${title}](#${anchor(title)})`, `\`${id}\``, cell(description), cell(overviewPrice(model)), limit];
}

function range({ minimum, maximum }: ModelParameter): string {
	if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
	if (minimum !== undefined) return `${minimum} or more`;
	return maximum === undefined ? '' : `up to ${maximum}`;
}

function entries({ minItems, maxItems }: ModelParameter): string {
	if (maxItems === undefined) return minItems === undefined ? 'several' : `${minItems} or more`;
	return `${minItems ?? 0} to ${maxItems}`;
}

/** The kinds of file that a field takes, and their formats: "images (JPG, PNG)", "video or image". */
function files(parameter: ModelParameter): string {
	const kinds = (parameter.media ?? []).map((kind) => (parameter.type === 'url[]' ? `${kind}s` : kind));
	return kinds.join(' or ') + (parameter.formats ? ` (${formatNames(parameter)})` : '');
}

/** What a field takes, in words and values. */
function takes(parameter: ModelParameter): string {
	const step = parameter.multipleOf === undefined ? '' : `multiples of ${parameter.multipleOf}`;
	switch (parameter.type) {
		case 'enum':
			return (parameter.choices ?? []).map((choice) => `\`${choice}\``).join(', ');
		case 'integer':
			return ['whole number', range(parameter), step].filter(Boolean).join(', ');
		case 'number':
			return ['number', range(parameter)].filter(Boolean).join(', ');
		case 'number[]':
			return 'numbers, separated by commas';
		case 'url':
			return parameter.media ? `${files(parameter)}: URL or binary field` : 'URL';
		case 'url[]':
			return parameter.media
				? `${files(parameter)}: URLs or binary fields, ${entries(parameter)}`
				: 'URLs, separated by commas';
		case 'boolean':
			return 'on or off';
		case 'string':
			return 'text';
	}
}

function fieldRow(parameter: ModelParameter): string[] {
	const { name, required, description } = parameter;
	const standard =
		parameter.default === undefined || String(parameter.default).trim() === ''
			? ''
			: `\`${parameter.default}\``;
	return [
		`${displayNameOf(parameter)}${required ? ' (required)' : ''}`,
		`\`${name}\``,
		takes(parameter),
		standard,
		cell(description),
	];
}

function modelSection(model: Model): string {
	const facts = [
		priceSentence(model),
		model.rateLimitPerMinute && `Up to ${model.rateLimitPerMinute} requests per minute.`,
		`Result: ${OUTPUTS[outputOf(model)]}.`,
		provenance(model),
	];
	return [
		`### ${model.title}`,
		`\`${model.id}\`: ${cell(model.description)}. ${facts.filter(Boolean).join(' ')}`,
		table(['Field', 'Key', 'Takes', 'Default', 'What it is'], model.parameters.map(fieldRow)),
	].join('\n\n');
}

/** How many models there are, and a line per operation with those that it offers, for the README; `page` is where docs/models.md is from there. */
export function modelsTable(models: readonly Model[], page: string): string {
	const rows = operationsWithModels(models).map((operation) => [
		operation.action,
		modelsOf(operation, models)
			.map(({ title }) => `[${title}](${page}#${anchor(title)})`)
			.join(', '),
	]);
	const fields = models.reduce((sum, { parameters }) => sum + parameters.length, 0);
	return `${models.length} models with ${fields} fields in all:\n\n${table(['Operation', 'Models'], rows)}`;
}

/** The whole page, as Markdown. */
export function modelsPage(models: readonly Model[]): string {
	const overview = operationsWithModels(models).map(
		(operation) =>
			`## ${operation.action}\n\n${table(
				['Model', 'ID', 'What it does', 'Price', 'Requests per minute'],
				modelsOf(operation, models).map(overviewRow),
			)}`,
	);
	const sections = models.map(modelSection);
	return `${[INTRODUCTION.trim(), ...overview, '## Fields of each model', ...sections].join('\n\n')}\n`;
}
