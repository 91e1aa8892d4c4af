import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { binaryFieldsOf, isBinaryData } from '../../../nodes/Pruna/media/binaryFields';
import { clip, photo, stored } from './sourceReader';

/** Items, and the files that n8n's helper finds in addition to each item's own fields. */
function contextOf(items: unknown[], found: Record<string, IBinaryData> = {}): IExecuteFunctions {
	return {
		getInputData: () => items as INodeExecutionData[],
		helpers: {
			assertBinaryData: (_: number, name: string) => {
				if (Object.hasOwn(found, name)) return found[name];
				throw new Error('no such field');
			},
		},
	} as unknown as IExecuteFunctions;
}

describe('the binary fields of an item', () => {
	const context = contextOf([{ json: {} }, { json: {}, binary: { photo } }]);

	it('are those of that item', () => {
		expect(binaryFieldsOf(context, 1).names).toEqual(['photo']);
		expect(binaryFieldsOf(context, 1).find('photo')).toBe(photo);
	});

	it('are empty if the item has none', () => {
		expect(binaryFieldsOf(context, 0).names).toEqual([]);
		expect(binaryFieldsOf(context, 0).find('photo')).toBeUndefined();
		expect(binaryFieldsOf(context, 9).names).toEqual([]);
	});

	it('do not include properties that every object has', () => {
		expect(binaryFieldsOf(context, 1).find('constructor')).toBeUndefined();
		expect(binaryFieldsOf(context, 1).find('__proto__')).toBeUndefined();
	});

	it('are found by a path that n8n can resolve', () => {
		const fields = binaryFieldsOf(contextOf([{ json: {} }], { '_files.data': clip }), 0);
		expect(fields.find('_files.data')).toBe(clip);
	});
});

describe('a workflow in the combined binary mode', () => {
	const file = stored('filesystem-v2:1');

	it('has the files of an item in its JSON', () => {
		const fields = binaryFieldsOf(contextOf([{ json: { _files: { data: file, photo } } }]), 0);
		expect(fields.names).toEqual(['data', 'photo']);
		expect([fields.find('data'), fields.find('photo')]).toEqual([file, photo]);
	});

	it('may have files in both places, and the item’s own files take precedence', () => {
		const fields = binaryFieldsOf(
			contextOf([{ json: { _files: { data: file } }, binary: { data: photo } }]),
			0,
		);
		expect(fields.names).toEqual(['data']);
		expect(fields.find('data')).toBe(photo);
	});

	it.each([['text'], [null], [[]], [{ data: 'text' }], [{ data: { mimeType: 'image/png' } }]])(
		'may have something else there that is not a file: %j',
		(_files) => {
			const fields = binaryFieldsOf(contextOf([{ json: { _files } }]), 0);
			expect(fields.names).toEqual([]);
			expect(fields.find('data')).toBeUndefined();
		},
	);
});

describe('a file from an expression', () => {
	it.each([
		[photo],
		[stored('filesystem-v2:1')],
		[{ mimeType: 'image/png', id: 's3:1' }],
		[{ mimeType: 'x', data: 'y' }],
	])('is %j', (value) => {
		expect(isBinaryData(value)).toBe(true);
	});

	it.each([
		['photo'],
		[null],
		[{ data: 'x' }],
		[{ mimeType: 'image/png', data: '' }],
		[{ mimeType: 1, data: 'x' }],
		[{ id: '1aB2', name: 'a.png', mimeType: 'image/png' }], // Google Drive's description of one
	])('is not %j', (value) => {
		expect(isBinaryData(value)).toBe(false);
	});
});
