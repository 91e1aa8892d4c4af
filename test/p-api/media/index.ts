import { deliveryExpiresAt, findDelivery } from '../links';
import type { MediaKind, Model, Parameter } from '../models';
import type { OutputFile, Prediction } from '../prediction';
import type { UploadedFile } from '../requests';
import type { State } from '../state';
import { formatOfBytes, formatOfName } from './formats';
import { reachOf } from './hosts';
import { formatError } from './open';
import { leadsToPage } from './pages';
import { controlCharacters, invalidUrl, notFound, unreachable } from './pythonErrors';

// A job fetches and opens its media when it runs, after it was accepted and paid. The stand-in fetches nothing from
// the network: it knows what is behind its own links, and tells by their pattern what is behind foreign ones.

/** All links of an input that stand for media, with their parameters, in the order of the model's parameters. */
function mediaOf(model: Model, input: Record<string, unknown>): Array<[Parameter, string]> {
	return model.parameters
		.filter(({ media }) => media !== undefined)
		.flatMap((parameter) =>
			[input[parameter.name] ?? []]
				.flat()
				.filter((link) => typeof link === 'string')
				.map((link): [Parameter, string] => [parameter, link]),
		);
}

/** The links of an input that stand for media of a kind. */
export const mediaLinks = (model: Model, input: Record<string, unknown>, kind: MediaKind): string[] =>
	mediaOf(model, input)
		.filter(([{ media }]) => [media].flat().includes(kind))
		.map(([, link]) => link);

export function findUpload(state: State, link: string): UploadedFile | undefined {
	const id = ownPath(state, link)?.match(/^\/v1\/files\/([^/?#]+)$/)?.[1];
	return id === undefined ? undefined : state.uploads.find((file) => file.id === id);
}

/** The raw Python message of a job that could not fetch or open one of its media (wire.md 1), or undefined. */
export function mediaError(state: State, { model, input, endsAt }: Prediction): string | undefined {
	for (const [parameter, link] of mediaOf(model, input)) {
		const error = linkError(state, parameter, link, endsAt);
		if (error !== undefined) return error;
	}
	return undefined;
}

function linkError(state: State, parameter: Parameter, link: string, at: number): string | undefined {
	if (/[\s\p{Cc}]/u.test(link)) return controlCharacters(link);
	if (ownPath(state, link) !== undefined) return ownLinkError(state, parameter, link, at);
	if (!/^https?:\/\/[^/]/i.test(link) || !URL.canParse(link)) return invalidUrl(link);
	const url = new URL(link);
	const reach = reachOf(url.hostname);
	if (reach !== 'public') return unreachable(url, reach);
	if (leadsToPage(url)) return formatError(parameter, undefined);
	// A link without a telling extension may lead to anything: it counts as what the parameter wants.
	const format = formatOfName(url.pathname);
	return format && formatError(parameter, format);
}

function ownLinkError(state: State, parameter: Parameter, link: string, at: number): string | undefined {
	const upload = findUpload(state, link);
	if (upload) return at < upload.expiresAt ? formatError(parameter, upload.medium?.format) : notFound(link);
	const delivery = findDelivery(state, link);
	if (!delivery || at >= deliveryExpiresAt(state, delivery.prediction)) return notFound(link);
	return formatError(parameter, formatOfOutput(delivery.file));
}

/** By its bytes where they are there already: a picture is drawn only when it is delivered. */
const formatOfOutput = ({ name, delivered }: OutputFile) =>
	delivered ? formatOfBytes(delivered) : formatOfName(name);

/** The path of a link of this API, without origin and prefix; undefined for a foreign link. */
function ownPath(state: State, link: string): string | undefined {
	const base = [state.link(''), state.url].find((origin) => link.startsWith(`${origin}/`));
	return base === undefined ? undefined : link.slice(base.length);
}
