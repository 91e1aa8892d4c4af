import type { Price, PriceSource, Quantity, Rate } from '../price';

/** On Pruna's pages, of which no copy has a date. */
export const PRUNA_PAGE: PriceSource = { by: 'pruna' };

/** In Pruna's own instructions for coding agents. @param date Month of the version that names the price */
export function prunaSkillPrice(date: string): PriceSource {
	return { by: 'pruna', date };
}

/** By others who use the API; the newest of them is of September 2026. */
export const THIRD_PARTY_PRICE: PriceSource = { by: 'third-party', date: '2026-09' };

/** One price for every image; a model that may make several at once counts them in `num_outputs`. */
export function perImage(usd: number, source: PriceSource, quantity?: Quantity): Price {
	return { per: 'image', rates: [{ usd }], ...(quantity ? { quantity } : {}), source };
}

export const PER_OUTPUT: Quantity = { parameter: 'num_outputs' };

export function per1000Steps(usd: number, source: PriceSource): Price {
	return { per: '1,000 steps', rates: [{ usd }], quantity: { parameter: 'steps', unit: 1000 }, source };
}

/** @param quantity How long the video is, in seconds; left out where nothing that is set tells */
export function perSecond(
	rates: readonly [Rate, ...Rate[]],
	source: PriceSource,
	quantity: Quantity = {},
): Price {
	return { per: 'second', rates, quantity, source };
}
