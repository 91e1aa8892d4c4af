import { deliveryExpiresAt, findDelivery } from './links';
import type { MediaKind, Model } from './models';
import type { Prediction } from './prediction';
import type { UploadedFile } from './requests';
import type { State } from './state';

// A job fetches its media when it runs. The stand-in fetches nothing from the network: it knows its own links,
// and sorts foreign ones into reachable and not by the name of the host.

/** All links of an input that stand for media, in the order of the model's parameters. */
export function mediaLinks(model: Model, input: Record<string, unknown>, kind?: MediaKind): string[] {
	return model.parameters
		.filter(({ media }) => media && (kind === undefined || [media].flat().includes(kind)))
		.flatMap((parameter) => input[parameter.name] ?? [])
		.filter((link) => typeof link === 'string');
}

export function findUpload(state: State, link: string): UploadedFile | undefined {
	const id = ownPath(state, link)?.match(/^\/v1\/files\/([^/?#]+)$/)?.[1];
	return id === undefined ? undefined : state.uploads.find((file) => file.id === id);
}

/** The raw Python message of a job that could not get one of its media (wire.md 1), or undefined. */
export function mediaError(state: State, prediction: Prediction): string | undefined {
	for (const link of mediaLinks(prediction.model, prediction.input)) {
		const error = linkError(state, link, prediction.endsAt);
		if (error !== undefined) return error;
	}
	return undefined;
}

function linkError(state: State, link: string, at: number): string | undefined {
	const own = ownPath(state, link);
	if (own !== undefined) {
		const delivery = findDelivery(state, own);
		const expiresAt = delivery
			? deliveryExpiresAt(state, delivery.prediction)
			: (findUpload(state, link)?.expiresAt ?? 0);
		return at < expiresAt ? undefined : `404 Client Error: Not Found for url: ${link}`;
	}
	let url: URL;
	try {
		url = new URL(link);
	} catch {
		return `Invalid URL '${link}': No scheme supplied. Perhaps you meant https://${link}?`;
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:')
		return `No connection adapters were found for '${link.slice(0, 80)}'`;
	return isReachable(url.hostname) ? undefined : unreachable(url);
}

/** The path of a link of this API, without origin and prefix; undefined for a foreign link. */
function ownPath(state: State, link: string): string | undefined {
	const base = [state.link(''), state.url].find((origin) => link.startsWith(`${origin}/`));
	return base === undefined ? undefined : link.slice(base.length);
}

/** Names that do not resolve on the internet, and addresses that lead nowhere from there. */
function isReachable(host: string): boolean {
	const isPrivate = /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|\[)/.test(host);
	return host.includes('.') && !isPrivate && !/\.(invalid|local|localhost|internal)$/.test(host);
}

function unreachable(url: URL): string {
	const secure = url.protocol === 'https:';
	const kind = secure ? 'HTTPS' : 'HTTP';
	const port = url.port || (secure ? '443' : '80');
	const cause = `Failed to resolve '${url.hostname}' ([Errno -2] Name or service not known)`;
	return (
		`${kind}ConnectionPool(host='${url.hostname}', port=${port}): Max retries exceeded with url: ` +
		`${url.pathname}${url.search} (Caused by NameResolutionError("<urllib3.connection.${kind}Connection ` +
		`object at 0x7f3c5c1d2a90>: ${cause}"))`
	);
}
