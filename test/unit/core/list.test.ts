import { isDataUri, isWebUrl, listEntries, splitList } from '../../../nodes/Pruna/core/list';

const isName = (entry: string) => entry === 'data' || entry === 'clip';
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

describe('a list with commas', () => {
	it.each([
		['data', ['data']],
		['data,clip', ['data', 'clip']],
		[' data , clip ', ['data', 'clip']],
		['data,,clip,', ['data', 'clip']],
		['', []],
		[' , ', []],
		['https://a.com/1.jpg,https://a.com/2.jpg', ['https://a.com/1.jpg', 'https://a.com/2.jpg']],
		['https://a.com/1.jpg, https://a.com/2.jpg', ['https://a.com/1.jpg', 'https://a.com/2.jpg']],
	])('is split: %j', (text, expected) => {
		expect(splitList(text, isName)).toEqual(expected);
	});

	it('keeps a URL that contains commas whole', () => {
		const url = 'https://img.example.com/w_200,h_100,c_fill/fox.jpg?size=1,2';
		expect(splitList(url, isName)).toEqual([url]);
		expect(splitList(`${url},${url}, data`, isName)).toEqual([url, url, 'data']);
	});

	it('takes a name right after a URL for a field when the item has it', () => {
		expect(splitList('https://a.com/1.jpg,data', isName)).toEqual(['https://a.com/1.jpg', 'data']);
	});

	it('takes a word after a comma and a space for an entry of its own, so that a typo is found', () => {
		expect(splitList('https://a.com/1.jpg, dta', isName)).toEqual(['https://a.com/1.jpg', 'dta']);
	});

	it('leaves a URL with two commas in a row as it is', () => {
		const url = 'https://img.example.com/w_200,,h_100/fox.jpg';
		expect(splitList(url, () => false)).toEqual([url]);
	});
});

describe('the entries of a list', () => {
	it('are those of a text, of each text of an array, and single values as they are', () => {
		expect(listEntries('data, clip', isName)).toEqual(['data', 'clip']);
		expect(listEntries(['data, clip', file], isName)).toEqual(['data', 'clip', file]);
		expect(listEntries(file, isName)).toEqual([file]);
	});
});

describe('a data URI', () => {
	it.each(['data:image/png;base64,AAAA', ' DATA:,x', 'data:'])('is recognized: %j', (text) => {
		expect(isDataUri(text)).toBe(true);
	});

	it.each(['data', 'data.png', 'my data:', 'https://example.com/data:x', ''])('is not %j', (text) => {
		expect(isDataUri(text)).toBe(false);
	});

	it('is one entry of a list, although it has commas of its own', () => {
		const uri = 'data:text/plain,a,b,c';
		expect(listEntries(uri, isName)).toEqual([uri]);
		expect(listEntries([uri, 'data,clip'], isName)).toEqual([uri, 'data', 'clip']);
	});
});
