import fc from 'fast-check';
import { unreachableReason } from '../../../nodes/Pruna/media/publicAddress';

const reasonOf = (host: string) => unreachableReason(new URL(`https://${host}/a/fox.jpg?token=secret`));

describe('an address that Pruna can reach', () => {
	it.each([
		'example.com',
		'img.example.com.',
		'localhost.example.com',
		'mylocal.net',
		'corp.example.org',
		'例え.jp',
		'8.8.8.8',
		'8.8.8.8:8443',
		'172.15.255.255',
		'172.32.0.1',
		'100.63.255.255',
		'100.128.0.0',
		'169.253.255.255',
		'192.167.255.255',
		'192.169.0.0',
		'223.255.255.255',
		'[2606:4700:4700::1111]',
		'[2001:4860:4860::8888]',
		'[::ffff:8.8.8.8]',
		'[64:ff9b::8.8.8.8]',
		'[2002:808:808::1]',
	])('is allowed: %s', (host) => {
		expect(reasonOf(host)).toBeUndefined();
	});
});

describe('an address that Pruna cannot reach', () => {
	it.each([
		'localhost',
		'LOCALHOST:5678',
		'localhost.',
		'app.localhost',
		'n8n',
		'minio:9000',
		'nas.local',
		'nas.local.',
		'host.docker.internal',
		'files.lan',
		'box.home.arpa',
		'wiki.intranet',
		'files.corp',
		'files.home',
		'a.test',
		'a.example',
		'a.invalid',
	])('is a local name: %s', (host) => {
		expect(reasonOf(host)).toContain('which Pruna cannot reach');
	});

	it.each([
		'127.0.0.1',
		'127.0.0.1.',
		'127.1',
		'2130706433',
		'0x7f000001',
		'0177.0.0.1',
		'0x7f.1',
		'0',
		'10.0.0.1',
		'172.16.0.1',
		'172.31.255.255',
		'192.168.1',
		'192.0.2.1',
		'198.51.100.7',
		'203.0.113.7',
		'198.19.0.1',
		'255.255.255.255',
		'%31%32%37.0.0.1',
		'１２７.０.０.１',
	])('is a special IPv4 address in any notation: %s', (host) => {
		expect(reasonOf(host)).toContain('which Pruna cannot reach');
	});

	it.each([
		'[::]',
		'[::1]',
		'[0:0:0:0:0:0:0:1]',
		'[fe80::1]',
		'[febf::1]',
		'[fec0::1]',
		'[fc00::1]',
		'[fdff::1]:8080',
		'[ff02::1]',
		'[2001:db8::1]',
		'[3fff::1]',
		'[100::1]',
		'[4000::1]',
		'[::ffff:127.0.0.1]',
		'[::ffff:c0a8:101]',
		'[::ffff:0:10.0.0.1]',
		'[::10.0.0.1]',
		'[64:ff9b::10.0.0.1]',
		'[64:ff9b:1::8.8.8.8]',
		'[2002:c0a8:101::1]',
	])('is a special IPv6 address: %s', (host) => {
		expect(reasonOf(host)).toContain('which Pruna cannot reach');
	});

	it('is reported with the reason and the advice, but without the path', () => {
		expect(reasonOf('192.168.1.5:8080')).toBe(
			'“192.168.1.5” is a private network address, which Pruna cannot reach from the internet; ' +
				'download the file in the workflow and enter the name of its binary field, so that the node uploads it',
		);
		expect(reasonOf('localhost:5678')).toContain('“localhost” is the name of the local machine');
		expect(reasonOf('100.64.0.1')).toContain('inside a provider’s network');
	});

	it.each(['user:password@example.com', 'user@example.com', ':password@example.com'])(
		'contains credentials, which are not repeated: %s',
		(host) => {
			const reason = reasonOf(host);
			expect(reason).toContain('example.com contains a username or password');
			expect(reason).not.toMatch(/user:|:password|user@/);
		},
	);
});

const PRIVATE: ReadonlyArray<readonly [string, number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
];
const OTHERS = ['192.0.0.', '192.0.2.', '198.18.', '198.19.', '198.51.100.', '203.0.113.'];

const numberOf = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const dotted = (number: number) =>
	[24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** The notations of an IPv4 address that browsers and curl accept. */
const SPELLINGS: ReadonlyArray<(number: number) => string> = [
	dotted,
	(number) => `${dotted(number)}.`,
	(number) => String(number),
	(number) => `0x${number.toString(16)}`,
	(number) => `0${number.toString(8)}`,
	(number) => `${Math.floor(number / 2 ** 24)}.${number % 2 ** 24}`,
	(number) =>
		`0x${Math.floor(number / 2 ** 24).toString(16)}.0${Math.floor((number % 2 ** 24) / 2 ** 16).toString(8)}.${number % 2 ** 16}`,
	(number) => `[::ffff:${dotted(number)}]`,
	(number) => `[::${dotted(number)}]`,
	(number) => `[64:ff9b::${dotted(number)}]`,
	(number) => `[2002:${Math.floor(number / 2 ** 16).toString(16)}:${(number % 2 ** 16).toString(16)}::1]`,
];
const spelling = fc.constantFrom(...SPELLINGS);

it('rejects every address of a special range in any notation', () => {
	const special = fc
		.constantFrom(...PRIVATE)
		.chain(([first, length]) => fc.nat(2 ** (32 - length) - 1).map((offset) => numberOf(first) + offset));
	fc.assert(
		fc.property(special, spelling, (number, spell) => {
			expect(reasonOf(spell(number))).toBeDefined();
		}),
		{ numRuns: 1000 },
	);
});

it('allows every other address in any notation', () => {
	const isSpecial = (number: number) =>
		PRIVATE.some(
			([first, length]) =>
				Math.floor(number / 2 ** (32 - length)) === Math.floor(numberOf(first) / 2 ** (32 - length)),
		) || OTHERS.some((prefix) => dotted(number).startsWith(prefix));
	const ordinary = fc.nat(2 ** 32 - 1).filter((number) => !isSpecial(number));
	fc.assert(
		fc.property(ordinary, spelling, (number, spell) => {
			expect(reasonOf(spell(number))).toBeUndefined();
		}),
		{ numRuns: 1000 },
	);
});

it('rejects every IPv6 address outside the public range', () => {
	const group = fc.nat(0xffff).map((number) => number.toString(16));
	const first = fc.nat(0xffff).filter((number) => number < 0x40 || (number >> 13 !== 1 && number !== 0x64));
	fc.assert(
		fc.property(first, fc.array(group, { minLength: 7, maxLength: 7 }), (start, rest) => {
			// Leading groups of zeros could embed a public IPv4 address.
			fc.pre(start !== 0);
			expect(reasonOf(`[${start.toString(16)}:${rest.join(':')}]`)).toBeDefined();
		}),
	);
});
