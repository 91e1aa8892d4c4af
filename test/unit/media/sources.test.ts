import type { IBinaryData } from 'n8n-workflow';
import type { BinaryFields } from '../../../nodes/Pruna/media/binaryFields';
import { listEntries } from '../../../nodes/Pruna/core/list';
import { identityOf, MAX_UPLOAD_BYTES, readSource } from '../../../nodes/Pruna/media/sources';

const photo: IBinaryData = { mimeType: 'image/png', data: 'x', fileName: 'photo.png' };
const clip: IBinaryData = { mimeType: 'video/mp4', data: 'x', fileName: 'clip.mp4' };

function fieldsOf(files: Record<string, IBinaryData> = {}): BinaryFields {
	return {
		names: Object.keys(files),
		find: (name) => (Object.hasOwn(files, name) ? files[name] : undefined),
	};
}

const none = fieldsOf();
const fields = fieldsOf({ data: photo, clip });
const finding = (text: string) => ({ finding: expect.stringContaining(text) as string });

describe('a media source', () => {
	it('is a URL', () => {
		expect(readSource(' https://example.com/a.jpg ', ['image'], none)).toEqual({
			source: { kind: 'url', url: 'https://example.com/a.jpg' },
		});
	});

	it('is a binary field of the item', () => {
		expect(readSource(' data ', ['image'], fields)).toEqual({
			source: { kind: 'binary', reference: 'data', binary: photo },
		});
	});

	it('is a binary object, whichever item it comes from', () => {
		expect(readSource(photo, ['image'], none)).toEqual({
			source: { kind: 'binary', reference: photo, binary: photo },
		});
	});

	it('may be a file whose kind nothing tells', () => {
		const unknown: IBinaryData = { mimeType: 'application/octet-stream', data: 'x' };
		expect(readSource('data', ['zip'], fieldsOf({ data: unknown }))).toHaveProperty('source');
	});

	it('is no file of another kind, and the message tells which one is there and which is needed', () => {
		expect(readSource('clip', ['image'], fields)).toEqual({
			finding: 'the binary field “clip” holds video/mp4 (clip.mp4), but an image is needed',
		});
		expect(readSource(photo, ['audio'], none)).toEqual(finding('an audio file is needed'));
	});

	it('may be of any of several kinds', () => {
		expect(readSource('data', ['video', 'image'], fields)).toHaveProperty('source');
		expect(readSource('clip', ['video', 'image'], fields)).toHaveProperty('source');
		expect(readSource('clip', ['image', 'zip'], fields)).toEqual(
			finding('holds video/mp4 (clip.mp4), but an image or a ZIP file is needed'),
		);
	});

	it('is no file that its name shows to be of another kind', () => {
		const unknown: IBinaryData = { mimeType: 'application/octet-stream', data: 'x', fileName: 'a.mp4' };
		expect(readSource('data', ['image'], fieldsOf({ data: unknown }))).toHaveProperty('finding');
	});

	it('may be as large as the API takes, and no larger', () => {
		const large = (bytes: number) => fieldsOf({ data: { ...photo, bytes } });
		expect(readSource('data', ['image'], large(MAX_UPLOAD_BYTES))).toHaveProperty('source');
		expect(readSource('data', ['image'], large(MAX_UPLOAD_BYTES + 1))).toEqual(
			finding('is 101 MB large; Pruna takes files of up to 100 MB'),
		);
	});

	it('is no data URI, and the message tells what to do instead, without the data', () => {
		const result = readSource(`data:image/png;base64,${'A'.repeat(1000)}`, ['image'], fields);
		expect(result).toEqual(finding('data URI'));
		expect(JSON.stringify(result)).not.toContain('AAAA');
	});

	it('that is a data URI is one mistake in a list, not two', () => {
		const entries = listEntries(`data:image/png;base64,${'A'.repeat(1000)}`, () => false);
		expect(entries.map((entry) => readSource(entry, ['image'], none))).toEqual([finding('data URI')]);
	});

	it('that nobody knows is refused with the names of the fields that are there', () => {
		expect(readSource('dta', ['image'], fields)).toEqual({
			finding:
				"“dta” is neither a URL (https://…) nor a binary field: the item's binary fields are “data”, “clip”",
		});
	});

	it('that nobody knows is refused with the news that the item has no files', () => {
		expect(readSource('data', ['image'], none)).toEqual(finding('the item has no binary fields'));
	});

	it('is no name that every object has', () => {
		expect(readSource('constructor', ['image'], none)).toHaveProperty('finding');
	});

	it('that is wrong and long is shown short', () => {
		const result = readSource('x'.repeat(100_000), ['image'], none);
		expect(JSON.stringify(result).length).toBeLessThan(300);
	});

	it.each([[42], [true], [null], [undefined], [{}], [[]], [{ url: 'https://example.com' }], [{ data: 'x' }]])(
		'is not %j',
		(value) => {
			expect(readSource(value, ['image'], fields)).toEqual(
				finding('needs a URL or the name of a binary field'),
			);
		},
	);
});

describe('the identity of a file', () => {
	const binary = (file: Partial<IBinaryData>, reference: string | IBinaryData = 'data') =>
		identityOf({ kind: 'binary', reference, binary: { mimeType: 'image/png', data: '', ...file } });

	it('is the address of a public one', () => {
		expect(identityOf({ kind: 'url', url: 'https://a.com/x.png?y=1' })).toBe('https://a.com/x.png?y=1');
	});

	it('is the place of a stored one, whatever it is called', () => {
		const id = 'filesystem-v2:workflows/1/executions/2/binary_data/3';
		expect(binary({ id, data: 'filesystem-v2' })).toBe(id);
		expect(
			binary({ id, data: 'filesystem-v2', fileName: 'other.png' }, { mimeType: 'x/y', data: 'z', id }),
		).toBe(id);
	});

	it('tells stored files apart, although the text in place of their content is the same', () => {
		expect(binary({ id: 'a', data: 'filesystem-v2' })).not.toBe(binary({ id: 'b', data: 'filesystem-v2' }));
	});

	it('of one in memory goes by its content', () => {
		expect(binary({ data: 'aGVsbG8=' })).toBe(binary({ data: 'aGVsbG8=', fileName: 'other.png' }));
		expect(binary({ data: 'aGVsbG8=' })).not.toBe(binary({ data: 'aGVsbG9v' }));
	});

	it('of one in memory is short, however large the file is', () => {
		expect(binary({ data: 'A'.repeat(5_000_000) })).toMatch(/^[0-9a-f]{64}$/);
	});
});
