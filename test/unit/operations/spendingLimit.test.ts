import fc from 'fast-check';
import { lowerEnd, upperEnd, type Estimate } from '../../../nodes/Pruna/models/estimate';
import { refusedByLimit, type PlannedJob } from '../../../nodes/Pruna/operations/spendingLimit';

function planned(itemIndex: number, more: Partial<PlannedJob> = {}): PlannedJob {
	return { itemIndex, model: 'p-image', estimate: 0.005, limit: undefined, isSubmitted: false, ...more };
}

const jobs = (count: number, more: Partial<PlannedJob> = {}) =>
	Array.from({ length: count }, (_, index) => planned(index, more));

const messages = (plan: readonly PlannedJob[]) =>
	[...refusedByLimit(plan)].map(([itemIndex, { message }]) => `${itemIndex}: ${message}`);

describe('the Spending Limit', () => {
	it('allows jobs whose cost equals the limit', () => {
		expect(messages(jobs(100, { limit: 0.5 }))).toEqual([]);
		expect(messages(jobs(3, { limit: 0.3, estimate: 0.1 }))).toEqual([]);
	});

	it('rejects every item above it, with sum, limit, price, and number', () => {
		const refused = messages(jobs(120, { limit: 0.5 }));
		expect(refused).toHaveLength(120);
		expect(refused[7]).toBe(
			'7: 120 items at 0.005 USD each cost 0.60 USD, more than the Spending Limit of 0.50 USD',
		);
	});

	it('states the price of a single item, and the lowest and highest of several prices', () => {
		expect(messages([planned(0, { limit: 0 })])).toEqual([
			'0: 1 item costs 0.005 USD, more than the Spending Limit of 0.00 USD',
		]);
		expect(messages([planned(0, { limit: 0.1 }), planned(1, { estimate: 0.12 })])[0]).toContain(
			'2 items at 0.005 to 0.12 USD each cost 0.125 USD',
		);
	});

	it('counts the upper end of a price range', () => {
		expect(messages([planned(0, { estimate: { from: 0.02, to: 0.4 }, limit: 0.4 })])).toEqual([]);
		expect(messages([planned(0, { estimate: { from: 0.02, to: 0.4 }, limit: 0.3 })])).toHaveLength(1);
	});

	it('rejects only a model without a known price', () => {
		const unknown = planned(1, { model: 'vace', estimate: undefined });
		expect(messages([planned(0, { limit: 1 }), unknown])).toEqual([
			'1: The price of vace with these settings is not published, so the Spending Limit cannot be enforced',
		]);
	});

	it('counts a submitted job once and never rejects it', () => {
		const plan = [planned(0, { isSubmitted: true, limit: 0.007 }), planned(1)];
		expect(messages(plan)).toEqual([
			'1: 2 items at 0.005 USD each cost 0.01 USD, more than the Spending Limit of 0.007 USD',
		]);
		expect(messages([planned(0, { isSubmitted: true, limit: 0, estimate: undefined })])).toEqual([]);
	});

	it('is the lowest limit of all items', () => {
		expect(messages([planned(0, { limit: 5 }), planned(1, { limit: 0.001 })])).toHaveLength(2);
	});

	it('allows everything if it is not set', () => {
		expect(messages([...jobs(3, { estimate: 1000 }), planned(3, { estimate: undefined })])).toEqual([]);
		expect(messages([])).toEqual([]);
	});

	const estimates: fc.Arbitrary<Estimate | undefined> = fc.oneof(
		fc.constant(undefined),
		fc.integer({ min: 0, max: 1e6 }).map((millionths) => millionths / 1e6),
		fc.tuple(fc.nat(1e6), fc.nat(1e6)).map(([from, more]) => ({ from: from / 1e6, to: (from + more) / 1e6 })),
	);
	const plans = fc
		.array(fc.record({ estimate: estimates, isSubmitted: fc.boolean() }), { maxLength: 30 })
		.chain((entries) =>
			fc
				.nat(30e6)
				.map((millionths) =>
					entries.map((entry, index) => planned(index, { ...entry, limit: millionths / 1e6 })),
				),
		);

	it('is never exceeded, and rejects nothing if all prices are known and fit', () => {
		fc.assert(
			fc.property(plans, (plan) => {
				const refused = refusedByLimit(plan);
				const passed = plan.filter(({ itemIndex, isSubmitted }) => !isSubmitted && !refused.has(itemIndex));
				const sum = (list: readonly PlannedJob[], end: (estimate: Estimate) => number) =>
					list.reduce((total, { estimate }) => total + (estimate === undefined ? 0 : end(estimate)), 0);
				const limit = plan[0]?.limit ?? 0;
				expect(passed.every(({ estimate }) => estimate !== undefined)).toBe(true);
				const isWithin = sum(plan, upperEnd) <= limit + 1e-6;
				expect(passed.length === 0 || isWithin).toBe(true);
				const fits = sum(plan, upperEnd) <= limit && sum(plan, lowerEnd) <= limit;
				const known = plan.filter(({ estimate, isSubmitted }) => estimate !== undefined && !isSubmitted);
				expect(fits && known.some(({ itemIndex }) => refused.has(itemIndex))).toBe(false);
			}),
		);
	});
});
