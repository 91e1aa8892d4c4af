import type { IBinaryData } from 'n8n-workflow';
import { identityOf } from '../../../nodes/Pruna/media/sources';

describe('the identity of a file', () => {
	const binary = (file: Partial<IBinaryData>, sent: { fileName?: string; mimeType?: string } = {}) =>
		identityOf({
			kind: 'binary',
			binary: { mimeType: 'image/png', data: '', ...file },
			fileName: 'file.png',
			mimeType: 'image/png',
			size: 1,
			...sent,
		});

	it('is the URL of a public file', () => {
		expect(identityOf({ kind: 'url', url: 'https://a.com/x.png?y=1' })).toBe('https://a.com/x.png?y=1');
	});

	it('is the storage ID of a stored file, whatever its name', () => {
		const id = 'filesystem-v2:workflows/1/executions/2/binary_data/3';
		expect(binary({ id, data: 'filesystem-v2' })).toBe(id);
		const sent = { fileName: 'other.webp', mimeType: 'image/webp' };
		expect(binary({ id, data: 'filesystem-v2', fileName: 'other.png' }, sent)).toBe(id);
	});

	it('distinguishes stored files, although the text in place of their content is the same', () => {
		expect(binary({ id: 'a', data: 'filesystem-v2' })).not.toBe(binary({ id: 'b', data: 'filesystem-v2' }));
	});

	it('of a file in memory depends on its content', () => {
		expect(binary({ data: 'aGVsbG8=' })).toBe(binary({ data: 'aGVsbG8=', fileName: 'other.png' }));
		expect(binary({ data: 'aGVsbG8=' })).not.toBe(binary({ data: 'aGVsbG9v' }));
	});

	it('of a file in memory is short, however large the file is', () => {
		expect(binary({ data: 'A'.repeat(5_000_000) })).toMatch(/^[0-9a-f]{64}$/);
	});
});
