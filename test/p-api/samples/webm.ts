/** A WebM of one frame: the VP8 key frame of a lossy WebP picture, in a Matroska container. */
export function webmOf(webp: Buffer, width: number, height: number): Buffer {
	return Buffer.concat([
		element(0x1a45dfa3, [
			element(0x4286, 1), // versions of EBML: written, needed to read
			element(0x42f7, 1),
			element(0x42f2, 4), // longest ID and size
			element(0x42f3, 8),
			element(0x4282, 'webm'),
			element(0x4287, 2), // versions of the document: written, needed to read
			element(0x4285, 2),
		]),
		element(0x18538067, [
			element(0x1549a966, [
				element(0x2ad7b1, 1_000_000), // nanoseconds of a tick
				element(0x4d80, 'samples'),
				element(0x5741, 'samples'),
			]),
			element(0x1654ae6b, [
				element(0xae, [
					element(0xd7, 1), // track 1, also its UID, is video
					element(0x73c5, 1),
					element(0x83, 1),
					element(0x86, 'V_VP8'),
					element(0xe0, [element(0xb0, width), element(0xba, height)]),
				]),
			]),
			element(0x1f43b675, [
				element(0xe7, 0),
				// Track 1, no time after the cluster's, a key frame.
				element(0xa3, Buffer.concat([Buffer.from([0x81, 0, 0, 0x80]), keyFrame(webp)])),
			]),
		]),
	]);
}

function keyFrame(webp: Buffer): Buffer {
	const at = webp.indexOf('VP8 ');
	if (at < 0) throw new Error('The picture is no lossy WebP.');
	return webp.subarray(at + 8, at + 8 + webp.readUInt32LE(at + 4));
}

/** An EBML element: its ID, its size in four bytes, its content. */
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
