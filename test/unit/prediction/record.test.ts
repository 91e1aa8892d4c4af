import {
	after,
	createRecords,
	isOpen,
	newRecord,
	type JobRecord,
	type JobStage,
	type Moment,
	type RecordReader,
} from '../../../nodes/Pruna/prediction/record';

const facts = (id: string) => ({ id, get_url: `https://api.pruna.ai/v1/predictions/status/${id}` });
const NOW = 1_000_000;
const resultUrl = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';

/** A record with all of its facts. */
const full: JobRecord = {
	itemIndex: 2,
	stage: 'running',
	details: { ...facts('abc'), model: 'p-image', status: 'starting' },
	work: ['p-image'],
	since: 5,
	isResumed: true,
	result: { generationUrl: 'x' },
	doubt: 'why',
	urlsOnly: true,
};

describe('the record of an item', () => {
	it('is empty at first', () => {
		expect(newRecord(3)).toEqual({ itemIndex: 3, stage: 'new', details: {} });
	});

	it.each<[Moment, Partial<JobRecord>]>([
		[
			{ kind: 'named', details: { model: 'p-image' }, work: [1] },
			{ details: { model: 'p-image' }, work: [1] },
		],
		[
			{ kind: 'named', details: facts('abc') },
			{ details: facts('abc'), work: undefined },
		],
		[{ kind: 'submitting' }, { stage: 'submitting', since: NOW }],
		[{ kind: 'refused' }, { stage: 'refused' }],
		[
			{ kind: 'in doubt', message: 'No answer' },
			{ stage: 'in doubt', details: { status: 'in doubt' }, doubt: 'No answer' },
		],
		[
			{ kind: 'submitted', details: facts('abc') },
			{
				stage: 'running',
				details: { status: 'starting', ...facts('abc') },
				since: NOW,
				isResumed: false,
				result: undefined,
			},
		],
		[
			{
				kind: 'submitted',
				details: { id: 'abc', status: 'processing' },
				result: { generationUrl: [resultUrl] },
			},
			{
				stage: 'running',
				details: { id: 'abc', status: 'processing' },
				since: NOW,
				isResumed: false,
				result: { generationUrl: [resultUrl] },
			},
		],
		[
			{ kind: 'resumed', details: facts('abc'), result: { generationUrl: resultUrl } },
			{
				stage: 'running',
				details: { status: 'starting', ...facts('abc') },
				since: NOW,
				isResumed: true,
				result: { generationUrl: resultUrl },
			},
		],
		[{ kind: 'polled', status: 'processing' }, { details: { status: 'processing' } }],
		[
			{ kind: 'ended', status: 'succeeded' },
			{ stage: 'succeeded', details: { status: 'succeeded' }, endedAt: NOW },
		],
		[
			{ kind: 'ended', status: 'failed' },
			{ stage: 'failed', details: { status: 'failed' }, endedAt: NOW },
		],
		[
			{ kind: 'ended', status: 'canceled' },
			{ stage: 'failed', details: { status: 'canceled' }, endedAt: NOW },
		],
		[
			{ kind: 'located', urls: [resultUrl], urlsOnly: true },
			{ details: { generation_url: resultUrl }, urlsOnly: true },
		],
		[
			{ kind: 'located', urls: [resultUrl, `${resultUrl}?2`], urlsOnly: false },
			{ details: { generation_url: [resultUrl, `${resultUrl}?2`] }, urlsOnly: false },
		],
		[{ kind: 'delivered' }, { stage: 'delivered' }],
	])('after %j', (moment, changes) => {
		expect(after(newRecord(1), moment, NOW)).toEqual({ ...newRecord(1), ...changes });
		// What the moment does not mention stays unchanged.
		const since = 'since' in changes && moment.kind !== 'submitting' ? { since: 5 } : {};
		expect(after(full, moment, NOW)).toEqual({
			...full,
			...changes,
			...since,
			details: { ...full.details, ...changes.details },
		});
	});

	it('is not changed by later moments', () => {
		const before = structuredClone(full);
		const urls = [resultUrl, resultUrl];
		const later = after(full, { kind: 'located', urls, urlsOnly: false }, NOW);
		urls.push('more');
		expect(full).toEqual(before);
		expect(later.details.generation_url).toHaveLength(2);
	});
});

describe('a job', () => {
	it.each<[JobStage, boolean]>([
		['new', false],
		['submitting', true],
		['refused', false],
		['in doubt', false],
		['running', true],
		['succeeded', true],
		['failed', false],
		['delivered', false],
	])('that is %s has something in progress: %s', (stage, open) => {
		expect(isOpen({ ...newRecord(0), stage, since: 1 })).toBe(open);
		// 0 ms since 1970 is a valid time too.
		expect(isOpen({ ...newRecord(0), stage, since: 0 })).toBe(open);
	});

	it.each<JobStage>(['new', 'submitting', 'running', 'succeeded', 'delivered'])(
		'that this run did not start has nothing in progress: %s',
		(stage) => {
			expect(isOpen({ ...newRecord(0), stage })).toBe(false);
		},
	);

	it('that is only retrieved by its ID cannot be lost by this run', () => {
		const named = after(newRecord(0), { kind: 'named', details: facts('abc') }, NOW);
		const polled = after(named, { kind: 'polled', status: 'processing' }, NOW);
		expect([named, polled].map(isOpen)).toEqual([false, false]);
	});
});

describe('the records of a run', () => {
	const recordsAt = (time = { now: NOW }, readers: RecordReader[] = []) =>
		createRecords(() => time.now, readers);

	it('follow a job from its submit to its end', () => {
		const records = recordsAt();
		records.tell(2, { kind: 'named', details: { model: 'p-image' } });
		records.tell(2, { kind: 'submitting' });
		expect(records.of(2).details).toEqual({ model: 'p-image' });
		records.tell(2, { kind: 'submitted', details: facts('abc') });
		expect(records.of(2).details).toEqual({ model: 'p-image', status: 'starting', ...facts('abc') });
		records.tell(2, { kind: 'polled', status: 'processing' });
		expect(records.all()).toMatchObject([
			{ itemIndex: 2, details: { model: 'p-image', status: 'processing', ...facts('abc') } },
		]);
		records.tell(2, { kind: 'ended', status: 'succeeded' });
		expect(records.of(2).details.status).toBe('succeeded');
	});

	it('keep the status that the API returned with the submit', () => {
		const records = recordsAt();
		records.tell(0, { kind: 'submitted', details: { id: 'abc', status: 'processing' } });
		expect(records.of(0).details.status).toBe('processing');
	});

	it('keep the time of the submit rather than that of its answer', () => {
		const time = { now: NOW };
		const records = recordsAt(time);
		records.tell(0, { kind: 'submitting' });
		time.now += 500;
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		expect(records.of(0).since).toBe(NOW);
	});

	it('do not mix the jobs of items', () => {
		const records = recordsAt();
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		records.tell(1, { kind: 'submitted', details: facts('def') });
		records.tell(1, { kind: 'ended', status: 'failed' });
		expect([records.of(0).details, records.of(1).details]).toMatchObject([
			{ id: 'abc', status: 'starting' },
			{ id: 'def', status: 'failed' },
		]);
	});

	it('are empty for an item without moments', () => {
		const records = recordsAt();
		expect(records.of(7)).toEqual(newRecord(7));
		expect(records.all()).toEqual([]);
	});

	it('pass each moment to every reader, in order, with the resulting record', () => {
		const told: string[] = [];
		const reader =
			(name: string): RecordReader =>
			({ itemIndex, stage }, { kind }) =>
				void told.push(`${name}: item ${itemIndex} ${kind}, ${stage}`);
		const records = recordsAt(undefined, [reader('a'), reader('b')]);
		records.tell(0, { kind: 'submitting' });
		records.tell(1, { kind: 'refused' });
		expect(told).toEqual([
			'a: item 0 submitting, submitting',
			'b: item 0 submitting, submitting',
			'a: item 1 refused, refused',
			'b: item 1 refused, refused',
		]);
	});
});
