import { strToU8, zipSync } from 'fflate';

/** What a trainer returns: a ZIP file with `weights.safetensors` (wire.md 4), here with one tiny tensor. */
export function renderLora(): Buffer {
	const values = new Float32Array([0.1, -0.2, 0.3, -0.4]);
	const tensor = { dtype: 'F32', shape: [2, 2], data_offsets: [0, values.byteLength] };
	const header = strToU8(
		JSON.stringify({ __metadata__: { format: 'pt' }, 'lora_A.weight': tensor }).padEnd(128),
	);
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(header.length));
	const weights = Buffer.concat([length, header, Buffer.from(values.buffer)]);
	// A fixed date makes the bytes the same in every run.
	return Buffer.from(zipSync({ 'weights.safetensors': weights }, { mtime: '2026-01-01T00:00:00Z' }));
}
