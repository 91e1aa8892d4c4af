/** What to do about a URL that Pruna cannot reach. */
const ADVICE =
	'download the file in the workflow and enter the name of its binary field, so that the node uploads it';

/** Top-level domains that never lead to the public internet (RFC 2606, 6761, 6762, 7686, 8375, 9476, and by convention). */
const LOCAL_DOMAINS = [
	'alt',
	'corp',
	'example',
	'home',
	'home.arpa',
	'internal',
	'intranet',
	'invalid',
	'lan',
	'local',
	'localdomain',
	'localhost',
	'onion',
	'private',
	'test',
];

type Range = readonly [first: string, prefixLength: number, what: string];

/** IPv4 ranges that are not public (IANA's registry of special-purpose addresses). */
const IPV4_RANGES: readonly Range[] = [
	['0.0.0.0', 8, 'an unspecified address'],
	['10.0.0.0', 8, 'a private network address'],
	['100.64.0.0', 10, 'an address inside a provider’s network'],
	['127.0.0.0', 8, 'the address of the local machine'],
	['169.254.0.0', 16, 'a local network address'],
	['172.16.0.0', 12, 'a private network address'],
	['192.0.0.0', 24, 'a reserved address'],
	['192.0.2.0', 24, 'an address reserved for documentation'],
	['192.168.0.0', 16, 'a private network address'],
	['198.18.0.0', 15, 'an address reserved for network tests'],
	['198.51.100.0', 24, 'an address reserved for documentation'],
	['203.0.113.0', 24, 'an address reserved for documentation'],
	['224.0.0.0', 4, 'a multicast address'],
	['240.0.0.0', 4, 'a reserved address'],
];

/** The same for IPv6, the most specific first. Any other address outside 2000::/3 is unassigned. */
const IPV6_RANGES: readonly Range[] = [
	['::', 128, 'an unspecified address'],
	['::1', 128, 'the address of the local machine'],
	['fe80::', 10, 'a local network address'],
	['fec0::', 10, 'a private network address'],
	['fc00::', 7, 'a private network address'],
	['ff00::', 8, 'a multicast address'],
	['2001:db8::', 32, 'an address reserved for documentation'],
	['3fff::', 20, 'an address reserved for documentation'],
];

/** IPv6 ranges that embed an IPv4 address, and the group at which it starts. */
const CARRIERS: ReadonlyArray<readonly [first: string, prefixLength: number, group: number]> = [
	['::ffff:0:0', 96, 6], // mapped
	['::ffff:0:0:0', 96, 6], // translated
	['64:ff9b::', 96, 6], // NAT64
	['2002::', 16, 1], // 6to4
	['::', 96, 6], // compatible
];

function ipv4Bits(host: string): bigint | undefined {
	// The URL parser has normalized every notation (octal, hex, one number) to this form.
	if (!/^\d+\.\d+\.\d+\.\d+$/.test(host)) return undefined;
	return host.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

/** @param address As the URL parser writes it, without brackets: no IPv4 part, and at most one `::` */
function ipv6Bits(address: string): bigint {
	const [left = '', right] = address.split('::');
	const groups = (text: string) => (text === '' ? [] : text.split(':'));
	const start = groups(left);
	const end = right === undefined ? [] : groups(right);
	const gap = Array.from({ length: 8 - start.length - end.length }, () => '0');
	return [...start, ...gap, ...end].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

function isWithin(bits: bigint, first: bigint, prefixLength: number, size: number): boolean {
	const shift = BigInt(size - prefixLength);
	return bits >> shift === first >> shift;
}

function ipv4Reason(bits: bigint): string | undefined {
	return IPV4_RANGES.find(([first, length]) => isWithin(bits, ipv4Bits(first)!, length, 32))?.[2];
}

function ipv6Reason(bits: bigint): string | undefined {
	const within = ([first, length]: readonly [string, number, ...unknown[]]) =>
		isWithin(bits, ipv6Bits(first), length, 128);
	const special = IPV6_RANGES.find(within);
	if (special) return special[2];
	const carrier = CARRIERS.find(within);
	if (carrier) return ipv4Reason((bits >> BigInt(16 * (6 - carrier[2]))) & 0xffffffffn);
	return isWithin(bits, ipv6Bits('2000::'), 3, 128) ? undefined : 'a reserved address';
}

function nameReason(host: string): string | undefined {
	if (!host.includes('.') && !LOCAL_DOMAINS.includes(host))
		return 'a name that exists only on a local network';
	if (host === 'localhost' || host.endsWith('.localhost')) return 'the name of the local machine';
	return LOCAL_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`))
		? 'a name that exists only on a local network'
		: undefined;
}

/**
 * Says why Pruna cannot download from a URL, as far as the URL itself shows it: no name is resolved. The reason is a
 * sentence without its period. It never repeats a username, a password or the path of the URL.
 *
 * @param url An http or https URL, in which the parser normalizes every notation of an IPv4 address
 * @returns undefined for a public address
 */
export function unreachableReason(url: URL): string | undefined {
	if (url.username || url.password) {
		return `the URL for ${url.host} contains a username or password, which Pruna does not send; ${ADVICE}`;
	}
	const host = url.hostname.replace(/\.+$/, '').toLowerCase();
	const ipv4 = ipv4Bits(host);
	let reason: string | undefined;
	if (host.startsWith('[')) reason = ipv6Reason(ipv6Bits(host.slice(1, -1)));
	else reason = ipv4 === undefined ? nameReason(host) : ipv4Reason(ipv4);
	return reason && `“${url.hostname}” is ${reason}, which Pruna cannot reach from the internet; ${ADVICE}`;
}
