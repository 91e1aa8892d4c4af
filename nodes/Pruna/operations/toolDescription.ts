import type { INodeProperties } from 'n8n-workflow';
import { displayNameOf } from '../models/displayName';
import { modelsOf, type ModelOperation } from '../models/modelOperations';
import type { AnyModel, ModelParameter } from '../models/types';
import type { Operation } from './operation';

const FILES =
	'Provide files as public URLs (https://…), such as the “generation_url” of an earlier result, and several URLs as a JSON array: ["https://…", "https://…"].';
const REFUSED =
	'If the tool returns “error”, its text says what to correct. Correct it and call the tool again.';

function inWords({ type, media, ...names }: ModelParameter): string {
	const several = type === 'url[]';
	return displayNameOf(names) + (media ? ` (${several ? 'URLs' : 'URL'})` : '');
}

/** The parameters that a model cannot run without. */
function needed({ parameters, needsOneOf = [] }: AnyModel): ModelParameter[] {
	return parameters.filter(({ name, required }) => required || needsOneOf.flat().includes(name));
}

/** What an AI agent reads about an operation that runs a model. The required inputs differ between the models. */
export function modelToolDescription(offered: ModelOperation): string {
	const models = modelsOf(offered);
	const inputs = [...new Set(models.flatMap((model) => needed(model).map(inWords)))];
	const takesFiles = models.some(({ parameters }) => parameters.some(({ media }) => media));
	return [
		`${offered.description}.`,
		`Takes ${inputs.join(', ')}, depending on the model.`,
		takesFiles && FILES,
		'Returns JSON: “generation_url” is the URL of the result, which works for about a day, and “id” is the prediction ID. If the prediction was only submitted, only “id” is returned: get its status, then its result.',
		REFUSED,
		`Models: ${models.map(({ id }) => id).join(', ')}.`,
	]
		.filter(Boolean)
		.join(' ');
}

/**
 * The field with the text that an AI agent reads about its tool. By default, n8n writes "Generate image in Pruna", but it
 * keeps this field if the node has one (n8n, convertNodeToAiTool). There is one field for each operation, so that the
 * default text follows the operation; a text that the user wrote stays. "@tool" hides the field if the node is not a tool.
 */
export function toolDescriptionFields(operations: readonly Operation[]): INodeProperties[] {
	return operations.map(({ resource, operation, toolDescription }) => ({
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 4 },
		default: toolDescription,
		required: true,
		description: 'Explains to the AI agent what this tool does, what it takes, and what it returns',
		displayOptions: { show: { '@tool': [true], resource: [resource], operation: [operation] } },
	}));
}
