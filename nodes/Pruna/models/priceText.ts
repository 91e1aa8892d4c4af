import { displayNameOf } from './displayName';
import type { Condition, Conditions, Rate } from './price';
import type { AnyModel } from './types';

type Priced = Pick<AnyModel, 'price' | 'parameters'>;

/** Up to this number, the editor's list of models shows every rate. */
const FEW_RATES = 2;

/** How to phrase the settings that determine prices; {} is the value. */
const PHRASES: Readonly<Record<string, string>> = {
	draft: 'in draft mode',
	image_size: 'at {}',
	mode: 'in {} mode',
	resolution: 'at {}',
	target: 'up to {} megapixels',
	thinking: 'with {} thinking',
};

/** An amount without its currency, with two to six decimals. */
export function formatUsd(usd: number): string {
	const [whole = '0', decimals = ''] = usd.toFixed(6).split('.');
	return `${whole}.${decimals.replace(/0+$/, '').padEnd(2, '0')}`;
}

function phrase(model: Priced, name: string, condition: Condition): string {
	const value = typeof condition === 'object' ? Object.values(condition)[0] : condition;
	const label = displayNameOf(model.parameters.find((one) => one.name === name) ?? { name });
	const known = PHRASES[name] ?? (value === true ? `with ${label}` : `with ${label} {}`);
	return known.replace('{}', `${value}`);
}

/** A switch that is off or a value that is excluded is not mentioned. */
function conditionText(model: Priced, conditions: Conditions = {}): string {
	return Object.entries(conditions)
		.filter(([, condition]) => condition !== false && !(typeof condition === 'object' && 'not' in condition))
		.map(([name, condition]) => ` ${phrase(model, name, condition)}`)
		.join('');
}

function rateText(model: Priced, { usd, when, further, or }: Rate, per: string, isFirst: boolean): string {
	const unit = isFirst ? ` USD per ${per}` : '';
	if (further !== undefined)
		return `${formatUsd(usd)} USD for the first ${per}, ${formatUsd(further)} for each additional one`;
	const alternative = or ? `, ${formatUsd(or.usd)} when ${or.when}` : '';
	return formatUsd(usd) + unit + conditionText(model, when) + alternative;
}

/** Every rate, without its source: "0.02 USD per second at 720p, 0.04 at 1080p". */
export function priceText(model: Priced): string | undefined {
	const { price } = model;
	return price?.rates.map((rate, index) => rateText(model, rate, price.per, index === 0)).join(', ');
}

function namesIn(model: Priced, rates: readonly Rate[]): string {
	const names = [...new Set(rates.flatMap(({ when = {} }) => Object.keys(when)))];
	return names
		.map((name) => displayNameOf(model.parameters.find((one) => one.name === name) ?? { name }))
		.join(' and ');
}

/** A short version for lists: many rates become "0.005 to 0.04 USD per second, by Resolution and Draft". */
export function priceInBrief(model: Priced): string | undefined {
	const { price } = model;
	if (price === undefined) return undefined;
	const about = price.source.by === 'third-party' ? 'about ' : '';
	if (price.rates.length <= FEW_RATES) return about + priceText(model);
	const amounts = price.rates.map(({ usd }) => usd);
	const range = `${formatUsd(Math.min(...amounts))} to ${formatUsd(Math.max(...amounts))}`;
	return `${about}${range} USD per ${price.per}, by ${namesIn(model, price.rates)}`;
}
