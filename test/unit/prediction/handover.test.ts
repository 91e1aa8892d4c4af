import { createHandover, SECONDS_IN_NODE } from '../../../nodes/Pruna/prediction/handover';

it('no job is handed over before every item has submitted, or if the handover is not open', () => {
	let now = 1_000_000;
	const handover = createHandover(() => now);
	handover.hasBought(0);
	expect(handover.leaveAt()).toBe(Infinity);
	handover.open(2);
	handover.hasBought(0);
	expect(handover.leaveAt()).toBe(Infinity);
	now += 60_000;
	handover.hasBought(1);
	expect(handover.leaveAt()).toBe(now + SECONDS_IN_NODE * 1000);
});

it('an item that ends later does not postpone the handover', () => {
	let now = 1_000_000;
	const handover = createHandover(() => now);
	handover.open(1);
	handover.hasBought(0);
	const leaveAt = handover.leaveAt();
	now += 30_000;
	handover.hasBought(0);
	expect(handover.leaveAt()).toBe(leaveAt);
});
