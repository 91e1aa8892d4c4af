import type { Unit } from '../core/looseChoice';
import type { CategoryOf, MODEL_KINDS, ModelKinds, OutputKind } from './kinds';
import type { Price } from './price';

export type { ModelCategory, OutputKind } from './kinds';

/** Kinds of file that the API takes as input (`media` in the catalogue). */
export type MediaKind = 'image' | 'video' | 'audio' | 'zip';

export type ParameterType =
	'string' | 'integer' | 'number' | 'boolean' | 'enum' | 'url' | 'url[]' | 'number[]';

/** One key of a model's `input`, as the API documents it. */
export interface ModelParameter {
	readonly name: string;
	readonly type: ParameterType;
	readonly description: string;
	/**
	 * What the editor shows; made from `name` when left out. (Not called `displayName`, by which n8n's linter would take
	 * the entry for one of the editor's fields.)
	 */
	readonly label?: string;
	readonly required?: boolean;
	/** What the API does when the key is left out. It is shown in the editor and never sent by itself. */
	readonly default?: string | number | boolean;
	/** The values of an `enum`; numbers are sent as numbers, text as text. */
	readonly choices?: ReadonlyArray<string | number>;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly multipleOf?: number;
	/** What the number counts, so that "5s" or "1024px" is understood. */
	readonly unit?: Unit;
	readonly minItems?: number;
	readonly maxItems?: number;
	/** A list that has to have as many entries as that other list, when both are set. */
	readonly sameCountAs?: string;
	/** The kinds of file that a `url` or `url[]` may lead to. Without it the value is a URL only (LoRA weights). */
	readonly media?: readonly MediaKind[];
	/** The formats of such a file, by their extensions, where the API names them. */
	readonly formats?: readonly string[];
	/** The key has a meaning only while another one holds one of these values. */
	readonly onlyWhen?: Readonly<Record<string, ReadonlyArray<string | number | boolean>>>;
	/** Parameters beside each of which the model does not look at this one. It is sent, and a warning says so. */
	readonly ignoredWith?: readonly string[];
	/** The parameter without which the model does not look at this one. */
	readonly ignoredWithout?: string;
	/** Values of other parameters with which the model does not look at this one. */
	readonly ignoredWhen?: Readonly<Record<string, ReadonlyArray<string | number | boolean>>>;
	/** A token or password: masked in the editor and never repeated in an error. */
	readonly secret?: true;
	/** Number of lines that the editor gives a long text. */
	readonly rows?: number;
	/** An example for an empty text field, without the leading "e.g.". */
	readonly example?: string;
}

/** Who describes the parameters of a model, and in which month (2026-07), where that is known. */
export interface ModelSource {
	readonly by: 'pruna-schema' | 'pruna-skill' | 'third-party';
	readonly date?: string;
}

/** What the node knows about a model of any table of kinds. */
export interface AnyModel<Category extends string = string> {
	/** Value of the `Model` header. */
	readonly id: string;
	readonly title: string;
	/** Decides which operation offers the model, and what it delivers. */
	readonly category: Category;
	/** Further operations that show the model, beside the one of its category. They deliver the same kind of file. */
	readonly alsoIn?: readonly Category[];
	readonly description: string;
	/** As published; left out where nobody has published one. */
	readonly price?: Price;
	readonly rateLimitPerMinute?: number;
	readonly source: ModelSource;
	/** Groups of parameters of which at least one has to be set. */
	readonly needsOneOf?: ReadonlyArray<readonly string[]>;
	readonly parameters: readonly ModelParameter[];
}

/** A model of a table of kinds: all of its categories deliver the same kind of file. */
export type ModelIn<Kinds extends ModelKinds> = {
	[Output in OutputKind]: AnyModel<CategoryOf<Output, Kinds>>;
}[OutputKind];

/** One model of the API: everything that the node knows about it. */
export type Model = ModelIn<typeof MODEL_KINDS>;
