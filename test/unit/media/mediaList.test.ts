import fc from 'fast-check';
import { mediaEntries } from '../../../nodes/Pruna/media/mediaList';

const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const A = 'https://a.com/1.jpg';
const B = 'https://b.com/2.jpg';
const DATA = `data:image/png;base64,${PNG}`;
const DRAWING = 'data:image/svg+xml;charset=utf-8,%3Csvg a="1,2; 3" style="a:b;c:d"/%3E';
const FIELDS = ['data', 'clip', 'my photo, new; one', ' blank '];
const isField = (name: string) => FIELDS.includes(name);
const list = (value: unknown) => mediaEntries(value, isField);

describe('a list in text', () => {
	it.each([
		['data', ['data']],
		['data,clip', ['data', 'clip']],
		[' data , clip ', ['data', 'clip']],
		['data,,clip,', ['data', 'clip']],
		['', []],
		[' , ;\n', []],
		[`${A},${B}`, [A, B]],
		[`${A}, ${B}`, [A, B]],
		[`${A};${B}`, [A, B]],
		[`${A} ; ${B};`, [A, B]],
		[`${A}\n${B}\r\n\r\ndata`, [A, B, 'data']],
		[`${A}\t${B}`, [A, B]],
		['data;clip', ['data', 'clip']],
		[`"${A}", "${B}"`, [`"${A}"`, `"${B}"`]],
		[`[fox](${A}), [cat](${B})`, [`[fox](${A})`, `[cat](${B})`]],
		['"data", `clip`', ['data', 'clip']],
	])('is split: %j', (text, expected) => {
		expect(list(text)).toEqual(expected);
	});

	it.each([
		'https://img.example.com/w_200,h_100,c_fill/fox.jpg?size=1,2',
		'https://img.example.com/a;b=1;c/fox.jpg?x=1&amp;y=2',
		'https://img.example.com/w_200,,h_100;,/fox.jpg',
		'“https://img.example.com/w_200,h_100.jpg”',
	])('does not split a URL that contains separators: %s', (url) => {
		expect(list(url)).toEqual([url]);
		expect(list(`${url},${url}; data`)).toEqual([url, url, 'data']);
		expect(list(`${url}\n${url};clip`)).toEqual([url, url, 'clip']);
	});

	it('treats a name directly after a URL as a field if the item has it', () => {
		expect(list(`${A},data`)).toEqual([A, 'data']);
		expect(list(`${A};data`)).toEqual([A, 'data']);
	});

	it.each([`${A}, dta`, `${A}; dta`, `${A}\ndta`, `${A}\tdta`, `${A} ,dta`, `${A}, ,dta`])(
		'treats a separate word after a URL as its own entry, so that a typo is found: %j',
		(text) => {
			expect(list(text)).toEqual([A, 'dta']);
		},
	);

	it('does not split data URIs at their commas and semicolons', () => {
		expect(list(DATA)).toEqual([DATA]);
		expect(list(DRAWING)).toEqual([DRAWING]);
		expect(list(`${DATA},${DRAWING},${A}`)).toEqual([DATA, DRAWING, A]);
		expect(list(`${DRAWING};${DATA}\n${DATA}, data`)).toEqual([DRAWING, DATA, DATA, 'data']);
		expect(list(`${A};${DATA}; dta`)).toEqual([A, DATA, 'dta']);
		expect(list('data:image/png;base64')).toEqual(['data:image/png;base64']);
		expect(list(`data:broken\n${A}`)).toEqual(['data:broken', A]);
		expect(list('data:,a b; c')).toEqual(['data:,a b; c']);
	});

	it('does not split Base64 at its line breaks', () => {
		const lines = PNG.replace(/(.{64})/g, '$1\r\n');
		expect(list(lines)).toEqual([lines]);
		expect(list(`data:image/png;base64,${lines}`)).toEqual([`data:image/png;base64,${lines}`]);
		expect(list(`${lines}\n${A}`)).toEqual([lines, A]);
		expect(list(`data:image/png;base64,AAAA\ndata`)).toEqual(['data:image/png;base64,AAAA', 'data']);
		const long = PNG + 'A'.repeat(100);
		expect(list(`${long}\n${long}`)).toEqual([long, long]);
		expect(list(`${DATA}\n${PNG}`)).toEqual([DATA, PNG]);
	});

	it('finds a field by its whole name, whatever it contains', () => {
		expect(list('my photo, new; one')).toEqual(['my photo, new; one']);
		expect(list(' my photo, new; one\n')).toEqual(['my photo, new; one']);
		expect(list(' blank ')).toEqual([' blank ']);
		expect(list(['my photo, new; one', A])).toEqual(['my photo, new; one', A]);
	});

	it('may be long', () => {
		const url = `https://a.com/${'x,;'.repeat(100_000)}x`;
		expect(list(url)).toEqual([url]);
		expect(list('a,'.repeat(100_000))).toHaveLength(100_000);
		const data = `data:image/png;base64,${'A'.repeat(5_000_000)}`;
		expect(list(`${data},${A}`)).toEqual([data, A]);
	});
});

describe('a list as JSON', () => {
	it.each<[unknown, unknown[]]>([
		[`["${A}","${B}"]`, [A, B]],
		[` [ "data", ["clip"] ] `, ['data', 'clip']],
		[`"${A}"`, [A]],
		[JSON.stringify(JSON.stringify([A, 'data'])), [A, 'data']],
		[`{"url":"${A}"}`, [{ url: A }]],
		[`[{"url":"${A}"},"data"]`, [{ url: A }, 'data']],
		[`['${A}', '${B}']`, [`'${A}'`, `'${B}'`]],
		["['data', 'clip']", ['data', 'clip']],
		['[null, "", " "]', []],
		['["my photo, new; one"]', ['my photo, new; one']],
		[`["${A}"`, [`["${A}"`]],
	])('is read: %j', (value, expected) => {
		expect(list(value)).toEqual(expected);
	});
});

describe('a list as an array', () => {
	it('has the entries of its texts and arrays, and other values unchanged', () => {
		const file = { mimeType: 'image/png', data: 'x' };
		expect(list(['data, clip', [A, [B]], file, 42])).toEqual(['data', 'clip', A, B, file, 42]);
		expect(list(file)).toEqual([file]);
		expect(list([null, undefined, '', [], [' ']])).toEqual([]);
		expect(list(undefined)).toEqual([]);
	});

	it('may contain itself', () => {
		const own: unknown[] = [A];
		own.push(own);
		expect(list(own).filter((entry) => entry === A).length).toBeGreaterThan(0);
	});
});

it('returns the joined entries, whatever the separators are', () => {
	const url = fc
		.webUrl({ withQueryParameters: true, withFragments: true })
		.filter((text) => !/[,;]$|[,;](data|clip|https?:)/i.test(text));
	const base64 = fc
		.uint8Array({ minLength: 1, maxLength: 90 })
		.map((bytes) => Buffer.from(bytes).toString('base64'));
	const dataUri = fc.oneof(
		base64.map((text) => `data:image/png;base64,${text}`),
		base64.map((text) => `data:;name=a;base64,${text}`),
		fc.constant(DRAWING),
	);
	const entry = fc.oneof(url, dataUri, fc.constantFrom('data', 'clip'));
	const separator = fc.constantFrom(',', ';', ', ', ' ; ', '\n', '\r\n', '\t', ',\n', '\n\n', ' , ,');
	fc.assert(
		fc.property(fc.array(fc.tuple(entry, separator), { minLength: 1, maxLength: 8 }), (parts) => {
			const text = parts
				.map(([part, after], index) => (index < parts.length - 1 ? part + after : part))
				.join('');
			expect(list(text)).toEqual(parts.map(([part]) => part));
		}),
		{ numRuns: 200 },
	);
});

it('never throws and returns no blank entries', () => {
	const text = fc.string({
		unit: fc.constantFrom(...'ab:/,;\n\t "[]{}\'', 'https://', 'data:', 'base64', 'data'),
	});
	fc.assert(
		fc.property(fc.oneof(text, fc.anything()), (value) => {
			expect(list(value).filter((entry) => typeof entry === 'string' && entry.trim() === '')).toEqual([]);
		}),
	);
});
