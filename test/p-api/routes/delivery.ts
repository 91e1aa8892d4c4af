import { codedAnswer, gatewayAnswer, type Answer } from '../answer';
import type { Call } from '../call';
import { deliveryExpiresAt, findDelivery } from '../urls';
import { failureOf, phaseOf, type OutputFile } from '../prediction';
import { rangeOf } from './range';

const NOT_FOUND = 'File not found';

/** GET and HEAD /v1/predictions/delivery/{path} (wire.md 5). */
export async function delivery({ state, request, record }: Call): Promise<Answer> {
	const found = findDelivery(state, record.path);
	if (!found) return gatewayAnswer(404, NOT_FOUND);
	const { prediction, file } = found;
	if (phaseOf(prediction) !== 'ended' || failureOf(state, prediction)) return gatewayAnswer(404, NOT_FOUND);
	if (Date.now() >= deliveryExpiresAt(state, prediction)) return expired(state.options.deliveryExpiredStatus);

	const isHead = request.method === 'HEAD';
	const bytes = file.delivered ?? (await file.bytes());
	if (!isHead) file.delivered = bytes;
	const real = state.options.deliveryContentType === 'real';
	const headers = {
		'content-type': real ? file.contentType : 'application/octet-stream',
		'content-disposition': disposition(file),
		'cache-control': 'public, max-age=3600',
		'accept-ranges': 'bytes',
	};
	const range = isHead ? undefined : rangeOf(request.headers.range, bytes.length);
	if (range === 'unsatisfiable') {
		return gatewayAnswer(416, 'Range Not Satisfiable', {
			'accept-ranges': 'bytes',
			'content-range': `bytes */${bytes.length}`,
		});
	}
	if (!range) return { status: 200, headers, body: bytes };
	const { first, last } = range;
	return {
		status: 206,
		headers: { ...headers, 'content-range': `bytes ${first}-${last}/${bytes.length}` },
		body: bytes.subarray(first, last + 1),
	};
}

/** OpenAPI documents 410 with a code. Other sources expect 403 or 404, whose texts are invented. */
function expired(status: 403 | 404 | 410): Answer {
	if (status === 410)
		return codedAnswer(410, 'CONTENT_EXPIRED', 'Content is available for 24 hours after creation');
	return gatewayAnswer(status, status === 403 ? 'Forbidden' : NOT_FOUND);
}

/** A header can only contain ASCII, so other names are given twice, as RFC 6266 specifies. */
function disposition({ name }: OutputFile): string {
	const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
	if (ascii === name) return `attachment; filename="${name}"`;
	const exact = encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
	return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
