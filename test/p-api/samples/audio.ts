// Short, silent audio files, written byte by byte because there is no encoder.

const RATE = 44_100;
const SAMPLES = 4096;

/** 16 bits, mono. */
export function wav(): Buffer {
	const bytes = Buffer.alloc(44 + 2 * SAMPLES);
	bytes.write('RIFF', 0);
	bytes.writeUInt32LE(bytes.length - 8, 4);
	bytes.write('WAVEfmt ', 8);
	bytes.writeUInt32LE(16, 16);
	bytes.writeUInt16LE(1, 20); // PCM
	bytes.writeUInt16LE(1, 22);
	bytes.writeUInt32LE(RATE, 24);
	bytes.writeUInt32LE(2 * RATE, 28);
	bytes.writeUInt16LE(2, 32);
	bytes.writeUInt16LE(16, 34);
	bytes.write('data', 36);
	bytes.writeUInt32LE(2 * SAMPLES, 40);
	return bytes;
}

/** MPEG-1 layer III frames at 32 kbit/s, mono. A frame with only zeros after its header is silence. */
export function mp3(): Buffer {
	const frame = Buffer.alloc(Math.floor((144 * 32_000) / RATE));
	frame.writeUInt32BE(0xfffb10c0);
	return Buffer.concat(Array<Buffer>(10).fill(frame));
}

/** 16 bits, mono: one frame whose samples are all the same. */
export function flac(): Buffer {
	const info = Buffer.alloc(34);
	info.writeUInt16BE(SAMPLES, 0);
	info.writeUInt16BE(SAMPLES, 2);
	info.writeUIntBE(RATE << 4, 10, 3); // rate (20 bits), channels - 1 (3 bits), first bit of the sample size - 1
	info.writeUInt8(15 << 4, 13);
	info.writeUInt32BE(SAMPLES, 14);
	const header = Buffer.from([0xff, 0xf8, 0xc9, 0x08, 0]);
	const constant = Buffer.alloc(3);
	const frame = Buffer.concat([header, Buffer.from([crc(header, 8, 0x07)]), constant]);
	const check = Buffer.alloc(2);
	check.writeUInt16BE(crc(frame, 16, 0x8005));
	return Buffer.concat([Buffer.from('fLaC'), Buffer.from([0x80, 0, 0, info.length]), info, frame, check]);
}

function crc(bytes: Buffer, width: 8 | 16, polynomial: number): number {
	const top = 1 << (width - 1);
	const mask = 2 ** width - 1;
	let value = 0;
	for (const byte of bytes) {
		value ^= byte << (width - 8);
		for (let bit = 0; bit < 8; bit++) value = (value & top ? (value << 1) ^ polynomial : value << 1) & mask;
	}
	return value;
}
