import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { binaryFieldsOf } from '../../../nodes/Pruna/media/binaryFields';

describe('the binary fields of an item', () => {
	const photo: IBinaryData = { mimeType: 'image/png', data: 'x' };
	const context = {
		getInputData: () => [{ json: {} }, { json: {}, binary: { photo } }],
		helpers: {
			assertBinaryData: (itemIndex: number, name: string) => {
				if (itemIndex === 1 && name === 'photo') return photo;
				throw new Error('no such field');
			},
		},
	} as unknown as IExecuteFunctions;

	it('are those of that item', () => {
		expect(binaryFieldsOf(context, 1).names).toEqual(['photo']);
		expect(binaryFieldsOf(context, 1).find('photo')).toBe(photo);
	});

	it('are none where the item has none', () => {
		expect(binaryFieldsOf(context, 0).names).toEqual([]);
		expect(binaryFieldsOf(context, 0).find('photo')).toBeUndefined();
		expect(binaryFieldsOf(context, 9).names).toEqual([]);
	});
});
