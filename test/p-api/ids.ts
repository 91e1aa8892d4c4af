import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Lowercase letters and digits: 26 in a prediction ID, 10 in a file ID (wire.md 0 and 6). */
export const randomId = (length: number): string =>
	Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
