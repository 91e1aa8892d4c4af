import { sharePageFinding } from '../../../nodes/Pruna/media/sharePages';

const findingOf = (text: string) => sharePageFinding(new URL(text));

describe('a page in place of a file', () => {
	it.each([
		[
			'https://drive.google.com/file/d/1aB_c-2/view?usp=sharing',
			'https://drive.google.com/uc?export=download&id=1aB_c-2',
		],
		['https://drive.google.com/file/u/0/d/1aB/edit', 'https://drive.google.com/uc?export=download&id=1aB'],
		['https://drive.google.com/open?usp=x&id=1aB', 'https://drive.google.com/uc?export=download&id=1aB'],
		['https://www.dropbox.com/s/abc/fox.jpg?dl=0', 'https://www.dropbox.com/s/abc/fox.jpg?raw=1'],
		[
			'https://www.dropbox.com/scl/fi/abc/fox.jpg?rlkey=k1&dl=0',
			'https://www.dropbox.com/scl/fi/abc/fox.jpg?rlkey=k1&raw=1',
		],
		['https://www.dropbox.com/scl/fo/abc/h?rlkey=k1', 'https://www.dropbox.com/scl/fo/abc/h?rlkey=k1&dl=1'],
		[
			'https://me-my.sharepoint.com/:i:/g/personal/x/abc?e=1',
			'https://me-my.sharepoint.com/:i:/g/personal/x/abc?e=1&download=1',
		],
		[
			'https://github.com/o/r/blob/main/img/fox.jpg',
			'https://raw.githubusercontent.com/o/r/main/img/fox.jpg',
		],
		['https://gitlab.com/g/s/r/-/blob/main/fox.jpg', 'https://gitlab.com/g/s/r/-/raw/main/fox.jpg'],
		['https://huggingface.co/o/r/blob/main/a.zip', 'https://huggingface.co/o/r/resolve/main/a.zip'],
		['https://imgur.com/aB3dE5f', 'https://i.imgur.com/aB3dE5f.jpg'],
		['https://www.google.com/imgres?imgurl=https%3A%2F%2Fa.com%2Fx.jpg&w=1', 'https://a.com/x.jpg'],
		['https://unsplash.com/photos/a-red-fox-aB3-dE5_gH1', 'https://unsplash.com/photos/aB3-dE5_gH1/download'],
		['https://unsplash.com/de/photos/aB3dE5fgH1x', 'https://unsplash.com/photos/aB3dE5fgH1x/download'],
	])('has a direct form: %s', (page, direct) => {
		expect(findingOf(page)).toEqual({
			finding: expect.stringContaining(`use ${direct} instead`) as string,
			direct,
		});
		// The URL that the message suggests must not be rejected as well.
		expect(findingOf(direct)).toBeUndefined();
	});

	it.each([
		['https://drive.google.com/drive/folders/1aB', 'Google Drive'],
		['https://docs.google.com/document/d/1aB/edit', 'Google Docs'],
		['https://docs.google.com/spreadsheets/d/1aB', 'Google Docs'],
		['https://photos.app.goo.gl/aB3', 'Google Photos'],
		['https://photos.google.com/share/aB3', 'Google Photos'],
		['https://www.google.com/search?q=fox&udm=2', 'Google Search'],
		['https://1drv.ms/i/s!aB3', 'OneDrive'],
		['https://onedrive.live.com/?id=1', 'OneDrive'],
		['https://www.icloud.com/iclouddrive/0aB', 'iCloud'],
		['https://share.icloud.com/photos/0aB', 'iCloud'],
		['https://app.box.com/s/aB3', 'Box'],
		['https://acme.box.com/s/aB3', 'Box'],
		['https://acme.app.box.com/file/1', 'Box'],
		['https://we.tl/t-aB3', 'WeTransfer'],
		['https://imgur.com/a/aB3dE', 'Imgur'],
		['https://imgur.com/gallery/fox-aB3dE', 'Imgur'],
		['https://pin.it/aB3', 'Pinterest'],
		['https://www.pinterest.co.uk/pin/1/', 'Pinterest'],
		['https://de.pinterest.com/pin/1/', 'Pinterest'],
		['https://www.instagram.com/p/aB3/', 'Instagram'],
		['https://www.instagram.com/someone/reel/aB3/', 'Instagram'],
		['https://www.facebook.com/photo/?fbid=1', 'Facebook'],
		['https://x.com/someone/status/1', 'X'],
		['https://youtu.be/aB3', 'YouTube'],
		['https://www.youtube.com/watch?v=aB3', 'YouTube'],
		['https://vimeo.com/123', 'Vimeo'],
		['https://www.tiktok.com/@someone/video/1', 'TikTok'],
		['https://vm.tiktok.com/aB3/', 'TikTok'],
		['https://www.pexels.com/photo/red-fox-123/', 'Pexels'],
		['https://www.canva.com/design/DA1/view', 'Canva'],
		['https://www.figma.com/design/aB3/x', 'Figma'],
		['https://www.notion.so/Page-0123', 'Notion'],
		['https://acme.notion.site/Page-0123', 'Notion'],
	])('is reported with advice: %s', (page, service) => {
		const { finding, direct } = findingOf(page)!;
		expect(finding).toContain(`is a page on ${service}, not the file itself; `);
		expect(finding).toMatch(/binary field|copy the URL/);
		expect(direct).toBeUndefined();
	});

	it('is shown shortened and without its query', () => {
		const { finding } = findingOf(`https://youtu.be/${'x'.repeat(500)}?token=secret`)!;
		expect(finding).not.toContain('secret');
		expect(finding.length).toBeLessThan(300);
	});
});

describe('a file', () => {
	it.each([
		'https://drive.google.com/uc?export=download&id=1aB',
		'https://drive.google.com/thumbnail?id=1aB&sz=w1000',
		'https://drive.usercontent.google.com/download?id=1aB',
		'https://lh3.googleusercontent.com/d/1aB',
		'https://docs.google.com/spreadsheets/d/1aB/export?format=pdf',
		'https://docs.google.com/drawings/d/e/1aB/pub?w=960&h=720',
		'https://www.dropbox.com/s/abc/fox.jpg?dl=1',
		'https://www.dropbox.com/scl/fi/abc/fox.jpg?rlkey=k1&raw=1',
		'https://dl.dropboxusercontent.com/s/abc/fox.jpg',
		'https://onedrive.live.com/download?resid=1',
		'https://me.sharepoint.com/:i:/g/x?download=1',
		'https://app.box.com/shared/static/abc.jpg',
		'https://raw.githubusercontent.com/o/r/main/fox.jpg',
		'https://github.com/o/r/raw/main/fox.jpg',
		'https://github.com/o/r/blob/main/fox.jpg?raw=true',
		'https://github.com/user-attachments/assets/0aB',
		'https://gitlab.com/o/r/-/raw/main/fox.jpg',
		'https://i.imgur.com/aB3dE5f.png',
		'https://imgur.com/aB3dE5f.jpg',
		'https://i.pinimg.com/originals/a/b/c.jpg',
		'https://images.unsplash.com/photo-1?w=1080',
		'https://images.pexels.com/photos/1/a.jpeg',
		'https://www.notion.so/image/https%3A%2F%2Fa.com%2Fx.jpg',
		'https://www.figma.com/api/mcp/asset/0aB',
		'https://img.youtube.com/vi/aB3/0.jpg',
		'https://example.com/photo',
		'https://example.com/image?id=1',
		'https://notdropbox.com/s/abc/fox.jpg?dl=0',
		'https://github.com.example.com/o/r/blob/main/x.jpg',
	])('is allowed with or without an extension: %s', (url) => {
		expect(findingOf(url)).toBeUndefined();
	});
});
