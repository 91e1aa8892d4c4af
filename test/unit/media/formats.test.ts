import { fileLabel, formatFinding, isTakenFormat } from '../../../nodes/Pruna/media/formats';
import { identifyFile } from '../../../nodes/Pruna/media/identify';

const file = (fileName: string) => identifyFile({ fileName })!;
const IMAGES = ['jpg', 'png', 'webp'];

describe('a format', () => {
	it.each([
		['a.jpg', IMAGES],
		['a.jpeg', IMAGES],
		['a.jpg', ['jpeg']],
		['a.webp', IMAGES],
		['a.m4v', ['mp4']],
		['a.wave', ['flac', 'mp3', 'wav']],
		['a.zip', ['zip']],
		['a.heic', []],
		['a.heic', undefined],
	])('of %s is accepted if %j are', (name, formats) => {
		expect(isTakenFormat(file(name), formats)).toBe(true);
	});

	it.each([
		['a.gif', IMAGES],
		['a.heic', IMAGES],
		['a.mov', ['mp4']],
		['a.m4a', ['flac', 'mp3', 'wav']],
		['a.m4a', ['mp4']],
	])('of %s is not accepted if %j are', (name, formats) => {
		expect(isTakenFormat(file(name), formats)).toBe(false);
	});
});

describe('a message names a file', () => {
	it.each([
		['a.jpg', 'a JPEG image'],
		['a.pdf', 'a PDF document'],
		['a.html', 'a web page (HTML)'],
		['a.txt', 'a text file'],
		['a.mov', 'a QuickTime video (MOV)'],
	])('%s as %s', (name, label) => {
		expect(fileLabel(file(name))).toBe(label);
	});

	it('that is encoded as text', () => {
		const head = Buffer.from(Buffer.from('%PDF-1.7 and much more than forty characters').toString('base64'));
		expect(fileLabel(identifyFile({ head })!)).toBe('a PDF document encoded as Base64 text');
	});
});

describe('the problem with a file', () => {
	it('is its kind', () => {
		expect(formatFinding(file('a.pdf'), ['image'], IMAGES)).toBe('is a PDF document, but an image is needed');
		expect(formatFinding(file('a.png'), ['audio'])).toBe('is a PNG image, but an audio file is needed');
	});

	it('is its format', () => {
		expect(formatFinding(file('a.gif'), ['image'], IMAGES)).toBe(
			'is a GIF image, but JPG, PNG or WEBP is needed; convert it first',
		);
		expect(formatFinding(file('a.mov'), ['video'], ['mp4'])).toContain('but MP4 is needed');
	});

	it('is that it is encoded as text and has to be decoded', () => {
		const head = Buffer.from(Buffer.from(`GIF89a${'x'.repeat(60)}`).toString('base64'));
		expect(formatFinding(identifyFile({ head }), ['image'])).toBe(
			'is a GIF image encoded as Base64 text, but an image is needed; decode it first',
		);
	});

	it('is that it is none of several kinds', () => {
		expect(formatFinding(file('a.mp3'), ['video', 'image'])).toBe(
			'is an MP3 audio file, but a video or an image is needed',
		);
		expect(formatFinding(file('a.png'), ['video', 'image'])).toBeUndefined();
		expect(formatFinding(file('a.mp4'), ['video', 'image'])).toBeUndefined();
	});

	it('is nothing if it fits or is unknown', () => {
		expect(formatFinding(file('a.jpeg'), ['image'], IMAGES)).toBeUndefined();
		expect(formatFinding(file('a.bmp'), ['image'])).toBeUndefined();
		expect(formatFinding(undefined, ['video'], ['mp4'])).toBeUndefined();
	});
});
