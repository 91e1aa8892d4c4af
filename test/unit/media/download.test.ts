import { Readable } from 'stream';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { PrunaApi } from '../../../nodes/Pruna/api/client';
import { download } from '../../../nodes/Pruna/media/download';
import { createStop } from '../../../nodes/Pruna/timing/stop';
import { virtualClock } from '../timing/virtualClock';

const START = 1_000_000;

/** Downloads a file that takes so many seconds, with so many seconds left of the item's own time. */
function downloadOf(seconds: number, left: number) {
	const { clock, elapsed } = virtualClock(START);
	const transfers: number[] = [];
	async function* slowly() {
		for (let second = 0; second < seconds; second += 10) {
			yield Buffer.from('0123456789');
			await clock.sleep(10);
		}
	}
	const api = {
		file: async () => {
			transfers.push(elapsed());
			const headers = { 'content-type': 'image/png', 'content-length': String(seconds) };
			return await Promise.resolve({ statusCode: 200, headers, body: Readable.from(slowly()) });
		},
	} as unknown as PrunaApi;
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
	const stored = download(context, api, clock, stop, file, START + left * 1000);
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
});
