import fc from 'fast-check';
import { Readable } from 'stream';
import { multipartOf } from '../../../nodes/Pruna/media/multipart';

async function bytesOf(body: Buffer | AsyncIterable<unknown>): Promise<Buffer> {
	if (Buffer.isBuffer(body)) return body;
	const chunks: Buffer[] = [];
	for await (const chunk of body) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

/** Parses it with Node.js's own parser, as any server would. */
async function parsed({ body, contentType }: ReturnType<typeof multipartOf>): Promise<File> {
	const bytes = new Uint8Array(await bytesOf(body));
	const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
	return form.get('content') as File;
}

const file = (content: Buffer, fileName = 'photo.png') => ({
	fileName,
	mimeType: 'image/png',
	size: content.length,
	content,
});

it('arrives with its name, type, and bytes, and has the length that it states', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.boolean(), async (bytes, isStream) => {
			const content = Buffer.from(bytes);
			const whole = file(content);
			const build = () =>
				multipartOf('content', isStream ? { ...whole, content: Readable.from([content]) } : whole);
			const received = await parsed(build());

			expect([received.name, received.type]).toEqual(['photo.png', 'image/png']);
			expect(Buffer.from(await received.arrayBuffer())).toEqual(content);
			expect((await bytesOf(build().body)).length).toBe(build().contentLength);
		}),
		{ numRuns: 50 },
	);
});

it.each(['a "quoted" name.png', '狐 🦊.png', 'a;b=c.png', 'two\r\nlines.png'])(
	'does not let the name %j break the header',
	async (name) => {
		const received = await parsed(multipartOf('content', file(Buffer.from('x'), name)));

		expect(received.name.replace(/%0D%0A/g, '\r\n').replace(/%22/g, '"')).toBe(name);
	},
);

it('can be built again for each try', async () => {
	const content = Buffer.from('a fox');
	const make = () => multipartOf('content', { ...file(content), content: Readable.from([content]) });
	const [first, second] = [make(), make()];

	expect((await bytesOf(first.body)).length).toBe(first.contentLength);
	expect((await bytesOf(second.body)).length).toBe(second.contentLength);
});

it.each([
	['less', 9, /announced 9 bytes for the file but returned 5$/],
	['more', 3, /announced 3 bytes for the file but returned 5$/],
])('fails if the storage returns %s than it states', async (_, size, message) => {
	const { body } = multipartOf('content', {
		...file(Buffer.from('a fox')),
		size,
		content: Readable.from([Buffer.from('a fox')]),
	});

	await expect(bytesOf(body)).rejects.toThrow(message);
});

it('fails without a network code if the storage fails', async () => {
	const broken = new Readable({
		read() {
			this.destroy(Object.assign(new Error('no such file'), { code: 'ENOENT' }));
		},
	});
	const { body } = multipartOf('content', { ...file(Buffer.from('a fox')), content: broken });
	const error = await bytesOf(body).catch((thrown: unknown) => thrown as NodeJS.ErrnoException);

	expect(error).toMatchObject({ message: "n8n's storage: no such file" });
	expect((error as NodeJS.ErrnoException).code).toBeUndefined();
});
