import fc from 'fast-check';
import { deliveredFileName, safeFileName } from '../../../nodes/Pruna/media/fileName';

describe('a safe file name', () => {
	it.each([
		['photo.jpg', 'photo.jpg'],
		['灯台の絵.png', '灯台の絵.png'],
		['🦊 fox.png', '🦊 fox.png'],
		['a.tar.gz', 'a.tar.gz'],
		['../../etc/passwd', '_.._etc_passwd'],
		['C:\\temp\\a.png', 'C__temp_a.png'],
		['a<b>|c?*".png', 'a_b__c___.png'],
		['a\u0000b\nc.png', 'abc.png'],
		['photo\u202Egpj.exe', 'photogpj.exe'],
		['\u2066x\u2069.png', 'x.png'],
		['  .hidden.png. ', 'hidden.png'],
		['CON', '_CON'],
		['nul.txt', '_nul.txt'],
		['com1.png', '_com1.png'],
		['CON.tar.png', '_CON.tar.png'],
		['con .png', '_con.png'],
		['AUX .x.png', '_AUX .x.png'],
		['COM¹.png', '_COM¹.png'],
		['photo . ..jpg', 'photo.jpg'],
		['CONOUT$', '_CONOUT$'],
		['concert.png', 'concert.png'],
		['a\u2028b\u200bc\ufeff.png', 'abc.png'],
		['a\ud800b.png', 'ab.png'],
		['👩‍🚀.png', '👩‍🚀.png'],
	])('%j becomes %j', (name, expected) => {
		expect(safeFileName(name)).toBe(expected);
	});

	it.each(['', '...', ' \t\n', '\u0000', '. . .'])('of nothing is nothing: %j', (name) => {
		expect(safeFileName(name)).toBe('');
	});

	it('keeps the extension of a long name', () => {
		const name = safeFileName(`${'x'.repeat(1000)}.safetensors`);
		expect(name).toMatch(/^x+\.safetensors$/);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
	});

	it('does not end with a dot where it was cut', () => {
		expect(safeFileName(`${'x'.repeat(79)}. The end of a long title`)).not.toMatch(/[. ]$/);
	});

	it('is whole as long as it fits', () => {
		expect(safeFileName(`${'x'.repeat(200)}.png`)).toBe(`${'x'.repeat(200)}.png`);
		expect(safeFileName(`${'x'.repeat(201)}.png`)).toBe(`${'x'.repeat(200)}.png`);
	});

	it('is not cut inside a character', () => {
		expect(safeFileName('🦊'.repeat(500))).toMatch(/^🦊+$/u);
	});

	const text = (unit: fc.StringConstraints['unit']) => fc.string({ unit, maxLength: 120, size: 'max' });
	const anyName = fc.oneof(
		text('binary'),
		text('grapheme'),
		text(fc.constantFrom('/', '\\', '.', ' ', '\u202E', '\u0000', ':', 'a')),
	);

	it('holds no separator, control character or change of direction, whatever comes', () => {
		fc.assert(
			fc.property(anyName, (name) => {
				const safe = safeFileName(name);
				expect(safe).not.toMatch(/[/\\:*?"<>|]|[\p{Cc}\p{Bidi_Control}]/u);
				expect(safe).not.toMatch(/^\./);
			}),
		);
	});

	it('fits a file system, whatever comes', () => {
		fc.assert(
			fc.property(anyName, (name) => {
				expect(Buffer.byteLength(safeFileName(name))).toBeLessThanOrEqual(255);
			}),
		);
	});

	it('of emoji fits a file system', () => {
		expect(Buffer.byteLength(`${safeFileName('🦊'.repeat(100))}_10.png`)).toBeLessThanOrEqual(255);
	});
});

describe('the name of a delivered file', () => {
	const url = 'https://api.pruna.ai/v1/predictions/delivery/xezq/token/output.jpg';
	const file = { url, mimeType: 'image/jpeg', index: 0, count: 1 };

	it.each([
		[{}, 'output.jpg'],
		[{ url: 'https://a.com/output.jpeg?x=1.png' }, 'output.jpeg'],
		[{ url: 'https://a.com/output_42_0.jpeg' }, 'output_42_0.jpeg'],
		[{ url: 'https://a.com/%E7%81%AF%E5%8F%B0.jpg' }, '灯台.jpg'],
		[{ url: 'https://a.com/..%2F..%2Fevil.jpg' }, '_.._evil.jpg'],
		[{ url: 'https://a.com/bad%E7.jpg' }, 'bad%E7.jpg'],
		[{ url: 'https://a.com/' }, 'output.jpg'],
		[{ url: 'not a url' }, 'output.jpg'],
		[{ url: 'https://a.com/output' }, 'output.jpg'],
	])('comes from its URL: %j', (facts, expected) => {
		expect(deliveredFileName({ ...file, ...facts })).toBe(expected);
	});

	it.each([
		['output.jpg', 'image/webp', 'output.webp'],
		['output.png', 'image/png', 'output.png'],
		['output.bin', 'video/mp4', 'output.bin.mp4'],
		['weights.safetensors', 'application/octet-stream', 'weights.safetensors'],
		['output', 'application/octet-stream', 'output'],
		['report.pdf', 'application/pdf', 'report.pdf'],
		['output.zip', 'application/zip', 'output.zip'],
	])('fits its type: %s that is %s becomes %s', (name, mimeType, expected) => {
		expect(deliveredFileName({ ...file, url: `https://a.com/${name}`, mimeType })).toBe(expected);
	});

	it.each([
		['lighthouse', 'lighthouse.jpg'],
		['lighthouse.jpg', 'lighthouse.jpg'],
		['lighthouse.JPG', 'lighthouse.jpg'],
		['lighthouse.jpeg', 'lighthouse.jpeg'],
		['lighthouse.png', 'lighthouse.jpg'],
		['Version 1.5', 'Version 1.5.jpg'],
		['a/b', 'a_b.jpg'],
		['灯台 🗼', '灯台 🗼.jpg'],
		['con.tar', '_con.tar.jpg'],
		['', 'output.jpg'],
		['...', 'output.jpg'],
	])('is the user’s own: %j becomes %j', (wanted, expected) => {
		expect(deliveredFileName({ ...file, wanted })).toBe(expected);
	});

	it('is numbered when one wanted name meets several files', () => {
		const names = [0, 1, 2].map((index) =>
			deliveredFileName({ ...file, wanted: 'fox.png', index, count: 3 }),
		);
		expect(names).toEqual(['fox_1.jpg', 'fox_2.jpg', 'fox_3.jpg']);
	});

	it('is not numbered for one file, nor when it comes from the URL', () => {
		expect(deliveredFileName({ ...file, wanted: 'fox' })).toBe('fox.jpg');
		expect(deliveredFileName({ ...file, url: 'https://a.com/o_1.jpg', index: 1, count: 2 })).toBe('o_1.jpg');
	});

	it('has exactly the extension of a known type, whatever is wanted', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.webUrl(), (wanted, anyUrl) => {
				const name = deliveredFileName({ ...file, url: anyUrl, wanted, mimeType: 'image/png' });
				expect(name).toMatch(/^[^/\\]+\.png$/);
			}),
		);
	});
});
