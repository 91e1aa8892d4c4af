import fc from 'fast-check';
import { inlineFile } from '../../../nodes/Pruna/media/inlineFile';
import { BINARY_SAMPLES } from './fileSamples';

const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const bytes = Buffer.from(PNG, 'base64');
const png = {
	file: { bytes, mimeType: 'image/png', identified: expect.objectContaining({ kind: 'image' }) as object },
};
const finding = (text: string) => ({ finding: expect.stringContaining(text) as string });

describe('an inline file', () => {
	it.each([
		`data:image/png;base64,${PNG}`,
		`DATA:Image/PNG;name="a.png";BASE64,${PNG}`,
		`data:;base64,${PNG}`,
		`data:image/jpeg;base64,${PNG}`,
		` data:image/png; base64, ${PNG}\n`,
		`data:image/png;base64,${PNG.replace(/=+$/, '')}`,
		`data:image/png;base64,${PNG.replace(/\+/g, '%2B').replace(/\//g, '%2f').replace(/=/g, '%3D')}`,
		`data:image/png;base64,${PNG.replace(/(.{40})/g, '$1\r\n')}`,
		`data:image/png,${[...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`,
		PNG,
		` ${PNG}\n`,
		PNG.replace(/(.{64})/g, '$1\n'),
		bytes.toString('base64url'),
	])('is read from %j', (text) => {
		expect(inlineFile(text)).toEqual(png);
	});

	it('is read from a buffer, even from one that was serialized to JSON', () => {
		expect(inlineFile(bytes)).toEqual(png);
		expect(inlineFile(new Uint8Array(bytes))).toEqual(png);
		expect(inlineFile(new Uint8Array(bytes).buffer)).toEqual(png);
		expect(inlineFile(JSON.parse(JSON.stringify(bytes)))).toEqual(png);
	});

	it('has only the bytes of its part of a larger buffer', () => {
		const larger = Buffer.concat([Buffer.alloc(10), bytes, Buffer.alloc(10)]);
		expect(inlineFile(larger.subarray(10, 10 + bytes.length))).toEqual(png);
	});

	it('may be SVG or text', () => {
		expect(inlineFile('data:image/svg+xml;utf8,<svg xmlns="http://x" a="é,%20;"/>')).toMatchObject({
			file: { bytes: Buffer.from('<svg xmlns="http://x" a="é, ;"/>'), mimeType: 'image/svg+xml' },
		});
		expect(inlineFile('data:,hello')).toMatchObject({
			file: { bytes: Buffer.from('hello'), mimeType: 'text/plain', identified: { text: 'text' } },
		});
	});

	it('may be of an unknown type', () => {
		expect(inlineFile('data:;base64,AAEC')).toEqual({
			file: { bytes: Buffer.from([0, 1, 2]), mimeType: 'application/octet-stream', identified: undefined },
		});
		expect(inlineFile('data:video/x-new;base64,AAEC')).toMatchObject({ file: { mimeType: 'video/x-new' } });
	});
});

describe('a damaged inline file', () => {
	it.each([
		['data:image/png;base64', 'has no comma'],
		['data:image/png;base64,', 'is empty'],
		['data:image/png;base64,!!!!', 'is not valid Base64'],
		['data:image/png;base64,AAAAA', 'is not valid Base64'],
		['data:image/png;base64,AA=A', 'is not valid Base64'],
		['data:image/png;base64,AAAA…', 'is not valid Base64'],
		['data:text/plain,100%', 'contains an invalid % sequence'],
		['data:text/plain,%zz', 'contains an invalid % sequence'],
		[`${PNG.repeat(100).replace(/=/g, '')}… (shortened)`, 'it starts like a PNG image'],
	])('is reported: %j', (text, reason) => {
		expect(inlineFile(text)).toEqual(finding(reason));
	});

	it('is reported without its content', () => {
		const result = inlineFile(`data:image/png;base64,${'A'.repeat(1000)}!`);
		expect(result).toHaveProperty('finding');
		expect(JSON.stringify(result)).not.toContain('AAAA');
	});

	it('is reported if it is an empty buffer', () => {
		expect(inlineFile(Buffer.of())).toEqual(finding('the buffer is empty'));
		expect(inlineFile({ type: 'Buffer', data: [] })).toEqual(finding('the buffer is empty'));
	});
});

describe('something that is not a file', () => {
	it.each([
		['https://a.com/x.png'],
		['data'],
		['database'],
		[''],
		['Z29vZCBtb3JuaW5nLCB0aGlzIGlzIG5vdGhpbmcgYnV0IHRleHQ='],
		[{ type: 'Buffer', data: [256] }],
		[{ type: 'Buffer', data: [1.5] }],
		[{ type: 'Buffer', data: ['1'] }],
		[{ type: 'Buffer' }],
		[{ url: 'x' }],
		[[1, 2]],
		[null],
		[undefined],
		[42],
	])('is %j', (value) => {
		expect(inlineFile(value)).toBeUndefined();
	});
});

it('returns the bytes of any data URI', () => {
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 1 }), fc.boolean(), (content, isBase64) => {
			const buffer = Buffer.from(content);
			const text = isBase64
				? `data:;base64,${buffer.toString('base64')}`
				: `data:,${buffer.toString('hex').replace(/../g, '%$&')}`;
			expect(inlineFile(text)).toMatchObject({ file: { bytes: buffer } });
		}),
	);
});

it('returns any known file from its Base64', () => {
	fc.assert(
		fc.property(fc.constantFrom(...BINARY_SAMPLES), fc.nat(100), ({ head, mimeType }, more) => {
			const buffer = Buffer.concat([head, Buffer.alloc(30 + more, 'x')]);
			expect(inlineFile(buffer.toString('base64'))).toMatchObject({ file: { bytes: buffer, mimeType } });
		}),
	);
});

it('never throws', () => {
	const text = fc.string({
		unit: fc.constantFrom('data:', ';base64', ',', '%', 'A', '=', ' ', '/9j/', '猫'),
	});
	fc.assert(
		fc.property(fc.oneof(text, fc.anything()), (value) => {
			expect(() => inlineFile(value)).not.toThrow();
		}),
	);
});

it('reads huge text', () => {
	const size = 5_000_000;
	expect(inlineFile(`data:image/png;base64,${PNG.slice(0, 40)}${'A'.repeat(size)}`)).toHaveProperty('file');
	expect(inlineFile(`data:image/png;base64,${'A'.repeat(size)}!`)).toHaveProperty('finding');
	expect(inlineFile(`data:image/png;base64,${'='.repeat(size)}!`)).toHaveProperty('finding');
	expect(inlineFile(`data:,${' '.repeat(size)}x`)).toHaveProperty('file');
	expect(inlineFile('A'.repeat(size))).toBeUndefined();
	expect(inlineFile(' '.repeat(size))).toBeUndefined();
});
