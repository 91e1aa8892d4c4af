import { Readable } from 'stream';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ApiClient } from '../../../nodes/Pruna/api/client';
import { download } from '../../../nodes/Pruna/media/download';
import { createDownloadLimit } from '../../../nodes/Pruna/media/downloadLimit';
import { createStop } from '../../../nodes/Pruna/core/stop';
import { virtualClock } from '../core/virtualClock';

const START = 1_000_000;

/** Downloads a file of so many bytes, a byte a second, with so many seconds left of the item's own time. */
function downloadOf(size: number, left: number, announced = size) {
	const { clock, elapsed } = virtualClock(START);
	const transfers: number[] = [];
	async function* slowly() {
		for (let second = 0; second < size; second += 10) {
			yield Buffer.from('0123456789');
			await clock.sleep(10);
		}
	}
	const api = {
		file: async () => {
			transfers.push(elapsed());
			const headers = { 'content-type': 'image/png', 'content-length': String(announced) };
			return await Promise.resolve({ statusCode: 200, headers, body: Readable.from(slowly()) });
		},
	} as unknown as ApiClient;
	const context = {
		helpers: {
			prepareBinaryData: async (body: Readable, fileName: string, mimeType: string) => {
				let bytes = 0;
				for await (const chunk of body) bytes += (chunk as Buffer).length;
				return { data: '', fileName, mimeType, bytes } as IBinaryData;
			},
		},
	} as unknown as IExecuteFunctions;
	const file = { url: 'https://api.pruna.ai/v1/predictions/delivery/x/output.png', index: 0, count: 1 };
	const stop = createStop({ getExecutionCancelSignal: () => undefined });
	const downloader = { context, api, clock, stop, downloadLimit: createDownloadLimit() };
	const stored = download(downloader, file, START + left * 1000);
	return { stored, transfers, elapsed };
}

describe('a download', () => {
	it('that others have held up until the item’s time was over is made all the same, in full', async () => {
		const { stored } = downloadOf(120, -60);
		await expect(stored).resolves.toMatchObject({ bytes: 120, fileName: 'output.png' });
	});

	it('is not made for ever, nor again, once the item’s time is over', async () => {
		const { stored, transfers, elapsed } = downloadOf(3600, -60);
		await expect(stored).rejects.toThrow('cut off');
		expect(transfers).toHaveLength(1);
		expect(elapsed()).toBeLessThan(6 * 60_000);
	});

	it('ends with the item’s time where that is longer', async () => {
		const { stored, elapsed } = downloadOf(3600, 1200);
		await expect(stored).rejects.toThrow('cut off');
		expect(elapsed()).toBeGreaterThan(1190_000);
		expect(elapsed()).toBeLessThan(1210_000);
	});

	it('that is larger than announced was packed on its way, and is whole', async () => {
		const { stored } = downloadOf(120, 1200, 90);
		await expect(stored).resolves.toMatchObject({ bytes: 120 });
	});

	it('that is smaller than announced is made again until the item’s time is over', async () => {
		const { stored, transfers, elapsed } = downloadOf(10, 600, 20);
		await expect(stored).rejects.toThrow('incomplete');
		expect(transfers.length).toBeGreaterThan(5);
		expect(elapsed()).toBeLessThan(610_000);
	});

	it('of a file that stays empty is made three times, and then let be', async () => {
		const { stored, transfers } = downloadOf(0, 600);
		await expect(stored).rejects.toMatchObject({ message: 'The result arrived empty', transient: false });
		expect(transfers).toHaveLength(3);
	});

	it('of a picture of more than 8 MB is given up at its headers, and made anew among the large files', async () => {
		const { stored, transfers } = downloadOf(120, 600, 9_000_000);
		await expect(stored).rejects.toThrow('incomplete');
		expect(transfers.slice(0, 3)).toEqual([0, 0, expect.any(Number)]);
		expect(transfers[2]).toBeGreaterThan(0);
	});

	it('of a picture whose size is not announced is made once', async () => {
		const { stored, transfers } = downloadOf(120, 600, NaN);
		await expect(stored).resolves.toMatchObject({ bytes: 120 });
		expect(transfers).toEqual([0]);
	});
});
