/** What a parameter has to be: this exact value, a number up to `atMost`, or any value other than `not`. */
export type Condition =
	string | number | boolean | { readonly atMost: number } | { readonly not: string | number | boolean };

export type Conditions = Readonly<Record<string, Condition>>;

/** What one unit costs with certain settings. */
export interface Rate {
	readonly usd: number;
	/** The settings for which the rate applies. A parameter that is not set counts as the model's default. */
	readonly when?: Conditions;
	/** What each unit after the first costs, in USD, if that differs. */
	readonly further?: number;
	/** A second amount, in USD, and when it applies. The model determines that only while it runs. */
	readonly or?: { readonly usd: number; readonly when: string };
}

/** How many units a job is billed for. */
export interface Quantity {
	/** The parameter that contains the number, or whose entries are counted. */
	readonly parameter?: string;
	/** How much of the parameter makes one unit: 1000 if the price is per 1,000 steps. */
	readonly unit?: number;
	/** If one of these parameters is set, it determines the number instead, which is then unknown in advance. */
	readonly unlessSet?: readonly string[];
	/** Minimum and maximum when the number is unknown in advance. Without a range, there is no estimate then. */
	readonly range?: readonly [minimum: number, maximum: number];
}

/** Who published a price, and in which month (2026-07), if known. */
export interface PriceSource {
	readonly by: 'pruna' | 'third-party';
	readonly date?: string;
}

/** What a model costs, as published. */
export interface Price {
	/** The billed unit, as in "0.02 USD per second". */
	readonly per: string;
	/** The first rate whose conditions are met applies. If none does, the price is unknown. */
	readonly rates: readonly [Rate, ...Rate[]];
	/** How many units a job is billed for; one if left out. */
	readonly quantity?: Quantity;
	/** Settings for which the price is published. With others, it is unknown. */
	readonly onlyWhen?: Conditions;
	readonly source: PriceSource;
}
