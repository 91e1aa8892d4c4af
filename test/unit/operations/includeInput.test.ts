import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { withInput, withInputFiles, withInputJson } from '../../../nodes/Pruna/operations/includeInput';

describe('the fields of the input beside those of a result', () => {
	const own = { id: 'abc', status: 'succeeded' };

	it.each([
		['no fields', {}, own],
		['others', { row: 7 }, { row: 7, ...own }],
		['the same', { row: 7, id: 9 }, { row: 7, ...own, input: { id: 9 } }],
		['its own “input”', { input: 'x' }, { input: 'x', ...own }],
		['its own “input”, and the same', { input: 'x', id: 9 }, { ...own, input: { input: 'x', id: 9 } }],
		['an error, which would make the item a failed one', { error: 'x' }, { ...own, input: { error: 'x' } }],
		['files of n8n’s combined mode', { _files: { data: {} }, row: 7 }, { row: 7, ...own }],
		['something with a name of JavaScript', { constructor: 1 }, { constructor: 1, ...own }],
	])('%s', (_, input, expected) => {
		expect(withInputJson(own, input)).toEqual(expected);
	});
});

const file = (fileName: string): IBinaryData => ({ data: 'AA==', mimeType: 'image/png', fileName });

it('the files of the input get another name where the result has one of the same', () => {
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

	it('stays as it is where nothing is wanted', () => {
		expect(withInput(context, 1, 'none', item)).toBe(item);
	});

	it('gets the fields alone', () => {
		expect(withInput(context, 1, 'json', item)).toEqual({ ...item, json: { row: 7, id: 'abc' } });
	});

	it('gets the files as well, from wherever n8n keeps them', () => {
		const binary = { photo: file('p'), data: file('d') };
		expect(withInput(context, 1, 'all', item)).toEqual({ ...item, json: { row: 7, id: 'abc' }, binary });
		expect(withInput(context, 0, 'all', item)).toEqual(item);
	});
});
