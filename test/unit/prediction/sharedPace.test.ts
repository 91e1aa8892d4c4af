import type { Clock } from '../../../nodes/Pruna/core/clock';
import { accountOf, sharedPace } from '../../../nodes/Pruna/prediction/sharedPace';

const mockTime = { now: 1_000_000 };

jest.mock('../../../nodes/Pruna/core/clock', () => ({
	createClock: (): Clock => ({
		now: () => mockTime.now,
		random: () => 0.5,
		sleep: async () => await Promise.resolve(),
	}),
}));

const MINUTE = 60_000;

describe('an account', () => {
	it('is identified by its origin and key, and does not reveal the key', () => {
		const one = accountOf('https://api.pruna.ai', 'pru_secret_key');
		expect(one).toBe(accountOf('https://api.pruna.ai', 'pru_secret_key'));
		expect(one).not.toContain('pru_secret_key');
		expect(one).not.toBe(accountOf('https://api.pruna.ai', 'pru_other_key'));
		expect(one).not.toBe(accountOf('https://example.com', 'pru_secret_key'));
	});
});

describe('the pace of an account and model', () => {
	it('is shared by everyone who asks for it, and separate from any other', () => {
		const pace = sharedPace('a', 'p-image', 5);
		expect(sharedPace('a', 'p-image', 5)).toBe(pace);
		expect(sharedPace('a', 'p-video', 5)).not.toBe(pace);
		expect(sharedPace('b', 'p-image', 5)).not.toBe(pace);
	});

	it('is forgotten after a while without use, and not before', () => {
		const pace = sharedPace('c', 'p-image', 5);
		mockTime.now += 9 * MINUTE;
		expect(sharedPace('c', 'p-image', 5)).toBe(pace);
		mockTime.now += 2 * MINUTE;
		expect(sharedPace('c', 'p-image', 5)).not.toBe(pace);
	});

	it('is forgotten when the clock is set back a long way', () => {
		const pace = sharedPace('d', 'p-image', 5);
		mockTime.now -= 60 * MINUTE;
		expect(sharedPace('d', 'p-image', 5)).not.toBe(pace);
	});
});
