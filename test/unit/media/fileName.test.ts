import fc from 'fast-check';
import { nameInDisposition } from '../../../nodes/Pruna/media/disposition';
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

	it.each(['', '...', ' \t\n', '\u0000', '. . .'])('is empty for an empty name: %j', (name) => {
		expect(safeFileName(name)).toBe('');
	});

	it('keeps the extension of a long name', () => {
		const name = safeFileName(`${'x'.repeat(1000)}.safetensors`);
		expect(name).toMatch(/^x+\.safetensors$/);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
	});

	it('does not end with a dot after truncation', () => {
		expect(safeFileName(`${'x'.repeat(79)}. The end of a long title`)).not.toMatch(/[. ]$/);
	});

	it('is not truncated if it fits', () => {
		expect(safeFileName(`${'x'.repeat(200)}.png`)).toBe(`${'x'.repeat(200)}.png`);
		expect(safeFileName(`${'x'.repeat(201)}.png`)).toBe(`${'x'.repeat(200)}.png`);
	});

	it('is not truncated inside a character', () => {
		expect(safeFileName('🦊'.repeat(500))).toMatch(/^🦊+$/u);
	});

	const text = (unit: fc.StringConstraints['unit']) => fc.string({ unit, maxLength: 120, size: 'max' });
	const anyName = fc.oneof(
		text('binary'),
		text('grapheme'),
		text(fc.constantFrom('/', '\\', '.', ' ', '\u202E', '\u0000', ':', 'a')),
	);

	it('contains no separator, control character, or direction change for any input', () => {
		fc.assert(
			fc.property(anyName, (name) => {
				const safe = safeFileName(name);
				expect(safe).not.toMatch(/[/\\:*?"<>|]|[\p{Cc}\p{Bidi_Control}]/u);
				expect(safe).not.toMatch(/^\./);
			}),
		);
	});

	it('fits a file system for any input', () => {
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
	const file = { url, mimeType: 'image/jpeg', model: 'p-image', label: 'abc', numbers: [] };

	it.each([
		[{}, 'p-image-abc.jpg'],
		[{ url: 'https://a.com/output.jpeg?x=1.png' }, 'p-image-abc.jpeg'],
		[{ url: 'https://a.com/output_42_0.jpeg' }, 'p-image-abc.jpeg'],
		[{ stated: 'output.jpeg' }, 'p-image-abc.jpeg'],
		[{ url: 'https://a.com/' }, 'p-image-abc.jpg'],
		[{ url: 'not a url' }, 'p-image-abc.jpg'],
		[{ url: 'https://a.com/output' }, 'p-image-abc.jpg'],
		[{ model: 'owner/model:1.5' }, 'owner_model_1.5-abc.jpg'],
		[{ model: undefined }, 'output-abc.jpg'],
		[{ label: 'item-7' }, 'p-image-item-7.jpg'],
		[{ label: '../x' }, 'p-image-.._x.jpg'],
	])('comes from the job if the API’s name is meaningless: %j', (facts, expected) => {
		expect(deliveredFileName({ ...file, ...facts })).toBe(expected);
	});

	it.each([
		[{ stated: 'lighthouse.jpg' }, 'lighthouse-abc.jpg'],
		[{ stated: '灯台.png' }, '灯台-abc.jpg'],
		[{ stated: 'a/../b.jpg' }, 'a_.._b-abc.jpg'],
		[{ stated: '...' }, 'p-image-abc.jpg'],
		[{ stated: 'fox.jpg', url: 'https://a.com/owl.jpg' }, 'fox-abc.jpg'],
		[{ url: 'https://a.com/%E7%81%AF%E5%8F%B0.jpg' }, '灯台-abc.jpg'],
		[{ url: 'https://a.com/..%2F..%2Fevil.jpg' }, '_.._evil-abc.jpg'],
		[{ url: 'https://a.com/bad%E7.jpg' }, 'bad%E7-abc.jpg'],
	])('comes from the API and the job if the API’s name is meaningful: %j', (facts, expected) => {
		expect(deliveredFileName({ ...file, ...facts })).toBe(expected);
	});

	it.each([
		['output.jpg', 'image/webp', 'p-image-abc.webp'],
		['output.png', 'image/png', 'p-image-abc.png'],
		['output.bin', 'video/mp4', 'output.bin-abc.mp4'],
		['weights.safetensors', 'application/octet-stream', 'weights-abc.safetensors'],
		['output', 'application/octet-stream', 'p-image-abc'],
		['report.pdf', 'application/pdf', 'report-abc.pdf'],
		['output.zip', 'application/zip', 'p-image-abc.zip'],
	])('matches its type: %s of type %s becomes %s', (name, mimeType, expected) => {
		expect(deliveredFileName({ ...file, url: `https://a.com/${name}`, mimeType })).toBe(expected);
	});

	it.each([
		['lighthouse', 'lighthouse.jpg'],
		['lighthouse.jpg', 'lighthouse.jpg'],
		['lighthouse.JPG', 'lighthouse.jpg'],
		['lighthouse.jpeg', 'lighthouse.jpeg'],
		['lighthouse.png', 'lighthouse.jpg'],
		['output.jpg', 'output.jpg'],
		['Version 1.5', 'Version 1.5.jpg'],
		['a/b', 'a_b.jpg'],
		['灯台 🗼', '灯台 🗼.jpg'],
		['con.tar', '_con.tar.jpg'],
		['', 'p-image-abc.jpg'],
		['...', 'p-image-abc.jpg'],
	])('can be set by the user: %j becomes %j', (wanted, expected) => {
		expect(deliveredFileName({ ...file, wanted })).toBe(expected);
	});

	it('is numbered as the job says, whether set by the user or not', () => {
		expect(deliveredFileName({ ...file, wanted: 'fox.png', numbers: [3] })).toBe('fox_3.jpg');
		expect(deliveredFileName({ ...file, wanted: 'fox', numbers: [2, 1] })).toBe('fox_2_1.jpg');
		expect(deliveredFileName({ ...file, numbers: [2] })).toBe('p-image-abc_2.jpg');
	});

	it('keeps the distinguishing parts, however long the rest is', () => {
		const stated = `${'灯'.repeat(300)}.jpg`;
		const names = ['1zww7deyssrme0csqwr90phzzr', '1zww7deyssrme0csqwr90phzzs'].map((label) =>
			deliveredFileName({ ...file, stated, label, numbers: [10, 4] }),
		);
		expect(new Set(names).size).toBe(2);
		expect(names[0]).toMatch(/1zww7deyssrme0csqwr90phzzr_10_4\.jpg$/);
		for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
	});

	it('has exactly the extension of a known type, whatever name the user sets', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.webUrl(), (wanted, anyUrl) => {
				const name = deliveredFileName({ ...file, url: anyUrl, wanted, mimeType: 'image/png' });
				expect(name).toMatch(/^[^/\\]+\.png$/);
			}),
		);
	});
});

describe('the file name in a Content-Disposition', () => {
	it.each([
		['attachment; filename="fox.jpg"', 'fox.jpg'],
		['attachment; filename=fox.jpg', 'fox.jpg'],
		['inline;FILENAME = "a \\"b\\" c.png" ; size=3', 'a "b" c.png'],
		['attachment; filename="a;b.png"', 'a;b.png'],
		[`attachment; filename="__.png"; filename*=UTF-8''%E7%81%AF%E5%8F%B0.png`, '灯台.png'],
		[`attachment; filename*=utf-8'ja'%E7%81%AF.png; filename="x.png"`, '灯.png'],
		[`attachment; filename="x.png"; filename*=UTF-8''bad%E7.png`, 'x.png'],
		[`attachment; filename="x.png"; filename*=iso-8859-1''caf%E9.png`, 'x.png'],
		['attachment; filename=""', undefined],
		['attachment', undefined],
		['', undefined],
		[undefined, undefined],
	])('%j gives %j', (header, expected) => {
		expect(nameInDisposition(header)).toBe(expected);
	});
});
