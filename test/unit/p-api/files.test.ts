import { createCanvas, loadImage } from '@napi-rs/canvas';
import { strFromU8, unzipSync } from 'fflate';
import { startPApi, type PApi } from '../../p-api';
import { requireModel } from '../../p-api/models';
import { outputShape } from '../../p-api/render/shape';
import { produce, upload } from './support';

let api: PApi;
beforeAll(async () => {
	api = await startPApi({ jobSeconds: 0 });
});
afterAll(async () => await api.close());

const magic = { png: '89504e47', jpg: 'ffd8ff', webp: '52494646' };

describe('images', () => {
	it.each(['png', 'jpg', 'webp'] as const)('are real %s files', async (format) => {
		const input = { prompt: 'a', output_format: format, width: 320, height: 192 };
		const bytes = await produce(api, 'z-image-turbo', input);
		expect(bytes.toString('hex').startsWith(magic[format])).toBe(true);
		const { width, height } = await loadImage(bytes);
		expect([width, height]).toEqual([320, 192]);
	});

	it('come in the default format of the model', async () => {
		const bytes = await produce(api, 'qwen-image', { prompt: 'a' });
		expect(bytes.toString('latin1', 8, 12)).toBe('WEBP');
	});

	it('show text in any script', async () => {
		const ink = await Promise.all(['雪の中の狐', 'ثعلب في الثلج', 'A fox'].map(whitePixels));
		for (const count of ink) expect(count).toBeGreaterThan(500);
		expect(new Set(ink).size).toBe(3);
	});

	it('differ with the input, and are the same for the same input', async () => {
		const [one, other, again] = [
			await produce(api, 'p-image', { prompt: 'one' }),
			await produce(api, 'p-image', { prompt: 'other' }),
			await produce(api, 'p-image', { prompt: 'one' }),
		];
		expect(one.equals(other)).toBe(false);
		expect(one.equals(again)).toBe(true);
	});

	it('are drawn over an uploaded image, in its shape', async () => {
		const canvas = createCanvas(300, 600);
		const context = canvas.getContext('2d');
		context.fillStyle = '#00ff00';
		context.fillRect(0, 0, 300, 600);
		const { json } = await upload(api, await canvas.encode('png'));
		const images = [(json.urls as { get: string }).get];
		const bytes = await produce(api, 'p-image-edit', { prompt: 'a', images });
		const image = await loadImage(bytes);
		expect([image.width, image.height]).toEqual([512, 1024]);
		const copy = createCanvas(512, 1024).getContext('2d');
		copy.drawImage(image, 0, 0);
		const [red = 255, green = 0] = copy.getImageData(5, 5, 1, 1).data;
		expect(green - red).toBeGreaterThan(150);
	});

	it('are made even from an upload that cannot be decoded', async () => {
		const { json } = await upload(api, Buffer.from('II*\0\x08\0\0\0\0\0', 'latin1'), { name: 'a.tiff' });
		const images = [(json.urls as { get: string }).get];
		const bytes = await produce(api, 'p-image-edit', { prompt: 'b', images });
		expect((await loadImage(bytes)).width).toBe(1024);
	});

	async function whitePixels(prompt: string): Promise<number> {
		const bytes = await produce(api, 'z-image-turbo', {
			prompt,
			width: 320,
			height: 320,
			output_format: 'png',
		});
		const context = createCanvas(320, 320).getContext('2d');
		context.drawImage(await loadImage(bytes), 0, 0);
		const { data } = context.getImageData(0, 0, 320, 320);
		let count = 0;
		for (let at = 0; at < data.length; at += 4) if (data[at]! + data[at + 1]! + data[at + 2]! > 750) count++;
		return count;
	}
});

describe('shapes', () => {
	it.each([
		['p-image', {}, 1024, 576],
		['p-image', { aspect_ratio: '2:3' }, 683, 1024],
		['p-image', { aspect_ratio: 'custom', width: 512, height: 768 }, 512, 768],
		['p-image', { aspect_ratio: 'custom', width: 1440, height: 720 }, 1024, 512],
		['p-image', { aspect_ratio: '1:1', width: 512 }, 1024, 1024],
		['flux-2-fast', { aspect_ratio: '21:9' }, 1024, 439],
		['flux-2-fast', { width: 640, height: 320 }, 640, 320],
		['z-image-turbo', {}, 1024, 1024],
		['vace', { size: '720*1280' }, 270, 480],
		['p-video', { aspect_ratio: '1:1' }, 480, 480],
		['wan-t2v', {}, 480, 270],
	])('%s %j', (id, input, width, height) => {
		expect(outputShape(requireModel(id), input)).toEqual({ width, height });
	});

	it('follow the input image if no other shape is requested', () => {
		const source = { width: 200, height: 100 };
		expect(outputShape(requireModel('wan-i2v'), {}, source)).toEqual({ width: 480, height: 240 });
		expect(outputShape(requireModel('p-image-edit'), {}, source)).toEqual({ width: 1024, height: 512 });
		const square = { aspect_ratio: '1:1' };
		expect(outputShape(requireModel('p-image-edit'), square, source)).toEqual({ width: 1024, height: 1024 });
	});
});

it('videos are MP4 files with H.264', async () => {
	const bytes = await produce(api, 'wan-t2v', { prompt: 'A kite over the sea' });
	expect(bytes.toString('latin1', 4, 8)).toBe('ftyp');
	for (const box of ['moov', 'mdat', 'avc1', 'stts']) expect(bytes.includes(box)).toBe(true);
});

it('trainers deliver a ZIP file with valid safetensors', async () => {
	const bytes = await produce(api, 'p-image-trainer', { image_data: 'https://example.com/a.zip' });
	const files = unzipSync(bytes);
	expect(Object.keys(files)).toEqual(['weights.safetensors']);
	const weights = Buffer.from(files['weights.safetensors']!);
	const length = Number(weights.readBigUInt64LE(0));
	const header = JSON.parse(strFromU8(weights.subarray(8, 8 + length))) as Record<string, unknown>;
	expect(header['lora_A.weight']).toEqual({ dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] });
	expect(weights.length).toBe(8 + length + 16);
});
