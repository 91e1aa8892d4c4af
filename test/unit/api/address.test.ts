import fc from 'fast-check';
import {
	apiUrl,
	idInStatusUrl,
	readBaseUrl,
	resolveResultUrl,
	statusPath,
	SUBMIT_PATH,
} from '../../../nodes/Pruna/api/address';
import { PrunaError } from '../../../nodes/Pruna/core/errors';

const pruna = readBaseUrl('https://api.pruna.ai');
const gateway = readBaseUrl('https://gw.example.com/pruna');

function thrownBy(baseUrl: unknown): PrunaError | undefined {
	try {
		readBaseUrl(baseUrl);
		return undefined;
	} catch (error) {
		return error as PrunaError;
	}
}

describe('the Base URL', () => {
	it.each([
		[undefined, 'https://api.pruna.ai', ''],
		[null, 'https://api.pruna.ai', ''],
		['', 'https://api.pruna.ai', ''],
		['  ', 'https://api.pruna.ai', ''],
		[' https://api.pruna.ai/ ', 'https://api.pruna.ai', ''],
		['https://api.pruna.ai/v1', 'https://api.pruna.ai', ''],
		['https://api.pruna.ai/v1/', 'https://api.pruna.ai', ''],
		['HTTPS://API.Pruna.ai', 'https://api.pruna.ai', ''],
		['https://gw.example.com:8443/pruna', 'https://gw.example.com:8443', '/pruna'],
		['https://gw.example.com/pruna//', 'https://gw.example.com', '/pruna'],
		['https://gw.example.com/a/b/v1/', 'https://gw.example.com', '/a/b'],
		['https://gw.example.com/v1/pruna', 'https://gw.example.com', '/v1/pruna'],
		['https://gw.example.com/my-v1', 'https://gw.example.com', '/my-v1'],
		['https://api.pruna.ai/v1/predictions', 'https://api.pruna.ai', ''],
		['https://api.pruna.ai/v1/predictions/status/abc', 'https://api.pruna.ai', ''],
		['https://api.pruna.ai/v1/files/', 'https://api.pruna.ai', ''],
		['https://gw.example.com/pruna/v1/predictions', 'https://gw.example.com', '/pruna'],
		['https://gw.example.com/v1/predictionsx', 'https://gw.example.com', '/v1/predictionsx'],
		['http://localhost:3000', 'http://localhost:3000', ''],
	])('%j is origin %s with prefix %j', (text, origin, prefix) => {
		expect(readBaseUrl(text)).toEqual({ origin, prefix });
	});

	it.each([
		'api.pruna.ai',
		'localhost:3000',
		'ftp://api.pruna.ai',
		'javascript:alert(1)',
		'ahttps://api.pruna.ai',
		'//api.pruna.ai',
		'https://',
		'https:api.pruna.ai',
		'https:\\\\api.pruna.ai',
		'https://api.pruna.ai\n.example.com',
		'https://api.pruna.ai /',
		7,
		{},
	])('%j is rejected with a note on the expected format', (text) => {
		expect(() => readBaseUrl(text)).toThrow(PrunaError);
		const error = thrownBy(text);
		expect(error?.message).toContain('not a valid URL');
		expect(error?.advice).toContain('must start with https://');
	});

	it.each([
		'https://api.pruna.ai?apikey=pa55word',
		'https://api.pruna.ai/#pa55word',
		'https://api.pruna.ai/?',
	])('%j is rejected for what follows the path, without repeating it', (text) => {
		expect(() => readBaseUrl(text)).toThrow('contains a query or a fragment');
		expect(() => readBaseUrl(text)).not.toThrow('pa55word');
	});

	it.each([
		'https://user:pa55word@api.pruna.ai',
		'https://pa55word@api.pruna.ai',
		'https://:pa55word@api.pruna.ai',
	])('%j is rejected without repeating the password', (text) => {
		const error = thrownBy(text);
		expect(error).toBeInstanceOf(PrunaError);
		expect(`${error?.message} ${error?.advice}`).not.toContain('pa55word');
		expect(error?.advice).toContain('The API key alone');
	});

	it('precedes every path of the API', () => {
		expect(apiUrl(pruna, SUBMIT_PATH)).toBe('https://api.pruna.ai/v1/predictions');
		expect(apiUrl(gateway, SUBMIT_PATH)).toBe('https://gw.example.com/pruna/v1/predictions');
	});
});

describe('the status URL of an ID', () => {
	it('contains it', () => {
		expect(statusPath('1zww7deyssrme0csqwr90phzzr')).toBe(
			'/v1/predictions/status/1zww7deyssrme0csqwr90phzzr',
		);
	});

	it.each(['../../files', 'a/b', 'a?b=c', 'a#b', 'a\\b', '%2e%2e', 'a b', 'ü', '...'])(
		'cannot be directed to another path by %j',
		(id) => {
			const url = new URL(apiUrl(pruna, statusPath(id)));
			expect(url.pathname).toMatch(/^\/v1\/predictions\/status\/[^/]+$/);
			expect([url.search, url.hash]).toEqual(['', '']);
		},
	);

	it.each(['', '.', '..', 'a\ud800'])('is not built from %j, which no encoding could contain', (id) => {
		expect(() => statusPath(id)).toThrow(PrunaError);
	});

	it('can be read back as the ID', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', minLength: 1 }), (id) => {
				fc.pre(!/^\.{1,2}$/.test(id));
				expect(idInStatusUrl(apiUrl(gateway, statusPath(id)))).toBe(id);
			}),
		);
	});
});

describe('the ID in a status URL', () => {
	it.each([
		['https://api.pruna.ai/v1/predictions/status/abc123', 'abc123'],
		['/v1/predictions/status/abc123', 'abc123'],
		['https://gw.example.com/pruna/v1/predictions/status/abc123/', 'abc123'],
		['https://api.pruna.ai/v1/predictions/status/abc123?x=1', 'abc123'],
		['https://api.pruna.ai/v1/predictions/status/abc123#x', 'abc123'],
		['https://api.pruna.ai/v1/predictions/status/a%2Fb', 'a/b'],
	])('of %s is %s', (url, expected) => {
		expect(idInStatusUrl(url)).toBe(expected);
	});

	it.each([
		'https://api.pruna.ai/v1/predictions/status/',
		'https://api.pruna.ai/v1/predictions/status/abc/def',
		'https://api.pruna.ai/v1/predictions/delivery/xezq/abc/output.jpg',
		'https://api.pruna.ai/v1/predictions/status/%E7',
		'abc123',
		'',
	])('is missing: %j', (url) => {
		expect(idInStatusUrl(url)).toBeUndefined();
	});
});

describe('the URL of a result', () => {
	it.each([
		['https://api.pruna.ai/v1/predictions/delivery/x/output.jpg'],
		['https://cdn.example.com/output.jpg?sig=a%2Fb'],
	])('stays unchanged if it is absolute: %s', (link) => {
		expect(resolveResultUrl(pruna, link)).toBe(link);
		expect(resolveResultUrl(gateway, link)).toBe(link);
	});

	it('is resolved against the API if it is relative', () => {
		expect(resolveResultUrl(pruna, '/v1/predictions/delivery/x/output.jpg')).toBe(
			'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg',
		);
	});

	it('gets the prefix of a gateway, once, if it is relative', () => {
		const expected = 'https://gw.example.com/pruna/v1/predictions/delivery/x/output.jpg';
		expect(resolveResultUrl(gateway, '/v1/predictions/delivery/x/output.jpg')).toBe(expected);
		expect(resolveResultUrl(gateway, '/pruna/v1/predictions/delivery/x/output.jpg')).toBe(expected);
	});

	it.each([
		'//evil.example.com/x',
		'javascript:alert(1)',
		'data:image/png;base64,AAAA',
		'file:///etc/passwd',
		'ftp://example.com/a',
		'v1/predictions/delivery/x',
		'output.jpg',
		'https://',
		'https://user:password@api.pruna.ai/a.jpg',
		'https://api.pruna.ai@evil.example.com/a.jpg',
		'',
		' ',
	])('is rejected: %j', (link) => {
		expect(resolveResultUrl(pruna, link)).toBeUndefined();
	});

	it.each(['/../admin', '/%2e%2e/admin', '/v1/../../admin', '/pruna/v1/../../admin'])(
		'does not leave the path of a gateway if it is relative: %j',
		(link) => {
			expect(resolveResultUrl(gateway, link)).toBeUndefined();
		},
	);

	it('may be plain http only if the API itself is', () => {
		const local = readBaseUrl('http://localhost:3000');
		expect(resolveResultUrl(pruna, 'http://api.pruna.ai/a.jpg')).toBeUndefined();
		expect(resolveResultUrl(pruna, 'HTTP://api.pruna.ai/a.jpg')).toBeUndefined();
		expect(resolveResultUrl(local, 'http://localhost:3000/a.jpg')).toBe('http://localhost:3000/a.jpg');
		expect(resolveResultUrl(local, 'https://api.pruna.ai/a.jpg')).toBe('https://api.pruna.ai/a.jpg');
	});

	it.each(['/\\evil.example.com/x', '/\t/evil.example.com/x', '/\n/evil.example.com/x'])(
		'never leads to another host if it starts with one slash: %j',
		(link) => {
			const resolved = resolveResultUrl(pruna, link);
			expect(new URL(resolved ?? pruna.origin).origin).toBe(pruna.origin);
		},
	);

	it('is a web URL or nothing, whatever the API sends', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), (text) => {
				const link = resolveResultUrl(gateway, text);
				expect(link ?? 'https://').toMatch(/^https:\/\//);
			}),
		);
	});
});
