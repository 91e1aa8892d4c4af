import type { INodeProperties } from 'n8n-workflow';
import { displayNameOf } from '../models/displayName';
import { modelsOf, type ModelOperation } from '../models/modelOperations';
import type { AnyModel, ModelParameter } from '../models/types';
import type { Operation } from './operation';

const LINKS =
	'Files are given as public links (https://…), such as the “generation_url” of an earlier result; several links as a JSON array: ["https://…", "https://…"].';
const REFUSED =
	'If “error” comes back, its sentence says what to correct: correct it and call the tool again.';

function inWords({ type, media, ...names }: ModelParameter): string {
	const several = type === 'url[]';
	return displayNameOf(names) + (media ? ` (${several ? 'links' : 'a link'})` : '');
}

/** What a model cannot do without. */
function needed({ parameters, needsOneOf = [] }: AnyModel): ModelParameter[] {
	return parameters.filter(({ name, required }) => required || needsOneOf.flat().includes(name));
}

/** What an AI agent reads of an operation that runs a model; what it has to fill in differs between the models. */
export function modelToolDescription(offered: ModelOperation): string {
	const models = modelsOf(offered);
	const inputs = [...new Set(models.flatMap((model) => needed(model).map(inWords)))];
	const takesFiles = models.some(({ parameters }) => parameters.some(({ media }) => media));
	return [
		`${offered.description}.`,
		`Takes ${inputs.join(', ')}, as far as the model needs them.`,
		takesFiles && LINKS,
		'Gives JSON: “generation_url” is a link to the result that works for about a day, “id” is the prediction. If it was only submitted, “id” comes alone: ask for its status, then for its result.',
		REFUSED,
		`Models: ${models.map(({ id }) => id).join(', ')}.`,
	]
		.filter(Boolean)
		.join(' ');
}

/**
 * The field with the text that an AI agent reads of its tool. n8n would write "Generate image in Pruna"; a node that has
 * this field of its own keeps it (n8n, convertNodeToAiTool). There is one for each operation, so that its standard follows
 * the operation; a text that somebody has written stays. "@tool" hides it where the node is not a tool.
 */
export function toolDescriptionFields(operations: readonly Operation[]): INodeProperties[] {
	return operations.map(({ resource, operation, toolDescription }) => ({
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 4 },
		default: toolDescription,
		required: true,
		description: 'What the AI agent reads of this tool: what it does, what it takes and what it gives',
		displayOptions: { show: { '@tool': [true], resource: [resource], operation: [operation] } },
	}));
}
