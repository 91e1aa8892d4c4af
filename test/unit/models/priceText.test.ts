import { catalog } from '../../../nodes/Pruna/models/catalog';
import { findModel } from '../../../nodes/Pruna/models/modelOperations';
import { formatUsd, priceInBrief, priceText } from '../../../nodes/Pruna/models/priceText';

describe('a price in words', () => {
	it.each([
		['p-image', '0.005 USD per image'],
		['p-image-edit-text-aware', '0.01 USD per image, 0.03 when text is detected'],
		['p-image-try-on', '0.015 USD for the first garment, 0.008 for each additional one'],
		['p-image-trainer', '1.80 USD per 1,000 steps'],
		['wan-i2v', '0.05 USD per video at 480p, 0.11 at 720p'],
		[
			'p-video',
			'0.02 USD per second at 720p, 0.04 at 1080p, 0.005 at 720p in draft mode, 0.01 at 1080p in draft mode',
		],
		['p-video-edit', '0.045 USD per second, 0.025 in draft mode'],
		[
			'p-image-upscale',
			'0.005 USD per image up to 4 megapixels, 0.01 up to 8 megapixels, 0.02 up to 16 megapixels, 0.04 up to 32 megapixels, 0.06 up to 64 megapixels, 0.12 up to 128 megapixels',
		],
	])('of %s', (id, text) => {
		expect(priceText(findModel(id)!)).toBe(text);
	});

	it.each([
		['p-image', '0.005 USD per image'],
		['flux-dev', 'about 0.005 USD per image'],
		['p-video', '0.005 to 0.04 USD per second, by Resolution and Draft'],
		['p-image-upscale', 'about 0.005 to 0.12 USD per image, by Target Megapixels'],
		['p-image-ideogram', 'about 0.003 to 0.066 USD per image, by Thinking and Image Size'],
	])('of %s in the list of models', (id, text) => {
		expect(priceInBrief(findModel(id)!)).toBe(text);
	});

	it('is missing if none is published', () => {
		const unknown = catalog.filter(({ price }) => price === undefined);
		expect(unknown).toContain(findModel('vace'));
		expect(unknown.filter((model) => priceText(model) ?? priceInBrief(model))).toEqual([]);
	});

	it.each([
		[0.005, '0.005'],
		[0.1 + 0.2, '0.30'],
		[1.8, '1.80'],
		[12, '12.00'],
		[0.0001, '0.0001'],
	])('%d USD is %s', (usd, text) => {
		expect(formatUsd(usd)).toBe(text);
	});
});
