import fc from 'fast-check';
import { linksIn } from '../../../nodes/Pruna/media/linkIn';

const A = 'https://a.com/1.jpg';
const B = 'https://b.com/2.jpg';
const PAGE = 'https://page.com/';
const finding = (text: string) => ({ finding: expect.stringContaining(text) as string });

describe('an object with a URL', () => {
	it.each<[string, unknown]>([
		['url', { url: A }],
		['spaces around it', { url: ` ${A}\n` }],
		['image_url with an object', { type: 'image_url', image_url: { url: A } }],
		['image_url with text', { image_url: A }],
		['image', { image: { url: A } }],
		['href', { href: A }],
		['src', { src: A }],
		['link', { link: A }],
		['downloadUrl', { url: PAGE, downloadUrl: A }],
		['publicUrl', { publicUrl: A }],
		['a list in a list', [[{ url: A }]]],
		[
			'Airtable',
			[{ id: 'att1', url: A, filename: '1.jpg', type: 'image/jpeg', thumbnails: { large: { url: B } } }],
		],
		['Notion, external', { type: 'external', name: '1.jpg', external: { url: A } }],
		['Notion, own file', { type: 'file', name: '1.jpg', file: { url: A, expiry_time: '2026-01-01' } }],
		['Notion, property', { id: 'x', type: 'files', files: [{ type: 'external', external: { url: A } }] }],
		[
			'Baserow',
			[{ url: A, thumbnails: { small: { url: B } }, visible_name: '1.jpg', mime_type: 'image/jpeg' }],
		],
		['NocoDB', [{ url: PAGE, signedUrl: A, title: '1.jpg', mimetype: 'image/jpeg' }]],
		['NocoDB with a path', [{ path: 'download/1.jpg', signedPath: 'dltemp/1.jpg', signedUrl: A }]],
		['Supabase', { data: { publicUrl: A } }],
		['Supabase, signed', { error: null, data: { signedUrl: A, path: 'x/1.jpg' } }],
		['this node', { generation_url: A, status: 'succeeded', url: PAGE }],
		['an upload of this node', { id: 'x', url: A, urls: { get: B }, content_type: 'image/png' }],
		[
			'an upload of the API',
			{ id: 'x', name: '1.jpg', content_type: 'image/jpeg', size: 1, urls: { get: A } },
		],
		['Replicate', { id: 'x', urls: { get: PAGE, cancel: PAGE }, status: 'succeeded', output: A }],
		['OpenAI', { created: 1, data: [{ url: A }] }],
		['Unsplash', { urls: { thumb: B, full: A, small: B }, links: { html: PAGE, self: PAGE } }],
		['Pexels', { id: 1, url: PAGE, src: { tiny: B, original: A, large: B } }],
		['Pixabay', { pageURL: PAGE, previewURL: B, largeImageURL: A }],
		['GitHub', { url: PAGE, html_url: PAGE, git_url: PAGE, download_url: A }],
		['OneDrive', { id: 'x', name: '1.jpg', webUrl: PAGE, '@microsoft.graph.downloadUrl': A }],
		['WordPress', { link: PAGE, source_url: A, guid: { rendered: PAGE } }],
		['Discord', { id: '1', filename: '1.jpg', url: A, proxy_url: B }],
		['Cloudinary', { url: 'http://a.com/1.jpg', secure_url: A, public_id: 'x' }],
		['an n8n item', { json: { url: A }, pairedItem: { item: 0 } }],
		['Google Drive with its own URL', { id: 'x', mimeType: 'image/jpeg', name: '1.jpg', url: A }],
	])('is recognized: %s', (_, value) => {
		expect(linksIn(value)).toEqual({ links: [A] });
	});

	it('may contain several', () => {
		expect(linksIn({ generation_url: [A, B] })).toEqual({ links: [A, B] });
		expect(linksIn({ images: [{ url: A }, { url: B }] })).toEqual({ links: [A, B] });
		expect(linksIn([{ url: A, thumbnails: {} }, B])).toEqual({ links: [A, B] });
	});

	it('may contain an inline file', () => {
		expect(linksIn({ url: 'data:image/png;base64,AAAA' })).toEqual({ links: ['data:image/png;base64,AAAA'] });
		expect(linksIn({ data: [{ b64_json: 'iVBORw0KGgo=' }] })).toEqual({ links: ['iVBORw0KGgo='] });
	});
});

describe('an object in place of a file is reported', () => {
	it.each<[string, unknown, string]>([
		[
			'Google Drive',
			{ kind: 'drive#file', id: 'x', name: '1.jpg', mimeType: 'image/jpeg' },
			'with the Google Drive node',
		],
		[
			'Google Drive, with pages',
			{ id: 'x', name: '1.jpg', mimeType: 'image/jpeg', webViewLink: PAGE, thumbnailLink: B },
			'with the Google Drive node',
		],
		['Telegram', { file_id: 'x', file_unique_id: 'y', file_size: 1 }, 'with the Telegram node'],
		['a Telegram message', { message_id: 1, photo: [{ file_id: 'x', width: 90 }] }, 'with the Telegram node'],
		['a Telegram document', { message_id: 1, document: { file_id: 'x' } }, 'with the Telegram node'],
		['WhatsApp', { id: '1', mime_type: 'image/jpeg', sha256: 'x' }, 'WhatsApp'],
		[
			'Slack',
			{ id: 'F1', name: '1.jpg', mimetype: 'image/jpeg', url_private: PAGE, thumb_360: B },
			'Slack credential',
		],
		['a form', { filename: '1.jpg', mimetype: 'image/jpeg', size: 1 }, 'is in a binary field of the item'],
		[
			'a form with several files',
			[{ filename: '1.jpg', mimetype: 'image/jpeg', size: 1 }],
			'is in a binary field of the item',
		],
		[
			'OneDrive',
			{ id: 'x', name: '1.jpg', webUrl: PAGE, file: { mimeType: 'image/jpeg' } },
			'Microsoft OneDrive',
		],
		['S3', { Key: 'a/1.jpg', Size: '1', ETag: 'x' }, 'AWS S3'],
		[
			'an unknown source',
			{ title: '1.jpg', content_type: 'image/jpeg' },
			'download the file in the workflow',
		],
		['FTP', { type: '-', name: '1.jpg', size: 1, path: '/a/1.jpg' }, 'download the file in the workflow'],
	])('if it is a description from %s', (_, value, advice) => {
		expect(linksIn(value)).toEqual(finding('description of a file'));
		expect(linksIn(value)).toEqual(finding(advice));
	});

	it.each<[string, unknown]>([
		['NocoDB', { signedPath: 'dltemp/x/1.jpg' }],
		['Strapi', { url: '/uploads/1.jpg', formats: { thumbnail: { url: '/uploads/t.jpg' } } }],
	])('if its URL lacks the server, from %s', (_, value) => {
		expect(linksIn(value)).toEqual(finding('is a path, not a URL; add the server’s address'));
	});

	it.each([
		[{}],
		[{ prompt: 'a fox' }],
		[{ url: '' }],
		[{ url: null }],
		[{ thumbnails: { large: { url: A } } }],
		[{ id: 'x', status: 'starting', urls: { get: PAGE, cancel: PAGE }, output: null }],
		[{ url: { url: { url: { url: { url: { url: { url: { url: { url: A } } } } } } } } }],
		[Object.create({ url: A }) as object],
	])('if it has no URL: %j', (value) => {
		expect(linksIn(value)).toEqual(finding('this object contains no URL'));
	});

	it('if it is one of several', () => {
		expect(linksIn([{ url: A }, { file_id: 'x' }])).toEqual(finding('Telegram'));
		expect(linksIn([{ url: A }, 'data'])).toEqual(finding('an entry without a URL'));
	});
});

it.each([[A], [''], [42], [null], [undefined], [[]], [[[]]]])('%j is not an object', (value) => {
	expect(linksIn(value)).toBeUndefined();
});

it('returns URLs or a reason for any input', () => {
	const value = fc.oneof(
		fc.object({
			key: fc.constantFrom('url', 'file', 'data', 'id', 'name', 'urls', 'get', 'mimeType'),
			values: [fc.constantFrom(A, '', 'x', null, 1)],
		}),
		fc.anything(),
	);
	fc.assert(
		fc.property(value, (given) => {
			const result = linksIn(given);
			const links = result && 'links' in result ? result.links : [];
			expect(links.filter((link) => link.trim() === '')).toEqual([]);
			expect(result === undefined || 'finding' in result || links.length > 0).toBe(true);
		}),
	);
});

it('does not loop on an object that contains itself', () => {
	const own: Record<string, unknown> = {};
	own.file = own;
	for (const key of ['data', 'image', 'url', 'output', 'links', 'json', 'media', 'src', 'urls'])
		own[key] = [own, own];
	expect(linksIn(own)).toHaveProperty('finding');
});
