/** One parameter of the header: `filename=…` or `filename*=…`, quoted or not, after a semicolon. */
const PARAMETER = /;\s*(filename\*?)\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)/gi;

function unquoted(value: string): string {
	return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}

/** "UTF-8''%E7%81%AF.png" (RFC 8187); undefined for another charset or a broken encoding. */
function decoded(value: string): string | undefined {
	const encoded = /^utf-8'[^']*'(.*)$/is.exec(value)?.[1];
	try {
		return encoded === undefined ? undefined : decodeURIComponent(encoded);
	} catch {
		return undefined;
	}
}

/**
 * The file name in a `Content-Disposition` header (RFC 6266), which the API sends with a result file (wire.md 5). If both
 * forms are present, `filename*`, which is not limited to ASCII, wins. The name comes from the network: make it safe
 * before use.
 *
 * @returns undefined when the header names no file
 */
export function nameInDisposition(header: string | undefined): string | undefined {
	const found = new Map<string, string>();
	for (const [, key = '', value = ''] of (header ?? '').matchAll(PARAMETER)) {
		const name = key.endsWith('*') ? decoded(unquoted(value)) : unquoted(value);
		if (name && !found.has(key.toLowerCase())) found.set(key.toLowerCase(), name);
	}
	return found.get('filename*') ?? found.get('filename');
}
