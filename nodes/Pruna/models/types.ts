import type { Unit } from '../core/looseChoice';
import type { CategoryOf, MODEL_KINDS, ModelKinds, OutputKind } from './kinds';
import type { Price } from './price';

export type { ModelCategory, OutputKind } from './kinds';

/** Kinds of file that the API accepts as input (`media` in the catalog). */
export type MediaKind = 'image' | 'video' | 'audio' | 'zip';

export type ParameterType =
	'string' | 'integer' | 'number' | 'boolean' | 'enum' | 'url' | 'url[]' | 'number[]';

/** One key of a model's `input`, as the API documents it. */
export interface ModelParameter {
	readonly name: string;
	readonly type: ParameterType;
	readonly description: string;
	/**
	 * What the editor shows; derived from `name` if left out. (Not called `displayName`, because n8n's linter would then
	 * mistake the entry for one of the editor's fields.)
	 */
	readonly label?: string;
	readonly required?: boolean;
	/**
	 * Keeps a text or URL at the top of the panel although it is optional. Set this when a required parameter becomes
	 * optional: n8n would drop the values of saved workflows if the field moved to Additional Fields.
	 */
	readonly onTop?: true;
	/** The value that the API uses if the key is left out. The editor shows it; it is never sent automatically. */
	readonly default?: string | number | boolean;
	/** The values of an `enum`; numbers are sent as numbers, text as text. */
	readonly choices?: ReadonlyArray<string | number>;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly multipleOf?: number;
	/** The unit of the number, so that "5s" or "1024px" is understood. */
	readonly unit?: Unit;
	readonly minItems?: number;
	readonly maxItems?: number;
	/** Another list that must have the same number of entries, if both are set. */
	readonly sameCountAs?: string;
	/** The kinds of file that a `url` or `url[]` accepts. Without it, only a URL is accepted (LoRA weights). */
	readonly media?: readonly MediaKind[];
	/** The formats of such a file, by extension, if the API names them. */
	readonly formats?: readonly string[];
	/** The key only applies when another key has one of these values. */
	readonly onlyWhen?: Readonly<Record<string, ReadonlyArray<string | number | boolean>>>;
	/** The model ignores this parameter when one of these is set. It is still sent, with a warning. */
	readonly ignoredWith?: readonly string[];
	/** The model ignores this parameter unless that one is set. */
	readonly ignoredWithout?: string;
	/** The model ignores this parameter when another one has one of these values. */
	readonly ignoredWhen?: Readonly<Record<string, ReadonlyArray<string | number | boolean>>>;
	/** A token or password: masked in the editor and never repeated in an error. */
	readonly secret?: true;
	/** Height of the editor's text box, in lines. */
	readonly rows?: number;
	/** Placeholder of an empty text field, without the leading "e.g.". */
	readonly example?: string;
}

/** Who describes the parameters of a model, and in which month (2026-07), if known. */
export interface ModelSource {
	readonly by: 'pruna-schema' | 'pruna-skill' | 'third-party';
	readonly date?: string;
}

/** What the node knows about a model, for any table of kinds. */
export interface AnyModel<Category extends string = string> {
	/** Value of the `Model` header. */
	readonly id: string;
	readonly title: string;
	/** Determines which operation offers the model, and what it returns. */
	readonly category: Category;
	/** Categories whose operations also offer the model. They return the same kind of file. */
	readonly alsoIn?: readonly Category[];
	readonly description: string;
	/** As published; left out if nobody has published one. */
	readonly price?: Price;
	readonly rateLimitPerMinute?: number;
	readonly source: ModelSource;
	/** Groups of parameters. At least one parameter of each group must be set. */
	readonly needsOneOf?: ReadonlyArray<readonly string[]>;
	readonly parameters: readonly ModelParameter[];
}

/** A model of a table of kinds: all of its categories return the same kind of file. */
export type ModelIn<Kinds extends ModelKinds> = {
	[Output in OutputKind]: AnyModel<CategoryOf<Output, Kinds>>;
}[OutputKind];

/** One model of the API: everything that the node knows about it. */
export type Model = ModelIn<typeof MODEL_KINDS>;
