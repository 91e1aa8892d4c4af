import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Lower-case letters and digits; prediction ids have 26 of them, file ids 10 (wire.md 0 and 6). */
export const randomId = (length: number): string =>
	Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
