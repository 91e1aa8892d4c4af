/** A URL, or what is wrong, as a sentence without its period. */
export type CleanedUrl = { readonly url: string } | { readonly finding: string };

/** Blanks, and characters that nobody sees: soft hyphens, zero widths, and marks of direction. */
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

/** Schemes of places that only the user's own machine or account can read. */
const OTHER_SCHEMES: Readonly<Record<string, string>> = {
	ftp: 'is an FTP address; download the file with the node FTP',
	sftp: 'is an SFTP address; download the file with the node FTP',
	file: 'is a file on a computer; read it with the node Read/Write Files from Disk',
	blob: 'is known in one browser tab only; take the address of the file itself',
	s3: 'is an address within S3; make a presigned https:// URL of it, or download the file with the node AWS S3',
	gs: 'is an address within Google Cloud Storage; make a signed https:// URL of it, or download the file with the node Google Cloud Storage',
	'filesystem-v2': 'is where n8n keeps a file; give the name of its binary field',
	filesystem: 'is where n8n keeps a file; give the name of its binary field',
	database: 'is where n8n keeps a file; give the name of its binary field',
	attachment: 'is known in one app only; take the address of the file itself',
	mxc: 'is an address within Matrix; download the file in the workflow',
};

const FIELD_ADVICE = 'then give the name of its binary field';

/** Without an expression for the end, which would take long on a text with many blanks within. */
function trimmed(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && OUTER.test(text[start]!)) start++;
	while (end > start && OUTER.test(text[end - 1]!)) end--;
	return text.slice(start, end);
}

/** What is in quotes, angle brackets or a Markdown link. */
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
	// A Markdown link may have a title in quotes behind its URL.
	const title = target.endsWith('"') ? target.indexOf(' "') : -1;
	return title < 0 ? target : target.slice(0, title);
}

/** The text without all that is around it. */
export function bareText(text: string): string {
	let bare = trimmed(text);
	for (let layer = 0; layer < 5; layer++) {
		const inner = trimmed(unwrap(bare));
		if (inner === bare) return bare;
		bare = inner;
	}
	return bare;
}

/** As much of a user's text as a message needs. */
export function shorten(text: string): string {
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** What a text is that was meant as an address, but has no scheme of the web; undefined when it is something else. */
function schemeFinding(bare: string): string | undefined {
	const shown = `“${shorten(bare)}”`;
	const scheme = /^([a-z][a-z0-9+.-]{1,20}):/i.exec(bare)?.[1]?.toLowerCase() ?? '';
	if (Object.hasOwn(OTHER_SCHEMES, scheme)) return `${shown} ${OTHER_SCHEMES[scheme]}, ${FIELD_ADVICE}`;
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(bare)) return `${shown} has to begin with https://`;
	if (/^([a-z]:[\\/]|\\\\|~?\/(?!\/))/i.test(bare)) {
		return `${shown} is a path without a server; give a whole URL (https://…) or the name of a binary field`;
	}
	if (bare.startsWith('//') || /^www\.|^([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?\//i.test(bare)) {
		return `${shown} needs https:// in front`;
	}
	return undefined;
}

/**
 * Makes a URL of a text as a browser would: without the quotes or brackets around it, and with blanks and other scripts
 * percent-encoded. What is encoded stays as it is. A URL that needs nothing of this is not changed at all, because it
 * may be signed.
 *
 * @param text Anything but a data URI. Names of binary fields have to be tried before
 * @returns undefined for a text that was not meant as an address
 */
export function cleanUrl(text: string): CleanedUrl | undefined {
	const bare = bareText(text);
	if (bare.includes('{{') && bare.includes('}}')) {
		return {
			finding: `“${shorten(bare)}” has an expression in it that was not evaluated; switch the field to Expression`,
		};
	}
	if (!/^https?:/i.test(bare)) {
		const finding = schemeFinding(bare);
		return finding === undefined ? undefined : { finding };
	}
	// A browser would make one address of them.
	if (/\shttps?:\/\//i.test(bare)) {
		return { finding: `“${shorten(bare)}” is more than one URL; give one` };
	}
	if (!URL.canParse(bare)) return { finding: `“${shorten(bare)}” is not a valid URL` };
	const isPlain = /^https?:\/\/[^/]/i.test(bare) && /^[!#-;=?-[\]_a-z~]+$/i.test(bare);
	return { url: isPlain ? bare : new URL(bare).href };
}
