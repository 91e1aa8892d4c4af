import { deliveryExpiresAt, findDelivery } from '../urls';
import type { MediaKind, Model, Parameter } from '../models';
import type { OutputFile, Prediction } from '../prediction';
import type { UploadedFile } from '../requests';
import type { State } from '../state';
import { formatOfBytes, formatOfName } from './formats';
import { reachOf } from './hosts';
import { formatError } from './open';
import { isPage } from './pages';
import { controlCharacters, invalidUrl, notFound, unreachable } from './pythonErrors';

// A job downloads and opens its media when it runs, after it has been accepted and charged. The stand-in downloads
// nothing: it knows the files behind its own URLs, and judges other URLs by their pattern.

/** All media URLs of an input with their parameters, in the order of the model's parameters. */
function mediaOf(model: Model, input: Record<string, unknown>): Array<[Parameter, string]> {
	return model.parameters
		.filter(({ media }) => media !== undefined)
		.flatMap((parameter) =>
			[input[parameter.name] ?? []]
				.flat()
				.filter((url) => typeof url === 'string')
				.map((url): [Parameter, string] => [parameter, url]),
		);
}

/** The URLs of an input for media of this kind. */
export const mediaUrls = (model: Model, input: Record<string, unknown>, kind: MediaKind): string[] =>
	mediaOf(model, input)
		.filter(([{ media }]) => [media].flat().includes(kind))
		.map(([, url]) => url);

export function findUpload(state: State, url: string): UploadedFile | undefined {
	const id = ownPath(state, url)?.match(/^\/v1\/files\/([^/?#]+)$/)?.[1];
	return id === undefined ? undefined : state.uploads.find((file) => file.id === id);
}

/** The raw Python message of a job that could not download or open one of its media (wire.md 1), or undefined. */
export function mediaError(state: State, { model, input, endsAt }: Prediction): string | undefined {
	for (const [parameter, url] of mediaOf(model, input)) {
		const error = urlError(state, parameter, url, endsAt);
		if (error !== undefined) return error;
	}
	return undefined;
}

function urlError(state: State, parameter: Parameter, url: string, at: number): string | undefined {
	if (/[\s\p{Cc}]/u.test(url)) return controlCharacters(url);
	if (ownPath(state, url) !== undefined) return ownUrlError(state, parameter, url, at);
	if (!/^https?:\/\/[^/]/i.test(url) || !URL.canParse(url)) return invalidUrl(url);
	const parsed = new URL(url);
	const reach = reachOf(parsed.hostname);
	if (reach !== 'public') return unreachable(parsed, reach);
	if (isPage(parsed)) return formatError(parameter, undefined);
	// A URL without a media extension could be anything, so it counts as what the parameter expects.
	const format = formatOfName(parsed.pathname);
	return format && formatError(parameter, format);
}

function ownUrlError(state: State, parameter: Parameter, url: string, at: number): string | undefined {
	const upload = findUpload(state, url);
	if (upload) return at < upload.expiresAt ? formatError(parameter, upload.medium?.format) : notFound(url);
	const delivery = findDelivery(state, url);
	if (!delivery || at >= deliveryExpiresAt(state, delivery.prediction)) return notFound(url);
	return formatError(parameter, formatOfOutput(delivery.file));
}

/** By its bytes if they exist already, else by its name: an image is drawn only when it is delivered. */
const formatOfOutput = ({ name, delivered }: OutputFile) =>
	delivered ? formatOfBytes(delivered) : formatOfName(name);

/** The path of one of this API's URLs, without origin and prefix; undefined for any other URL. */
function ownPath(state: State, url: string): string | undefined {
	const base = [state.publicUrl(''), state.url].find((origin) => url.startsWith(`${origin}/`));
	return base === undefined ? undefined : url.slice(base.length);
}
