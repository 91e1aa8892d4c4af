import type { Model, Parameter } from './models';

// The gateway's schema check. It stops at the first error, with the wording and order of Kong's JSON schema library
// (lua-resty-ljsonschema): type, then item count, items, bounds, enum (wire.md 2).

type Rules = Pick<Parameter, 'enum' | 'minimum' | 'maximum' | 'multiple_of' | 'min_items' | 'max_items'> & {
	type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
	items?: Rules;
};

/** The first error in the body of a submit. */
export interface BodyFinding {
	/** As a path: `input`, `input.prompt`. */
	field: string;
	/** The two types in OpenAPI (wire.md 2); values that are out of bounds or unknown count as `invalid_type`. */
	type: 'missing' | 'invalid_type';
	/** What is wrong with this field alone. */
	description: string;
	/** The gateway's full sentence. */
	message: string;
}

/** The gateway's sentence about the first error in the body of a submit, or undefined. */
export const submitBodyError = (model: Model, body: unknown): string | undefined =>
	submitBodyFinding(model, body)?.message;

/** The first error in the body of a submit, or undefined. */
export function submitBodyFinding(model: Model, body: unknown): BodyFinding | undefined {
	if (!isObject(body)) return finding('', wrongType('object', body));
	if (body.input === undefined) return missing('input');
	const inner = inputFinding(model, body.input);
	if (inner) return within('input', inner);
	const extra = Object.keys(body).find((name) => name !== 'input');
	return extra === undefined ? undefined : finding(extra, forbidden(extra));
}

function inputFinding(model: Model, input: unknown): BodyFinding | undefined {
	if (!isObject(input)) return finding('', wrongType('object', input));
	for (const parameter of model.parameters) {
		const { name } = parameter;
		const value = input[name];
		if (value === undefined) {
			if (parameter.required) return missing(name);
			continue;
		}
		const inner = valueError(rulesOf(parameter), value);
		if (inner !== undefined) return within(name, finding('', inner));
	}
	const known = new Set(model.parameters.map((parameter) => parameter.name));
	const extra = Object.keys(input).find((name) => !known.has(name));
	return extra === undefined ? undefined : finding(extra, forbidden(extra));
}

const finding = (field: string, text: string, type: BodyFinding['type'] = 'invalid_type'): BodyFinding => ({
	field,
	type,
	description: text,
	message: text,
});

const missing = (name: string): BodyFinding => finding(name, `property ${name} is required`, 'missing');

const forbidden = (name: string): string => `additional properties forbidden, found ${name}`;

const within = (name: string, inner: BodyFinding): BodyFinding => ({
	...inner,
	field: [name, inner.field].filter((part) => part !== '').join('.'),
	message: `property ${name} validation failed: ${inner.message}`,
});

function rulesOf(parameter: Parameter): Rules {
	switch (parameter.type) {
		case 'url': // just a string to the gateway: media URLs are not checked at submit (wire.md 1)
			return { type: 'string' };
		case 'url[]':
			return { ...parameter, type: 'array', items: { type: 'string' } };
		case 'number[]':
			return { ...parameter, type: 'array', items: { type: 'number' } };
		case 'enum': {
			const numeric = parameter.enum?.every((value) => typeof value === 'number') ?? false;
			return { ...parameter, type: numeric ? 'integer' : 'string' };
		}
		default:
			return { ...parameter, type: parameter.type };
	}
}

function valueError(rules: Rules, value: unknown): string | undefined {
	const kind = kindOf(value);
	const fits = kind === rules.type || (rules.type === 'number' && kind === 'integer');
	if (!fits) return wrongType(rules.type, value);
	if (Array.isArray(value)) return listError(rules, value);
	if (typeof value === 'number') {
		const { minimum, maximum, multiple_of: step } = rules;
		const text = formatNumber(value);
		if (minimum !== undefined && value < minimum)
			return `expected ${text} to be greater than ${formatNumber(minimum)}`;
		if (maximum !== undefined && value > maximum)
			return `expected ${text} to be smaller than ${formatNumber(maximum)}`;
		if (step !== undefined && value % step !== 0) return `expected ${text} to be a multiple of ${step}`;
	}
	if (rules.enum && !rules.enum.includes(value as string | number)) return 'matches none of the enum values';
	return undefined;
}

function listError(rules: Rules, list: unknown[]): string | undefined {
	if (rules.min_items !== undefined && list.length < rules.min_items)
		return `expect array to have at least ${rules.min_items} items`;
	if (rules.max_items !== undefined && list.length > rules.max_items)
		return `expect array to have at most ${rules.max_items} items`;
	for (const [index, item] of list.entries()) {
		const inner = rules.items && valueError(rules.items, item);
		if (inner !== undefined) return `failed to validate item ${index + 1}: ${inner}`; // Lua counts from 1
	}
	return undefined;
}

const wrongType = (expected: string, value: unknown): string =>
	`wrong type: expected ${expected}, got ${kindOf(value)}`;

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value;
}

const isObject = (value: unknown): value is Record<string, unknown> => kindOf(value) === 'object';

/** Formats a number like C's %g, with the fewest digits (at least 6) that preserve its value: 1e-05, 1e+07, 0.5. */
function formatNumber(value: number): string {
	let precision = 6;
	while (Number(value.toPrecision(precision)) !== value && precision < 17) precision++;
	const [digits = '', exponent = '0'] = value.toExponential(precision - 1).split('e');
	const power = Number(exponent);
	if (power >= -4 && power < precision) return String(Number(value.toPrecision(precision)));
	const mantissa = String(Number(digits));
	return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
