import fc from 'fast-check';
import { bareText, cleanUrl } from '../../../nodes/Pruna/media/cleanUrl';

const URL_TEXT = 'https://a.com/x.jpg';
const finding = (text: string) => ({ finding: expect.stringContaining(text) as string });

describe('a URL', () => {
	it.each([
		URL_TEXT,
		'https://a.com',
		'HTTP://A.com/x%20y.jpg?sig=a%2Fb+c%3D&e=1#top',
		"https://a.com/w_200,h_100/it's(1).jpg?x[]=1;y=~*!",
		'https://[2606:4700::1]:8443/x',
		'https://a.com/a/../b.jpg',
		'https://a.com/100%',
	])('that needs no cleaning stays unchanged: %s', (text) => {
		expect(cleanUrl(text)).toEqual({ url: text });
	});

	it.each([
		` \n${URL_TEXT}\t`,
		`"${URL_TEXT}"`,
		`'${URL_TEXT}'`,
		`“${URL_TEXT}”`,
		`„${URL_TEXT}“`,
		`\`${URL_TEXT}\``,
		`<${URL_TEXT}>`,
		`\\"${URL_TEXT}\\"`,
		`[${URL_TEXT}](${URL_TEXT})`,
		`![a photo [1] (old)](${URL_TEXT})`,
		`[photo](<${URL_TEXT}>)`,
		`[photo](${URL_TEXT} "A title")`,
		`"[photo]( ${URL_TEXT} )"`,
		`${URL_TEXT}\u200b\u200e`,
		`\ufeff${URL_TEXT}\u2060`,
		`\u202a${URL_TEXT}\u202c`,
		` "\u200b${URL_TEXT} "`,
	])('is extracted from the text around it: %j', (text) => {
		expect(cleanUrl(text)).toEqual({ url: URL_TEXT });
	});

	it.each([
		['https://a.com/my photo.jpg', 'https://a.com/my%20photo.jpg'],
		['https://a.com/my%20old photo.jpg', 'https://a.com/my%20old%20photo.jpg'],
		['https://a.com/灯台.jpg?q=é', 'https://a.com/%E7%81%AF%E5%8F%B0.jpg?q=%C3%A9'],
		['https://例え.jp/x', 'https://xn--r8jz45g.jp/x'],
		['https:\\\\a.com\\x.jpg', URL_TEXT],
		['https:/a.com/x.jpg', URL_TEXT],
		['https:a.com/x.jpg', URL_TEXT],
		['https://a.com/x\n.jpg', URL_TEXT],
	])('is encoded as in a browser: %j', (text, url) => {
		expect(cleanUrl(text)).toEqual({ url });
	});

	it.each([
		['https://', 'is not a valid URL'],
		['https://a b/x', 'is not a valid URL'],
		['https://a.com/1.jpg https://a.com/2.jpg', 'contains more than one URL'],
		['https://a.com/1.jpg\nhttps://a.com/2.jpg', 'contains more than one URL'],
		['www.example.com/x.jpg', 'is missing https:// at the start'],
		['example.com/x.jpg', 'is missing https:// at the start'],
		['example.com:8080/x.jpg', 'is missing https:// at the start'],
		['//cdn.example.com/x.jpg', 'is missing https:// at the start'],
		['ftp://a.com/x.jpg', 'FTP'],
		['file:///home/me/x.jpg', 'file on a computer'],
		['blob:https://a.com/1-2', 'one browser tab'],
		['s3://bucket/x.jpg', 'presigned'],
		['gs://bucket/x.jpg', 'Google Cloud Storage'],
		['filesystem-v2:workflows/1/x', 'name of the file’s binary field'],
		['htps://a.com/x.jpg', 'must start with https://'],
		['C:\\photos\\x.jpg', 'is a path, not a URL'],
		['\\\\nas\\x.jpg', 'is a path, not a URL'],
		['/files/x.jpg', 'is a path, not a URL'],
		['~/x.jpg', 'is a path, not a URL'],
		['{{ $json.url }}', 'contains an expression that was not evaluated'],
		['https://a.com/{{ $json.id }}.jpg', 'contains an expression that was not evaluated'],
	])('is not %j, and the reason is given', (text, reason) => {
		expect(cleanUrl(text)).toEqual(finding(reason));
	});

	it.each(['', 'data', 'photo.jpg', 'a photo of a fox', '[1]', '"data"', 'http', 'constructor:', 'a, b'])(
		'is not recognized in %j',
		(text) => {
			expect(cleanUrl(text)).toBeUndefined();
		},
	);

	it('that is wrong and long is shown shortened', () => {
		expect(JSON.stringify(cleanUrl(`ftp://a.com/${'x'.repeat(100_000)}`)).length).toBeLessThan(300);
	});

	it('is extracted from any wrapping, and cleaning it again changes nothing', () => {
		const around = fc.constantFrom<[string, string]>(
			['"', '"'],
			["'", "'"],
			['<', '>'],
			[' ', '\u200b'],
			['“', '”'],
		);
		fc.assert(
			fc.property(
				fc.webUrl({ withQueryParameters: true }),
				fc.array(around, { maxLength: 4 }),
				fc.boolean(),
				(url, layers, isMarkdown) => {
					const core = isMarkdown ? `[a photo](${url})` : url;
					const text = layers.reduce((inner, [opening, closing]) => opening + inner + closing, core);
					const once = cleanUrl(text);
					expect(once).toEqual(cleanUrl(url));
					expect(once && 'url' in once ? cleanUrl(once.url) : undefined).toEqual(once);
				},
			),
		);
	});

	it('is returned in ASCII or not at all for any input', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (rest) => {
				const result = cleanUrl(`https://a.com/${rest}`);
				expect(result).toBeDefined();
				expect(result && 'url' in result ? result.url : 'https://').toMatch(/^https:[!-~]*$/);
			}),
		);
	});
});

it('leaves text with many inner spaces alone, and quickly', () => {
	const text = `a${' '.repeat(2_000_000)}b`;
	expect(bareText(text)).toBe(text);
});
