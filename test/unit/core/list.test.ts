import fc from 'fast-check';
import { isWebUrl, listEntries } from '../../../nodes/Pruna/core/list';

const file = { mimeType: 'image/png', data: 'x', fileName: 'photo.png' };

describe('a web URL', () => {
	it.each(['https://example.com', 'HTTP://localhost:3000/a?b#c', 'https://例え.jp/写真.png'])(
		'is recognized: %s',
		(text) => {
			expect(isWebUrl(text)).toBe(true);
		},
	);

	it.each([
		'',
		'https://',
		'http:',
		'example.com',
		'ftp://example.com',
		'/v1/files/x',
		'https://a b',
		'data',
	])('is not %j', (text) => {
		expect(isWebUrl(text)).toBe(false);
	});
});

describe('a list', () => {
	it.each([
		['0.5', ['0.5']],
		['0.5,1', ['0.5', '1']],
		[' 0.5 , 1 ', ['0.5', '1']],
		['0.5,,1,', ['0.5', '1']],
		['0.5;1\t2\n3\r\n4', ['0.5', '1', '2', '3', '4']],
		['', []],
		[' , ;\n', []],
		['https://a.com/1.jpg,https://a.com/2.jpg', ['https://a.com/1.jpg', 'https://a.com/2.jpg']],
		['https://a.com/1.jpg, https://a.com/2.jpg', ['https://a.com/1.jpg', 'https://a.com/2.jpg']],
		['https://a.com/1.jpg\nhttps://a.com/2.jpg', ['https://a.com/1.jpg', 'https://a.com/2.jpg']],
	])('is split: %j', (text, expected) => {
		expect(listEntries(text)).toEqual(expected);
	});

	it('does not split a URL that contains commas', () => {
		const url = 'https://img.example.com/w_200,h_100,c_fill/fox.jpg?size=1,2';
		expect(listEntries(url)).toEqual([url]);
		expect(listEntries(`${url},${url}; ${url}`)).toEqual([url, url, url]);
	});

	it('leaves a URL with two consecutive commas unchanged', () => {
		const url = 'https://img.example.com/w_200,,h_100/fox.jpg';
		expect(listEntries(url)).toEqual([url]);
	});

	it('treats a word after a comma and a space as a separate entry, so that a typo is found', () => {
		expect(listEntries('https://a.com/1.jpg, dta')).toEqual(['https://a.com/1.jpg', 'dta']);
	});

	it('does not add the first entry of a line to the URL before it', () => {
		expect(listEntries('https://a.com/1.jpg\n0.5,1')).toEqual(['https://a.com/1.jpg', '0.5', '1']);
	});

	it('may be a JSON array in text, even within an array', () => {
		expect(listEntries('[0.5, "1", [2]]')).toEqual([0.5, '1', 2]);
		expect(listEntries(['[1, 2]', 3])).toEqual([1, 2, 3]);
		expect(listEntries(' ["a, b"] ')).toEqual(['a', 'b']);
	});

	it('that only looks like a JSON array is split as text', () => {
		expect(listEntries('[1, 2')).toEqual(['[1', '2']);
	});

	it('is flat, with values other than text unchanged', () => {
		expect(listEntries([[1, ['2, 3']], file])).toEqual([1, '2', '3', file]);
		expect(listEntries(file)).toEqual([file]);
		expect(listEntries(0)).toEqual([0]);
	});
});

describe('any input', () => {
	it('returns the URLs in it, whatever separates them', () => {
		const url = fc.webUrl({ validSchemes: ['http', 'https'], withQueryParameters: true });
		const urls = fc.array(
			url.filter((one) => !/[;,]/.test(one)),
			{ minLength: 1, maxLength: 8 },
		);
		const separator = fc.constantFrom(',', ', ', ';', ' ; ', '\n', '\r\n', '\t', ',\n');
		fc.assert(
			fc.property(urls, separator, (list, between) => {
				expect(listEntries(list.join(between))).toEqual(list);
				expect(listEntries(JSON.stringify(list))).toEqual(list);
			}),
		);
	});

	it('yields no blank entries and no arrays, and does not throw', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.jsonValue()), (value) => {
				const isWrong = (entry: unknown) =>
					Array.isArray(entry) || (typeof entry === 'string' && entry.trim() === '');
				expect(listEntries(value).filter(isWrong)).toEqual([]);
			}),
		);
	});
});
