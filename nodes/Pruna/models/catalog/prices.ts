import type { Price, PriceSource, Quantity, Rate } from '../price';

/** From Pruna's own pages, whose copies are undated. */
export const PRUNA_PAGE: PriceSource = { by: 'pruna' };

/** From Pruna's own instructions for coding agents. @param date Month of the version that states the price */
export function prunaSkillPrice(date: string): PriceSource {
	return { by: 'pruna', date };
}

/** From others who use the API; the newest is from September 2026. */
export const THIRD_PARTY_PRICE: PriceSource = { by: 'third-party', date: '2026-09' };

/** One price for every image. A model that can generate several images per job counts them in `num_outputs`. */
export function perImage(usd: number, source: PriceSource, quantity?: Quantity): Price {
	return { per: 'image', rates: [{ usd }], ...(quantity ? { quantity } : {}), source };
}

export const PER_OUTPUT: Quantity = { parameter: 'num_outputs' };

export function per1000Steps(usd: number, source: PriceSource): Price {
	return { per: '1,000 steps', rates: [{ usd }], quantity: { parameter: 'steps', unit: 1000 }, source };
}

/** @param quantity Length of the video in seconds; left out if no parameter determines it */
export function perSecond(
	rates: readonly [Rate, ...Rate[]],
	source: PriceSource,
	quantity: Quantity = {},
): Price {
	return { per: 'second', rates, quantity, source };
}
