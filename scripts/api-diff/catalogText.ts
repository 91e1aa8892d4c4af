// The catalog entries for a schema, as TypeScript to paste.
import * as prettier from 'prettier';
import { catalog } from '../../nodes/Pruna/models/catalog';
import { isOnTop } from '../../nodes/Pruna/models/place';
import type { ModelParameter } from '../../nodes/Pruna/models/types';
import type { Difference } from './compare';
import { guessCategory, guessMedia, guessTitle, type SpecModel, type SpecParameter } from './facts';

/** The first sentence without its period, as n8n's guidelines require for descriptions. */
function firstSentence(description: string): string {
	const [sentence = ''] = description.replace(/\s+/g, ' ').split(/(?<=\.)\s|\s*Rate limit:/i);
	return sentence.trim().replace(/\.$/, '');
}

function descriptionOf({ name, type, description }: SpecParameter): string {
	const sentence = firstSentence(description) || `Value of ${name}`;
	if (type !== 'boolean' || /^whether/i.test(sentence)) return sentence;
	return `Whether to ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

/** @param known The catalog's entry for the same parameter */
function entryOf(spec: SpecParameter, known?: ModelParameter): ModelParameter {
	const media = guessMedia(spec);
	const { name, minimum, maximum } = spec;
	return {
		name,
		type: spec.type === 'string[]' ? 'url[]' : spec.type,
		...(media ? { media: [media] } : {}),
		...(spec.required ? { required: true } : {}),
		...(!spec.required && known && isOnTop(known) ? { onTop: true as const } : {}),
		...(/token|password|secret/.test(name) ? { secret: true as const } : {}),
		...(spec.enum ? { choices: spec.enum } : {}),
		...(spec.default === undefined ? {} : { default: spec.default as string | number | boolean }),
		...{ minimum, maximum, multipleOf: spec.multiple_of, minItems: spec.min_items, maxItems: spec.max_items },
		description: descriptionOf(spec),
	};
}

/** Required parameters first. Within each group, the prompt first, then in the schema's order. */
function inOrder(parameters: readonly SpecParameter[]): SpecParameter[] {
	const rank = ({ name, required }: SpecParameter) => (required ? 0 : 2) + (name === 'prompt' ? 0 : 1);
	return [...parameters].sort((a, b) => rank(a) - rank(b));
}

function modelText(spec: SpecModel): string {
	const head = {
		id: spec.id,
		title: guessTitle(spec.id),
		category: guessCategory(spec),
		description: firstSentence(spec.description) || guessTitle(spec.id),
		rateLimitPerMinute: spec.rate_limit_per_minute,
	};
	const parameters = JSON.stringify(inOrder(spec.parameters).map((parameter) => entryOf(parameter)));
	return `{ ${JSON.stringify(head).slice(1, -1)}, source: PRUNA_SCHEMA, parameters: ${parameters} }`;
}

/**
 * A module for the catalog's folder: the new models, and the new or changed parameters of known models. Titles,
 * categories, kinds of media, and descriptions are guesses for a person to check.
 *
 * @param options The project's Prettier options
 */
export async function catalogText(
	spec: readonly SpecModel[],
	differences: readonly Difference[],
	options: prettier.Options,
): Promise<string> {
	const isNew = (id: string) => differences.some(({ model, fact }) => model === id && fact === 'model');
	const changed = (id: string, name: string) =>
		differences.some(
			({ model, parameter, schema, fact }) =>
				model === id && parameter === name && !(fact === 'parameter' && schema === undefined),
		);
	const models = spec.filter(({ id }) => isNew(id)).map(modelText);
	const parameters = spec
		.filter(({ id }) => !isNew(id))
		.map(({ id, parameters: all }) => {
			const known = catalog.find((model) => model.id === id)?.parameters ?? [];
			const entry = (parameter: SpecParameter) =>
				entryOf(
					parameter,
					known.find(({ name }) => name === parameter.name),
				);
			return [id, all.filter(({ name }) => changed(id, name)).map(entry)] as const;
		})
		.filter(([, entries]) => entries.length > 0);
	const source = `import type { Model, ModelParameter } from '../types';
import { PRUNA_SCHEMA } from './sources';

/** New. Check the title, category, media, and wording. */
export const newModels: readonly Model[] = [${models.join(', ')}];

/** New or changed, by model. */
export const parameters: Readonly<Record<string, readonly ModelParameter[]>> = ${JSON.stringify(Object.fromEntries(parameters))};
`;
	return await prettier.format(source, { ...options, parser: 'typescript' });
}
