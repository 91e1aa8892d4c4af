/** A value that a setting has to have: that very one, a number that is no larger, or any but that one. */
export type Condition =
	string | number | boolean | { readonly atMost: number } | { readonly not: string | number | boolean };

export type Conditions = Readonly<Record<string, Condition>>;

/** What one unit costs under some settings. */
export interface Rate {
	readonly usd: number;
	/** The settings under which it holds; a setting that is left out has the model's own default. */
	readonly when?: Conditions;
	/** What each unit after the first one costs, in USD, where that is another amount. */
	readonly further?: number;
	/** Another amount, in USD, and what decides between the two; the model finds that out only while it works. */
	readonly or?: { readonly usd: number; readonly when: string };
}

/** How many units a job has. */
export interface Quantity {
	/** The parameter that holds the number, or whose entries are counted. */
	readonly parameter?: string;
	/** How much of the parameter makes one unit: 1000 where the price is for 1,000 steps. */
	readonly unit?: number;
	/** Parameters each of which decides the number in place of that one, in a way that is not known before. */
	readonly unlessSet?: readonly string[];
	/** Least and most units where the number is not known before. Without it there is no estimate then. */
	readonly range?: readonly [least: number, most: number];
}

/** Who has published a price, and in which month (2026-07), where that is known. */
export interface PriceSource {
	readonly by: 'pruna' | 'third-party';
	readonly date?: string;
}

/** What a model costs, as published. */
export interface Price {
	/** What is paid for, as in "0.02 USD per second". */
	readonly per: string;
	/** The first whose conditions are fulfilled holds; where none is, the price is not known. */
	readonly rates: readonly [Rate, ...Rate[]];
	/** How many units a job has; one where it is left out. */
	readonly quantity?: Quantity;
	/** Settings for which the price is published; under others it is not known. */
	readonly onlyWhen?: Conditions;
	readonly source: PriceSource;
}
