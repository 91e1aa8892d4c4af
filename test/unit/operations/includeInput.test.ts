import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { withInput, withInputFiles, withInputJson } from '../../../nodes/Pruna/operations/includeInput';

describe('the input’s fields added to a result', () => {
	const own = { id: 'abc', status: 'succeeded' };

	it.each([
		['no fields', {}, own],
		['other fields', { row: 7 }, { row: 7, ...own }],
		['a field that the result also has', { row: 7, id: 9 }, { row: 7, ...own, input: { id: 9 } }],
		['a field named “input”', { input: 'x' }, { input: 'x', ...own }],
		[
			'a field named “input”, and one that the result also has',
			{ input: 'x', id: 9 },
			{ ...own, input: { input: 'x', id: 9 } },
		],
		['an error, which would make the item a failed one', { error: 'x' }, { ...own, input: { error: 'x' } }],
		['files of n8n’s combined mode', { _files: { data: {} }, row: 7 }, { row: 7, ...own }],
		['a field with a name from JavaScript', { constructor: 1 }, { constructor: 1, ...own }],
	])('%s', (_, input, expected) => {
		expect(withInputJson(own, input)).toEqual(expected);
	});
});

const file = (fileName: string): IBinaryData => ({ data: 'AA==', mimeType: 'image/png', fileName });

it('files of the input get another name if the result has one of the same name', () => {
	const files = withInputFiles(
		{ data: file('new'), input_data: file('own') },
		{ data: file('old'), mask: file('m') },
	);
	expect(Object.entries(files).map(([name, { fileName }]) => [name, fileName])).toEqual([
		['data', 'new'],
		['input_data', 'own'],
		['input_input_data', 'old'],
		['mask', 'm'],
	]);
});

describe('an item of the node', () => {
	const input: INodeExecutionData = {
		json: { row: 7, _files: { photo: file('p') } },
		binary: { data: file('d') },
	};
	const context = { getInputData: () => [{ json: {} }, input] } as unknown as IExecuteFunctions;
	const item = { json: { id: 'abc' }, pairedItem: { item: 1 } };

	it('stays unchanged with “none”', () => {
		expect(withInput(context, 1, 'none', item)).toBe(item);
	});

	it('gets only the fields with “json”', () => {
		expect(withInput(context, 1, 'json', item)).toEqual({ ...item, json: { row: 7, id: 'abc' } });
	});

	it('also gets the files, from wherever n8n keeps them, with “all”', () => {
		const binary = { photo: file('p'), data: file('d') };
		expect(withInput(context, 1, 'all', item)).toEqual({ ...item, json: { row: 7, id: 'abc' }, binary });
		expect(withInput(context, 0, 'all', item)).toEqual(item);
	});
});
