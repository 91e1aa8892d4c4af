import type { OutputFile, Prediction } from './prediction';
import type { State } from './state';

const DELIVERY = '/v1/predictions/delivery/xezq';
/** These two models return a list even for one image (wire.md 4). */
const ALWAYS_A_LIST = ['wan-image-small', 'flux-2-klein-4b'];

/** `generation_url` of a succeeded job, in the form that the options specify (wire.md 4). */
export function generationUrl(state: State, prediction: Prediction): unknown {
	const form = state.options.generationUrl;
	const { files, token, model } = prediction;
	if (form === 'object') {
		const scores = files.map((_, index) => ({ score: 0.87 - 0.1 * index }));
		return scores.length === 1 ? scores[0] : { results: scores };
	}
	const urls = files.map((file) => {
		const path = `${DELIVERY}/${token}/${encodeURIComponent(file.name)}`;
		// The API does not know the prefix of a gateway in front of it, so relative URLs never include one.
		return form === 'relative' ? path : state.publicUrl(path);
	});
	return form === 'array' || urls.length !== 1 || ALWAYS_A_LIST.includes(model.id) ? urls : urls[0];
}

/** `get_url` of a submit's answer (wire.md 3). */
export function getUrl(state: State, id: string): string | undefined {
	const path = `/v1/predictions/status/${id}`;
	if (state.options.getUrl === 'missing') return undefined;
	return state.options.getUrl === 'relative' ? path : state.publicUrl(path);
}

/** The file for a delivery URL in any form, or for the path of a request. */
export function findDelivery(
	state: State,
	url: string,
): { prediction: Prediction; file: OutputFile } | undefined {
	const [, token, name] = /\/v1\/predictions\/delivery\/xezq\/([^/]+)\/([^/?#]+)/.exec(url) ?? [];
	if (token === undefined || name === undefined) return undefined;
	for (const prediction of state.predictions.values()) {
		if (prediction.token !== token) continue;
		const file = prediction.files.find((candidate) => encodeURIComponent(candidate.name) === name);
		return file && { prediction, file };
	}
	return undefined;
}

/** When the URLs of an ended job expire, in ms; those of trainers after 30 minutes at most (wire.md 4). */
export function deliveryExpiresAt(state: State, prediction: Prediction): number {
	const seconds = state.options.deliverySeconds;
	const isTrainer = prediction.model.output === 'lora-zip';
	return prediction.endsAt + 1000 * (isTrainer ? Math.min(seconds, 30 * 60) : seconds);
}
