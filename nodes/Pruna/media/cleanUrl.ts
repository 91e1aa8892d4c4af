/** A URL, or what is wrong with the text, as a sentence without its period. */
export type CleanedUrl = { readonly url: string } | { readonly finding: string };

/** Whitespace and invisible characters: soft hyphens, zero-width characters and direction marks. */
const OUTER = /[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

/** What people and AI agents put around a URL. */
const WRAPPERS: ReadonlyArray<readonly [opening: string, closing: string]> = [
	['"', '"'],
	["'", "'"],
	['`', '`'],
	['“', '”'],
	['„', '“'],
	['‘', '’'],
	['«', '»'],
	['\\"', '\\"'],
	['<', '>'],
];

const ENTER_FIELD = 'enter the name of its binary field';
const STORED = 'is n8n’s internal ID of a file; enter the name of the file’s binary field instead';

/** Schemes of places that only the user's own machine or account can read. */
const OTHER_SCHEMES: Readonly<Record<string, string>> = {
	ftp: `is an FTP URL; download the file with the FTP node and ${ENTER_FIELD}`,
	sftp: `is an SFTP URL; download the file with the FTP node and ${ENTER_FIELD}`,
	file: `is a file on a computer; read it with the Read/Write Files from Disk node and ${ENTER_FIELD}`,
	blob: 'works in one browser tab only; use the URL of the file itself',
	s3: `is an S3 URI; create a presigned https:// URL for it, or download the file with the AWS S3 node and ${ENTER_FIELD}`,
	gs: `is a Google Cloud Storage URI; create a signed https:// URL for it, or download the file with the Google Cloud Storage node and ${ENTER_FIELD}`,
	'filesystem-v2': STORED,
	filesystem: STORED,
	database: STORED,
	attachment: 'works in one app only; use the URL of the file itself',
	mxc: `is a Matrix URI; download the file in the workflow and ${ENTER_FIELD}`,
};

/** Trims without a regular expression, which would be slow on a text with many inner spaces. */
function trimmed(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && OUTER.test(text[start]!)) start++;
	while (end > start && OUTER.test(text[end - 1]!)) end--;
	return text.slice(start, end);
}

/** Removes one layer of quotes, angle brackets or Markdown. */
function unwrap(text: string): string {
	const wrapper = WRAPPERS.find(
		([opening, closing]) =>
			text.length > opening.length + closing.length && text.startsWith(opening) && text.endsWith(closing),
	);
	if (wrapper) return text.slice(wrapper[0].length, text.length - wrapper[1].length);
	if (!/^!?\[/.test(text) || !text.endsWith(')')) return text;
	const middle = text.lastIndexOf('](');
	if (middle < 0) return text;
	const target = trimmed(text.slice(middle + 2, -1));
	// Markdown allows a quoted title after the URL.
	const title = target.endsWith('"') ? target.indexOf(' "') : -1;
	return title < 0 ? target : target.slice(0, title);
}

/** The text without anything wrapped around it. */
export function bareText(text: string): string {
	let bare = trimmed(text);
	for (let layer = 0; layer < 5; layer++) {
		const inner = trimmed(unwrap(bare));
		if (inner === bare) return bare;
		bare = inner;
	}
	return bare;
}

/** Cuts a user's text to the length that a message needs. */
export function shorten(text: string): string {
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** What is wrong with a text that was meant as a URL but is not http(s); undefined for any other text. */
function schemeFinding(bare: string): string | undefined {
	const shown = `“${shorten(bare)}”`;
	const scheme = /^([a-z][a-z0-9+.-]{1,20}):/i.exec(bare)?.[1]?.toLowerCase() ?? '';
	if (Object.hasOwn(OTHER_SCHEMES, scheme)) return `${shown} ${OTHER_SCHEMES[scheme]}`;
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(bare)) return `${shown} must start with https://`;
	if (/^([a-z]:[\\/]|\\\\|~?\/(?!\/))/i.test(bare)) {
		return `${shown} is a path, not a URL; enter a full URL (https://…) or the name of a binary field`;
	}
	if (bare.startsWith('//') || /^www\.|^([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?\//i.test(bare)) {
		return `${shown} is missing https:// at the start`;
	}
	return undefined;
}

/**
 * Turns a text into a URL as a browser would: it removes the quotes or brackets around the URL and percent-encodes
 * spaces and non-ASCII characters. What is already encoded stays as it is. A URL that needs none of this is not changed
 * at all, because it may be signed.
 *
 * @param text Anything but a data URI. Check for the name of a binary field first
 * @returns undefined for a text that was not meant as a URL
 */
export function cleanUrl(text: string): CleanedUrl | undefined {
	const bare = bareText(text);
	if (bare.includes('{{') && bare.includes('}}')) {
		return {
			finding: `“${shorten(bare)}” contains an expression that was not evaluated; switch the field to Expression`,
		};
	}
	if (!/^https?:/i.test(bare)) {
		const finding = schemeFinding(bare);
		return finding === undefined ? undefined : { finding };
	}
	// A browser would read them as one URL.
	if (/\shttps?:\/\//i.test(bare)) {
		return { finding: `“${shorten(bare)}” contains more than one URL; enter only one` };
	}
	if (!URL.canParse(bare)) return { finding: `“${shorten(bare)}” is not a valid URL` };
	const isPlain = /^https?:\/\/[^/]/i.test(bare) && /^[!#-;=?-[\]_a-z~]+$/i.test(bare);
	return { url: isPlain ? bare : new URL(bare).href };
}
