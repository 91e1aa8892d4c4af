import type { IExecuteFunctions } from 'n8n-workflow';
import { addHints } from '../../../nodes/Pruna/operations/hints';
import { createRecords } from '../../../nodes/Pruna/prediction/record';

function runWithHints() {
	const addExecutionHints = jest.fn();
	const context = { addExecutionHints } as unknown as IExecuteFunctions;
	return { context, records: createRecords(() => 1_000_000, []), addExecutionHints };
}

const facts = (id: string) => ({ id, get_url: `https://api.pruna.ai/v1/predictions/status/${id}` });
const urls = ['https://api.pruna.ai/v1/predictions/delivery/x/output.jpg'];

describe('the hint in the output panel', () => {
	it.each([
		[1, 'Resumed 1 prediction from'],
		[3, 'Resumed 3 predictions from'],
	])('says that %d jobs were not submitted again', (count, text) => {
		const { context, records, addExecutionHints } = runWithHints();
		for (let index = 0; index < count; index++)
			records.tell(index, { kind: 'resumed', details: facts(`job-${index}`) });
		records.tell(9, { kind: 'submitted', details: facts('new') });
		addHints(context, records.all());
		expect(addExecutionHints.mock.calls).toEqual([
			[{ message: expect.stringContaining(text) as string, location: 'outputPane' }],
		]);
	});

	it('is missing if nothing was resumed', () => {
		const { context, records, addExecutionHints } = runWithHints();
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		records.tell(0, { kind: 'ended', status: 'succeeded' });
		addHints(context, records.all());
		expect(addExecutionHints).not.toHaveBeenCalled();
	});

	it('says once that URLs expire, if a result consists only of URLs', () => {
		const { context, records, addExecutionHints } = runWithHints();
		records.tell(0, { kind: 'located', urls, urlsOnly: false });
		records.tell(1, { kind: 'located', urls, urlsOnly: true });
		records.tell(2, { kind: 'located', urls, urlsOnly: true });
		addHints(context, records.all());
		expect(addExecutionHints.mock.calls).toEqual([
			[
				{
					message: expect.stringContaining('URLs that expire after about a day') as string,
					location: 'outputPane',
				},
			],
		]);
	});

	it('does not mention URLs whose files were downloaded', () => {
		const { context, records, addExecutionHints } = runWithHints();
		records.tell(0, { kind: 'located', urls, urlsOnly: false });
		addHints(context, records.all());
		expect(addExecutionHints).not.toHaveBeenCalled();
	});

	it('can appear for both reasons', () => {
		const { context, records, addExecutionHints } = runWithHints();
		records.tell(0, { kind: 'resumed', details: facts('abc') });
		records.tell(0, { kind: 'located', urls, urlsOnly: true });
		addHints(context, records.all());
		expect(addExecutionHints).toHaveBeenCalledTimes(2);
	});
});
