import fc from 'fast-check';
import { PrunaError, type JobKnowledge, type PredictionDetails } from '../../../nodes/Pruna/core/errors';
import { describeError, jobSentence, quotation } from '../../../nodes/Pruna/operations/errorText';

const id = 'abc';
const generation_url = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';

/** Spelled out here instead of imported from the node, so that a changed text fails a test. */
const NOT_CHARGED = 'Nothing was submitted and nothing was charged for this item.';
const MAYBE_CHARGED =
	'It is not known whether Pruna accepted the job. It may be running and may be billed, so it was not submitted again. Check https://dashboard.pruna.ai first. To submit this item again after that, retry this execution in n8n or start a new one.';
const GOES_ON = 'The job continues at Pruna and may be billed.';
const IS_DONE = 'The job is done and paid for.';
const BY_ID = ' Use Prediction → Get Result with its ID to retrieve the result.';
const BY_URL = ' Use Prediction → Download with its URL to retrieve the result.';

describe('the sentence about the job', () => {
	it.each<[JobKnowledge, PredictionDetails, string]>([
		[undefined, {}, ''],
		[undefined, { id, generation_url }, ''],
		['none', {}, NOT_CHARGED],
		['none', { id, generation_url }, NOT_CHARGED],
		['maybe', {}, MAYBE_CHARGED],
		['maybe', { id, generation_url }, MAYBE_CHARGED],
		['running', {}, GOES_ON],
		['running', { id }, `${GOES_ON} Use Prediction → Get Result with its ID to retrieve the result later.`],
		['done', {}, IS_DONE],
		['done', { id }, `${IS_DONE}${BY_ID}`],
		['done', { generation_url }, `${IS_DONE}${BY_URL}`],
		['done', { generation_url: [generation_url, generation_url] }, `${IS_DONE}${BY_URL}`],
		['done', { id, generation_url }, `${IS_DONE}${BY_ID}`],
		['lost', {}, ''],
		['lost', { generation_url }, ''],
		['lost', { id }, 'Prediction → Get Result may still find the result by its ID.'],
	])('for %s with %j is: %s', (job, details, sentence) => {
		expect(jobSentence(job, details)).toBe(sentence);
	});
});

describe('a quotation', () => {
	it.each(['It is off.', 'Really?', 'No!', 'And so on…'])('keeps the API’s own ending: %s', (reason) => {
		expect(quotation(reason)).toBe(`The API said: “${reason}”`);
	});

	it.each(['It is off', 'v1.2 is off', 'off? no'])('gets a period if it has none: %s', (reason) => {
		expect(quotation(reason)).toBe(`The API said: “${reason}”.`);
	});
});

describe('the description below the message', () => {
	it('is empty if nothing is known', () => {
		expect(describeError(new PrunaError('It broke'), {})).toBe('');
	});

	it('has the API’s words, the advice, and the cost, in this order', () => {
		const error = new PrunaError('It broke', { reason: 'too hot', advice: 'Do this.', job: 'none' });
		expect(describeError(error, {})).toBe(`The API said: “too hot”. Do this. ${NOT_CHARGED}`);
	});

	it('does not repeat the API’s words if the message contains them', () => {
		const error = new PrunaError('Pruna did not accept the input: too hot', { reason: 'too hot' });
		expect(describeError(error, {})).toBe('');
	});

	it('says how to get the result, depending on what is known about the job', () => {
		const error = new PrunaError('It broke', { job: 'done' });
		expect(describeError(error, {})).toBe(IS_DONE);
		expect(describeError(error, { generation_url })).toBe(`${IS_DONE}${BY_URL}`);
		expect(describeError(error, { id, generation_url })).toBe(`${IS_DONE}${BY_ID}`);
	});

	it('uses the given details, not only those of the error', () => {
		const error = new PrunaError('It broke', { job: 'running', details: { id } });
		expect(describeError(error, {})).toBe(GOES_ON);
	});

	it('consists of whole sentences for any input', () => {
		const text = fc.constantFrom('too hot', 'It is off.', 'v1.2', undefined);
		fc.assert(
			fc.property(
				fc.constantFrom<JobKnowledge>('none', 'maybe', 'running', 'done', 'lost', undefined),
				text,
				fc.constantFrom('Do this.', undefined),
				fc.constantFrom({}, { id }, { generation_url }, { id, generation_url }),
				(job, reason, advice, details) => {
					const description = describeError(new PrunaError('It broke', { job, reason, advice }), details);
					expect(description).not.toMatch(/undefined|\[object| {2}|^ | $/);
					expect(description).toMatch(/^$|[.”]$/);
				},
			),
		);
	});
});
