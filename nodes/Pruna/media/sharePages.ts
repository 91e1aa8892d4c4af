import { shorten } from './cleanUrl';

/** A web page on which a service shows a file. */
interface SharePage {
	readonly service: string;
	/** Matches the host. */
	readonly host: RegExp;
	/** Matches the path and query; if left out, every page of the host matches. */
	readonly page?: RegExp;
	/** Makes the URL of the file itself from what `page` has matched. */
	readonly direct?: (url: URL, found: readonly string[]) => string | undefined;
	/** What to do if there is no direct URL. */
	readonly advice?: string;
}

const DOWNLOAD_FIRST = 'download the file in the workflow and enter the name of its binary field';
const COPY_URL = `open the page and copy the URL of the file itself, or ${DOWNLOAD_FIRST}`;

function withQuery(url: URL, name: string, value: string, without: readonly string[] = []): string {
	const changed = new URL(url);
	for (const other of without) changed.searchParams.delete(other);
	changed.searchParams.set(name, value);
	return changed.href;
}

const googleFile = (_: URL, [, id]: readonly string[]) =>
	id && `https://drive.google.com/uc?export=download&id=${id}`;

/** Pages that people often use instead of the file on them. The list has only URLs that are known to be pages. */
const SHARE_PAGES: readonly SharePage[] = [
	{
		service: 'Google Drive',
		host: /^(drive|docs)\.google\.com$/,
		page: /^\/(?:a\/[^/]+\/)?(?:file(?:\/u\/\d+)?\/d\/([\w-]+)|open\?(?:[^#]*&)?id=([\w-]+))/,
		direct: (url, [all = '', file, opened]) => googleFile(url, [all, file ?? opened ?? '']),
	},
	{
		service: 'Google Drive',
		host: /^drive\.google\.com$/,
		page: /^\/(?:drive|folderview)\b/,
		advice:
			'it is a folder, so download its files with the Google Drive node and enter the names of their binary fields',
	},
	{
		service: 'Google Docs',
		host: /^docs\.google\.com$/,
		page: /^\/(?:document|spreadsheets|presentation|forms|drawings)\/(?!.*\/export|d\/.*\/pub\?w=)/,
		advice: DOWNLOAD_FIRST,
	},
	{ service: 'Google Photos', host: /^photos\.(?:app\.goo\.gl|google\.com)$/, advice: DOWNLOAD_FIRST },
	{
		service: 'Google Search',
		host: /^(?:www|images)\.google\.[a-z.]+$/,
		page: /^\/(?:imgres|search)\b/,
		direct: (url) => /^https?:.*/.exec(url.searchParams.get('imgurl') ?? '')?.[0],
		advice: COPY_URL,
	},
	{
		service: 'Dropbox',
		host: /^(?:www\.)?dropbox\.com$/,
		page: /^\/(?:s|scl\/fi)\/(?!.*[?&](?:dl|raw)=1\b)/,
		direct: (url) => withQuery(url, 'raw', '1', ['dl']),
	},
	{
		// Dropbox returns a folder as a ZIP file.
		service: 'Dropbox',
		host: /^(?:www\.)?dropbox\.com$/,
		page: /^\/(?:sh|scl\/fo)\/(?!.*[?&]dl=1\b)/,
		direct: (url) => withQuery(url, 'dl', '1', ['raw']),
	},
	{
		service: 'OneDrive',
		host: /^(?:1drv\.ms|onedrive\.live\.com)$/,
		page: /^\/(?!download\b|embed\b.*download)/,
		advice: 'download the file with the Microsoft OneDrive node and enter the name of its binary field',
	},
	{
		service: 'SharePoint',
		host: /\.sharepoint\.com$/,
		page: /^\/:[a-z]:\/(?!.*[?&]download=1\b)/,
		direct: (url) => withQuery(url, 'download', '1'),
	},
	{ service: 'iCloud', host: /^(?:www\.|share\.)?icloud\.com$/, advice: DOWNLOAD_FIRST },
	{
		service: 'Box',
		host: /^(?:[\w-]+\.)?(?:app\.)?box\.com$/,
		page: /^\/(?:s|file|folder|v)\//,
		advice: 'download the file with the Box node and enter the name of its binary field',
	},
	{ service: 'WeTransfer', host: /^(?:we\.tl|(?:[\w-]+\.)?wetransfer\.com)$/, advice: DOWNLOAD_FIRST },
	{
		service: 'GitHub',
		host: /^(?:www\.)?github\.com$/,
		page: /^\/([^/]+\/[^/]+)\/blob\/([^?#]+)(?!.*[?&]raw=(?:1|true)\b)/,
		direct: (_, [, repository, path]) => `https://raw.githubusercontent.com/${repository}/${path}`,
	},
	{
		service: 'GitLab',
		host: /^gitlab\.com$/,
		page: /^\/(.+?)\/-\/blob\/([^?#]+)/,
		direct: (_, [, repository, path]) => `https://gitlab.com/${repository}/-/raw/${path}`,
	},
	{
		service: 'Hugging Face',
		host: /^huggingface\.co$/,
		page: /^\/(.+?)\/blob\/([^?#]+)/,
		direct: (_, [, repository, path]) => `https://huggingface.co/${repository}/resolve/${path}`,
	},
	{
		service: 'Imgur',
		host: /^(?:www\.|m\.)?imgur\.com$/,
		page: /^\/(?:(?:a|gallery|t)\/.*|(\w{5,10}))\/?(?:[?#]|$)/,
		direct: (_, [, id]) => id && `https://i.imgur.com/${id}.jpg`,
		advice: COPY_URL,
	},
	{ service: 'Pinterest', host: /^(?:pin\.it|(?:[\w-]+\.)?pinterest\.[a-z.]+)$/, advice: COPY_URL },
	{
		service: 'Instagram',
		host: /^(?:www\.)?instagram\.com$/,
		page: /^\/(?:[^/]+\/)?(?:p|reel|reels|tv|stories)\/(?!.*\/media\/)/,
		advice: DOWNLOAD_FIRST,
	},
	{
		service: 'Facebook',
		host: /^(?:www\.|m\.|web\.)?facebook\.com$/,
		page: /\/(?:photo|photos|posts|videos|watch|reel|share|permalink)\b/,
		advice: DOWNLOAD_FIRST,
	},
	{
		service: 'X',
		host: /^(?:www\.|mobile\.)?(?:x|twitter)\.com$/,
		page: /^\/[^/]+\/status\//,
		advice: COPY_URL,
	},
	{ service: 'YouTube', host: /^(?:youtu\.be|(?:www\.|m\.|music\.)?youtube\.com)$/, advice: DOWNLOAD_FIRST },
	{ service: 'Vimeo', host: /^(?:www\.)?vimeo\.com$/, advice: DOWNLOAD_FIRST },
	{ service: 'TikTok', host: /^(?:[\w-]+\.)?tiktok\.com$/, advice: DOWNLOAD_FIRST },
	{
		service: 'Unsplash',
		host: /^(?:www\.)?unsplash\.com$/,
		page: /^(?:\/[a-z]{2})?\/photos\/(?:[^/?#]*-)?([\w-]{11})\/?(?:[?#]|$)/,
		direct: (_, [, id]) => `https://unsplash.com/photos/${id}/download`,
	},
	{ service: 'Pexels', host: /^(?:www\.)?pexels\.com$/, page: /\/(?:photo|video)\//, advice: COPY_URL },
	{
		service: 'Canva',
		host: /^(?:www\.)?canva\.(?:com|link)$/,
		page: /^\/(?:design\/|\w+\/?$)/,
		advice: DOWNLOAD_FIRST,
	},
	{
		service: 'Figma',
		host: /^(?:www\.)?figma\.com$/,
		page: /^\/(?:file|design|proto|board|community|slides|make)\//,
		advice: `export the image there, then ${DOWNLOAD_FIRST}`,
	},
	{
		service: 'Notion',
		host: /^(?:www\.)?(?:notion\.so|[\w-]+\.notion\.site)$/,
		page: /^\/(?!image\/|signed\/)/,
		advice: COPY_URL,
	},
];

/** What to tell the user about a page in place of a file, and the URL of the file itself if it can be derived. */
export interface SharePageFinding {
	/** A sentence without its period. */
	readonly finding: string;
	readonly direct?: string;
}

/**
 * Recognizes URLs of pages that show a file. Any other URL is allowed, because a file's URL needs no extension.
 */
export function sharePageFinding(url: URL): SharePageFinding | undefined {
	const host = url.hostname.replace(/\.$/, '');
	for (const { service, host: hosts, page, direct: directOf, advice } of SHARE_PAGES) {
		const found = hosts.test(host) ? (page ?? /^/).exec(url.pathname + url.search) : null;
		if (!found) continue;
		const direct = directOf?.(url, found) || undefined;
		const what = direct ? `use ${direct} instead` : (advice ?? DOWNLOAD_FIRST);
		const shown = shorten(`${url.host}${url.pathname}`);
		return { finding: `“${shown}” is a page on ${service}, not the file itself; ${what}`, direct };
	}
	return undefined;
}
