import fc from 'fast-check';
import { looseChoice, looseNumber } from '../../../nodes/Pruna/core/looseChoice';

const FORMATS = ['png', 'jpg', 'webp'];
const RESOLUTIONS = ['480p', '720p', '1080p'];
const RATIOS = ['1:1', '16:9', '9:16', '21:9', 'match_input_image', 'custom'];
const SIZES = ['720*1280', '1280*720'];
const SECONDS = [5, 10];
const RATES = [24, 48];
const MEGAPIXELS = ['0.25', '1', '4'];
const MIXED = ['original', '24', '48'];

describe('a choice', () => {
	it.each<[ReadonlyArray<string | number>, unknown, string | number]>([
		[FORMATS, 'JPG', 'jpg'],
		[FORMATS, 'jpeg', 'jpg'],
		[FORMATS, ' JPEG ', 'jpg'],
		[['jpeg', 'png'], 'jpg', 'jpeg'],
		[RESOLUTIONS, '1080P', '1080p'],
		[RESOLUTIONS, '1080', '1080p'],
		[RESOLUTIONS, 1080, '1080p'],
		[RESOLUTIONS, '0720p', '720p'],
		[RESOLUTIONS, '720 p', '720p'],
		[SECONDS, '5', 5],
		[SECONDS, '05', 5],
		[SECONDS, '5s', 5],
		[SECONDS, '5 seconds', 5],
		[SECONDS, '10 Sec', 10],
		[SECONDS, '5.0', 5],
		[RATES, '24fps', 24],
		[RATES, '48 FPS', 48],
		[MIXED, '24 fps', '24'],
		[MIXED, 'Original', 'original'],
		[MEGAPIXELS, 0.25, '0.25'],
		[MEGAPIXELS, '.25', '0.25'],
		[MEGAPIXELS, '1 MP', '1'],
		[RATIOS, '16x9', '16:9'],
		[RATIOS, '16/9', '16:9'],
		[RATIOS, '16 : 9', '16:9'],
		[RATIOS, '9×16', '9:16'],
		[RATIOS, 'Match_Input_Image', 'match_input_image'],
		[SIZES, '720x1280', '720*1280'],
		[['1K', '2K'], '2k', '2K'],
		[['5s', '10s'], '5', '5s'],
		[['5s', '10s'], '5S', '5s'],
	])('from %j is recognized in %j', (choices, value, choice) => {
		expect(looseChoice(choices, value)).toBe(choice);
	});

	it.each<[ReadonlyArray<string | number>, unknown]>([
		[FORMATS, 'gif'],
		[FORMATS, ''],
		[FORMATS, 'jp'],
		[FORMATS, null],
		[FORMATS, {}],
		[FORMATS, ['jpg']],
		[FORMATS, 'constructor'],
		[RESOLUTIONS, '1080i'],
		[RESOLUTIONS, '1080s'],
		[RESOLUTIONS, '4k'],
		[SECONDS, '5p'],
		[SECONDS, '50'],
		[SECONDS, '5-10'],
		[SECONDS, '-5'],
		[RATIOS, '32:18'],
		[RATIOS, '16'],
		[RATIOS, '16:9:1'],
		[['720p', '720i'], '720'],
		[['Fast', 'fast '], 'FAST'],
		[['1K', '1MP'], 1],
	])('from %j is not recognized in %j', (choices, value) => {
		expect(looseChoice(choices, value)).toBeUndefined();
	});

	it('with a unit is recognized only with that unit if it is known', () => {
		expect(looseChoice(SECONDS, '5s', 'seconds')).toBe(5);
		expect(looseChoice(SECONDS, '5fps', 'seconds')).toBeUndefined();
		expect(looseChoice(RATES, '24s', 'frames per second')).toBeUndefined();
	});

	it('is always recognized in its exact form, whatever the other choices are', () => {
		const choices = fc.uniqueArray(fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.nat()), {
			selector: (choice) => String(choice).trim(),
			minLength: 1,
		});
		fc.assert(
			fc.property(choices, fc.nat(), (all, at) => {
				const choice = all[at % all.length]!;
				fc.pre(String(choice) === String(choice).trim());
				expect(looseChoice(all, choice)).toBe(choice);
				expect(looseChoice(all, String(choice))).toBe(choice);
			}),
		);
	});

	it('is one of the choices or undefined for any input', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.string({ unit: fc.constantFrom(...'0159:xps. ') })), (value) => {
				expect([...RESOLUTIONS, undefined]).toContain(looseChoice(RESOLUTIONS, value));
			}),
		);
	});
});

describe('a number', () => {
	it.each([
		[5, 5],
		['5', 5],
		[' 05 ', 5],
		['5.5', 5.5],
		['.5', 0.5],
		['-1.5e3', -1500],
		['5s', 5],
		['5 s', 5],
		['5 Seconds', 5],
		['05sec', 5],
	])('of seconds is recognized in %j', (value, number) => {
		expect(looseNumber(value, 'seconds')).toBe(number);
	});

	it.each([
		[''],
		['s'],
		['5p'],
		['5,5'],
		['5 or 6'],
		['0x10'],
		['1e999'],
		['Infinity'],
		[NaN],
		[Infinity],
		[null],
		[true],
		[[5]],
		['5s5'],
	])('is not recognized in %j', (value) => {
		expect(looseNumber(value, 'seconds')).toBeUndefined();
	});

	it('has no unit if none is known', () => {
		expect(looseNumber('5')).toBe(5);
		expect(looseNumber('5s')).toBeUndefined();
		expect(looseNumber('512px', 'pixels')).toBe(512);
		expect(looseNumber('512px', 'seconds')).toBeUndefined();
	});

	it('can be read back from its text with its unit', () => {
		const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
		fc.assert(
			fc.property(number, fc.constantFrom('', 's', ' sec', ' seconds'), (value, unit) => {
				expect(looseNumber(`${value}${unit}`, 'seconds')).toBe(value === 0 ? Number(`${value}`) : value);
			}),
		);
	});
});
