import type { INodeExecutionData } from 'n8n-workflow';
import { outputOf, readStateItem, stateItem } from '../../../../nodes/Pruna/operations/parking/parkedState';
import type { OpenJob } from '../../../../nodes/Pruna/prediction/openJob';

const NOW = 1_000_000_000;

function openJob(itemIndex: number, more: Partial<OpenJob> = {}): OpenJob {
	return {
		itemIndex,
		id: `job-${itemIndex}`,
		kind: 'video',
		isPaid: true,
		options: { downloadOutput: true, outputField: 'data' },
		since: NOW - 90_000,
		deadline: NOW + 1_800_000,
		...more,
	};
}

describe('the state of a parked execution', () => {
	it('is read from the database as it was written', () => {
		const state = { execution: '7', continues: true, open: [openJob(1)], ended: [] };
		const stored = JSON.parse(JSON.stringify(stateItem(state, undefined, NOW))) as INodeExecutionData;
		expect(readStateItem(stored)).toEqual(state);
	});

	it('waits until the first job has to be polled', () => {
		const old = openJob(0, { since: NOW - 1200_000 });
		const state = { execution: '7', continues: true, ended: [] };
		expect(stateItem({ ...state, open: [old] }, undefined, NOW).json.wait).toBe(150);
		expect(stateItem({ ...state, open: [old, openJob(1)] }, undefined, NOW).json.wait).toBe(66);
	});

	it.each([undefined, { json: {} }, { json: { parked: { open: 1, ended: [] } } }])('cannot be %j', (item) => {
		expect(() => readStateItem(item)).toThrow('parked execution');
	});

	it('returns the output in the order of the items', () => {
		const ended = [2, 0, 1].map((itemIndex) => ({ itemIndex, output: { json: { itemIndex } } }));
		const items = outputOf({ execution: '7', continues: true, open: [], ended });
		expect(items.map(({ json }) => json.itemIndex)).toEqual([0, 1, 2]);
	});
});
