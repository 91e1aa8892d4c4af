import { findModel, type Parameter } from '../../p-api/models';

function schemaOf(parameter: Parameter): object {
	const { type, default: standard, minimum, maximum, multiple_of, min_items, max_items } = parameter;
	const url = { type: 'string', format: 'uri' };
	const shape = {
		enum: { enum: parameter.enum },
		url,
		'url[]': { type: 'array', items: url },
		'number[]': { type: 'array', items: { type: 'number' } },
	};
	return {
		...(type in shape ? shape[type as keyof typeof shape] : { type }),
		...{ default: standard, minimum, maximum, multipleOf: multiple_of },
		...{ minItems: min_items, maxItems: max_items },
		description: parameter.name,
	};
}

/** The facts of these models as an OpenAPI document in Pruna's form. */
export function schemaOfFacts(ids: readonly string[]): object {
	const schemas = ids.map((id) => {
		const { parameters, rate_limit_per_minute: limit } = findModel(id)!;
		const input = {
			type: 'object',
			properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, schemaOf(parameter)])),
			required: parameters.filter(({ required }) => required).map(({ name }) => name),
			additionalProperties: false,
		};
		const description = limit === null ? 'A model.' : `A model. Rate limit: ${limit} requests per minute.`;
		return [id, { type: 'object', required: ['input'], properties: { input }, description }];
	});
	const header = { name: 'Model', in: 'header', schema: { type: 'string', enum: ids } };
	return {
		openapi: '3.0.3',
		info: { title: 'P-API', version: '0.0.0' },
		paths: { '/v1/predictions': { post: { parameters: [header] } } },
		components: { schemas: Object.fromEntries(schemas) as Record<string, object> },
	};
}
