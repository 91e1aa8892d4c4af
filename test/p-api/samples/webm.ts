/** A WebM with one frame: the VP8 key frame of a lossy WebP image, in a Matroska container. */
export function webmOf(webp: Buffer, width: number, height: number): Buffer {
	return Buffer.concat([
		element(0x1a45dfa3, [
			element(0x4286, 1), // EBML version written, and version needed to read it
			element(0x42f7, 1),
			element(0x42f2, 4), // maximum length of IDs and sizes
			element(0x42f3, 8),
			element(0x4282, 'webm'),
			element(0x4287, 2), // document type version written, and version needed to read it
			element(0x4285, 2),
		]),
		element(0x18538067, [
			element(0x1549a966, [
				element(0x2ad7b1, 1_000_000), // nanoseconds per tick
				element(0x4d80, 'samples'),
				element(0x5741, 'samples'),
			]),
			element(0x1654ae6b, [
				element(0xae, [
					element(0xd7, 1), // track number 1 and track UID 1, of type video
					element(0x73c5, 1),
					element(0x83, 1),
					element(0x86, 'V_VP8'),
					element(0xe0, [element(0xb0, width), element(0xba, height)]),
				]),
			]),
			element(0x1f43b675, [
				element(0xe7, 0),
				// Track 1, time offset 0 from the cluster, key frame.
				element(0xa3, Buffer.concat([Buffer.from([0x81, 0, 0, 0x80]), keyFrame(webp)])),
			]),
		]),
	]);
}

function keyFrame(webp: Buffer): Buffer {
	const at = webp.indexOf('VP8 ');
	if (at < 0) throw new Error('The image is not a lossy WebP.');
	return webp.subarray(at + 8, at + 8 + webp.readUInt32LE(at + 4));
}

/** An EBML element: its ID, its size in four bytes, and its content. */
function element(id: number, content: Buffer[] | Buffer | string | number): Buffer {
	const body = Array.isArray(content) ? Buffer.concat(content) : bytesOf(content);
	const size = Buffer.alloc(4);
	size.writeUInt32BE(0x10000000 + body.length);
	return Buffer.concat([bytesOf(id), size, body]);
}

function bytesOf(value: Buffer | string | number): Buffer {
	if (typeof value !== 'number') return Buffer.from(value as string);
	const hex = value.toString(16);
	return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}
