import { createHandover, SECONDS_IN_NODE } from '../../../nodes/Pruna/prediction/handover';

it('no job is left before all items have bought, and none when it is not opened', () => {
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

it('an item that ends later does not put it off', () => {
	let now = 1_000_000;
	const handover = createHandover(() => now);
	handover.open(1);
	handover.hasBought(0);
	const leaveAt = handover.leaveAt();
	now += 30_000;
	handover.hasBought(0);
	expect(handover.leaveAt()).toBe(leaveAt);
});
