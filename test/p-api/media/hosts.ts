import { BlockList, isIP } from 'node:net';

/** What a machine on the internet gets when it connects to a host. */
export type Reach = 'public' | 'unknown name' | 'refuses' | 'silent';

const own = blockList(['127.0.0.0/8', '0.0.0.0/8', '::/127']);

/** Private, shared, link-local, documentation, benchmark, multicast, and reserved ranges. */
const silent = blockList([
	...['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
	...['192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
	...['64:ff9b:1::/48', '100::/64', '2001:db8::/32', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]);

/** Top-level names that never resolve on the internet. `example` is missing because tests use it for public hosts. */
const LOCAL_NAME =
	/(^|\.)(corp|home|home\.arpa|internal|intranet|invalid|lan|local|localdomain|onion|private|test)$/;

function blockList(subnets: string[]): BlockList {
	const list = new BlockList();
	for (const subnet of subnets) {
		const [address = '', prefix] = subnet.split('/');
		list.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
	}
	return list;
}

/**
 * Whether a host can be reached from the internet, judged by its name alone.
 *
 * @param host As in `URL.hostname`, which turns decimal, octal, and hexadecimal IPv4 addresses into dotted ones
 */
export function reachOf(host: string): Reach {
	const name = host.replace(/\.$/, '');
	const address = embeddedIPv4(name.replace(/^\[|\]$/g, ''));
	const version = isIP(address);
	if (version === 0) {
		if (/(^|\.)localhost$/.test(name)) return 'refuses';
		return !name.includes('.') || LOCAL_NAME.test(name) ? 'unknown name' : 'public';
	}
	const family = version === 4 ? 'ipv4' : 'ipv6';
	if (own.check(address, family)) return 'refuses';
	return silent.check(address, family) ? 'silent' : 'public';
}

/** The IPv4 address inside an IPv6 address (mapped, compatible, NAT64) from `URL.hostname`; else the text unchanged. */
function embeddedIPv4(address: string): string {
	const [, high, low] = /^(?:::ffff:|64:ff9b::|::)([\da-f]{1,4}):([\da-f]{1,4})$/.exec(address) ?? [];
	if (high === undefined || low === undefined) return address;
	const [one, two] = [parseInt(high, 16), parseInt(low, 16)];
	return [one >> 8, one & 255, two >> 8, two & 255].join('.');
}
