import { Readable } from 'stream';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import type { ApiClient } from '../../../nodes/Pruna/api/client';
import { download } from '../../../nodes/Pruna/media/download';
import { createDownloadLimit } from '../../../nodes/Pruna/media/downloadLimit';
import { createExecutionStop, createRunStop } from '../../../nodes/Pruna/core/stop';
import { virtualClock } from '../core/virtualClock';

const START = 1_000_000;

interface Download {
	/** Bytes; one arrives per second. */
	size: number;
	/** Seconds left of the item's own time. */
	left: number;
	announced?: number;
	isPaid?: boolean;
	/** The error with which the body ends, if any. */
	end?: Error;
}

function downloadOf({ size, left, announced = size, isPaid = true, end }: Download) {
	const { clock, elapsed } = virtualClock(START);
	const transfers: number[] = [];
	const deadlines: number[] = [];
	async function* slowly() {
		for (let second = 0; second < size; second += 10) {
			yield Buffer.from('0123456789');
			await clock.sleep(10);
		}
		if (end) throw end;
	}
	const api = {
		address: readBaseUrl('https://api.pruna.ai'),
		file: async (_: string, deadline: number) => {
			transfers.push(elapsed());
			deadlines.push(deadline - START);
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
	const url = 'https://api.pruna.ai/v1/predictions/delivery/x/output.png';
	const stop = createRunStop(createExecutionStop({ getExecutionCancelSignal: () => undefined }));
	const downloader = { context, api, clock, stop, downloadLimit: createDownloadLimit() };
	const stored = download(
		downloader,
		{ url, model: 'p-image', label: 'abc', numbers: [], isPaid },
		START + left * 1000,
	);
	return { stored, transfers, deadlines, elapsed };
}

const cutOff = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });

describe('a download of a result that this run paid for', () => {
	it('is still made in full if others delayed it until the item’s time was over', async () => {
		const { stored, deadlines } = downloadOf({ size: 120, left: -60 });
		await expect(stored).resolves.toMatchObject({ bytes: 120, fileName: 'p-image-abc.png' });
		expect(deadlines).toEqual([300_000]);
	});

	it('gets up to 5 minutes from its start, even beyond the item’s time', async () => {
		const { stored } = downloadOf({ size: 290, left: 50 });
		await expect(stored).resolves.toMatchObject({ bytes: 290 });
		const { stored: longer, elapsed } = downloadOf({ size: 400, left: 50 });
		await expect(longer).rejects.toThrow('cut off');
		expect(elapsed()).toBeGreaterThanOrEqual(300_000);
		expect(elapsed()).toBeLessThan(310_000);
	});

	it('is neither endless nor repeated once the item’s time is over', async () => {
		const { stored, transfers, elapsed } = downloadOf({ size: 3600, left: -60 });
		await expect(stored).rejects.toThrow('cut off');
		expect(transfers).toHaveLength(1);
		expect(elapsed()).toBeLessThan(6 * 60_000);
	});
});

describe('a download of a result that this run did not pay for', () => {
	it('obeys the deadline', async () => {
		const { stored, transfers, deadlines, elapsed } = downloadOf({ size: 290, left: 50, isPaid: false });
		await expect(stored).rejects.toMatchObject({
			message: 'The download from api.pruna.ai was cut off',
			job: 'done',
		});
		expect(transfers).toHaveLength(1);
		expect(deadlines).toEqual([50_000]);
		expect(elapsed()).toBeGreaterThanOrEqual(50_000);
		expect(elapsed()).toBeLessThan(60_000);
	});

	it('is made in full within the deadline', async () => {
		const { stored } = downloadOf({ size: 40, left: 50, isPaid: false });
		await expect(stored).resolves.toMatchObject({ bytes: 40 });
	});

	it('is tried once if others delayed it until its time was over', async () => {
		const { stored, transfers, elapsed } = downloadOf({ size: 120, left: -60, isPaid: false });
		await expect(stored).rejects.toThrow('cut off');
		expect(transfers).toEqual([0]);
		expect(elapsed()).toBeLessThan(15_000);
	});
});

describe('a download', () => {
	it.each([true, false])('ends with the item’s time if that is longer, paid for: %s', async (isPaid) => {
		const { stored, elapsed } = downloadOf({ size: 3600, left: 1200, isPaid });
		await expect(stored).rejects.toThrow('cut off');
		expect(elapsed()).toBeGreaterThan(1190_000);
		expect(elapsed()).toBeLessThan(1210_000);
	});

	it.each([90, 200])(
		'of %d announced bytes, the size of a compressed body, is complete if it ends without an error',
		async (announced) => {
			const { stored, transfers } = downloadOf({ size: 120, left: 1200, announced });
			await expect(stored).resolves.toMatchObject({ bytes: 120 });
			expect(transfers).toEqual([0]);
		},
	);

	it('is repeated until the item’s time is over if it is cut off', async () => {
		const { stored, transfers, elapsed } = downloadOf({ size: 10, left: 600, announced: 20, end: cutOff });
		await expect(stored).rejects.toMatchObject({
			message: 'The download from api.pruna.ai was cut off',
			job: 'done',
		});
		expect(transfers.length).toBeGreaterThan(5);
		expect(elapsed()).toBeLessThan(610_000);
	});

	it('is not repeated if n8n cannot store the file', async () => {
		const end = new Error('no space left on device');
		const { stored, transfers } = downloadOf({ size: 10, left: 600, end });
		await expect(stored).rejects.toMatchObject({
			message: 'n8n could not store the result: no space left on device',
			job: 'done',
			repeat: { allowed: 'never' },
		});
		expect(transfers).toHaveLength(1);
	});

	it('of a file that stays empty is tried three times', async () => {
		const { stored, transfers } = downloadOf({ size: 0, left: 600 });
		await expect(stored).rejects.toMatchObject({
			message: 'The result is an empty file',
			repeat: { allowed: 'never' },
			job: 'done',
		});
		expect(transfers).toHaveLength(3);
	});

	it('of an image over 8 MB is aborted after its headers and repeated among the large files', async () => {
		const { stored, transfers } = downloadOf({ size: 120, left: 600, announced: 9_000_000 });
		await expect(stored).resolves.toMatchObject({ bytes: 120 });
		expect(transfers).toEqual([0, 0]);
	});

	it('of a large file stays among the large files if it is cut off', async () => {
		const { stored, transfers } = downloadOf({ size: 10, left: 600, announced: 9_000_000, end: cutOff });
		await expect(stored).rejects.toThrow('cut off');
		expect(transfers.slice(0, 3)).toEqual([0, 0, expect.any(Number)]);
		expect(transfers[2]).toBeGreaterThan(0);
		expect(new Set(transfers.slice(1)).size).toBe(transfers.length - 1);
	});

	it('of an image without an announced size is made once', async () => {
		const { stored, transfers } = downloadOf({ size: 120, left: 600, announced: NaN });
		await expect(stored).resolves.toMatchObject({ bytes: 120 });
		expect(transfers).toEqual([0]);
	});
});
