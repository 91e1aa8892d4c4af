import {
	checkSentence,
	costSentence,
	failureSentence,
	warningSentence,
	type CountedJob,
} from '../../../nodes/Pruna/operations/summary';

const image: CountedJob = { model: 'p-image', made: 'image', count: 1, estimate: 0.005, priceBy: 'pruna' };
const times = (count: number, job: CountedJob) => Array<CountedJob>(count).fill(job);

describe('the stated cost of a run', () => {
	it.each<[string | undefined, CountedJob[]]>([
		['12 images, about 0.06 USD (published prices)', times(12, image)],
		['1 image, about 0.005 USD (published prices)', [image]],
		[
			'4 images, about 0.02 USD (published prices, some by third parties)',
			[{ ...image, count: 4, estimate: 0.02, priceBy: 'third-party' }],
		],
		[
			'1 image and 2 videos, about 0.045 to 0.805 USD (published prices)',
			[image, ...times(2, { ...image, made: 'video', estimate: { from: 0.02, to: 0.4 } })],
		],
		[
			'2 images and 1 video, about 0.01 USD (published prices), not including vace, whose price is unknown',
			[...times(2, image), { model: 'vace', made: 'video', count: 1 }],
		],
		[undefined, [{ model: 'vace', made: 'video', count: 1 }]],
		[undefined, []],
	])('%s', (sentence, jobs) => {
		expect(costSentence(jobs)).toBe(sentence);
	});
});

describe('the summary of Check Only', () => {
	it('says how many items are valid and what they would cost', () => {
		expect(checkSentence(500, 0, times(500, image))).toBe(
			'500 items checked, no problems found; about 2.50 USD (published prices) if submitted. Nothing was sent.',
		);
		expect(checkSentence(2, 1, [image])).toContain('2 items checked, 1 with findings; about 0.005 USD');
		expect(checkSentence(1, 1, [])).toBe('1 item checked, 1 with findings. Nothing was sent.');
	});
});

describe('the list of failures', () => {
	it('contains the known IDs', () => {
		const failed = [{ itemIndex: 4, id: 'abc' }, { itemIndex: 9 }, { itemIndex: 17, id: 'def' }];
		expect(failureSentence(failed, 100, 'item')).toBe(
			'3 of 100 items failed (numbered from 0): 4 (ID abc), 9, 17 (ID def)',
		);
		expect(failureSentence([], 100, 'item')).toBeUndefined();
	});

	it('counts jobs if items have several', () => {
		expect(failureSentence([{ itemIndex: 4, id: 'abc' }], 10, 'job')).toBe(
			'1 of 10 jobs failed (items numbered from 0): 4 (ID abc)',
		);
	});

	it('stays readable if everything failed', () => {
		const failed = Array.from({ length: 500 }, (_, itemIndex) => ({ itemIndex }));
		expect(failureSentence(failed, 500, 'item')).toMatch(/^500 of 500 items failed.*, 19 and 480 more$/);
	});
});

describe('the list of warnings', () => {
	it('contains each warning once, with its items', () => {
		const warnings = new Map([
			[0, ['Duration has no effect when Audio is set']],
			[1, []],
			[3, ['Duration has no effect when Audio is set', 'Poll Interval was raised from 0.01 to 0.05 seconds']],
		]);
		expect(warningSentence(warnings)).toBe(
			'Duration has no effect when Audio is set (items 0, 3); Poll Interval was raised from 0.01 to 0.05 seconds (item 3)',
		);
	});

	it('is empty without warnings and limited with many', () => {
		expect(warningSentence(new Map([[0, []]]))).toBeUndefined();
		const many = new Map([[0, Array.from({ length: 8 }, (_, index) => `Field ${index} has no effect`)]]);
		expect(warningSentence(many)).toMatch(/; and 3 more in the “warnings” of the items$/);
	});
});
