// URLs that people paste instead of a file's URL: they open a page that shows the file, or a document.

/** Share pages, by host and path (with query) of the URL. */
const SHARE_PAGES: Array<[host: RegExp, path: RegExp]> = [
	[/^drive\.google\.com$/, /^\/(file\/|open\?|drive\/)/],
	[/^docs\.google\.com$/, /^\/(document|spreadsheets|presentation|file)\//],
	[/^photos\.(google\.com|app\.goo\.gl)$/, /^\//],
	// With dl=1 or raw=1, Dropbox returns the file itself.
	[/^(www\.)?dropbox\.com$/, /^(?!.*[?&](dl|raw)=1(&|$))/],
	[/^(1drv\.ms|onedrive\.live\.com)$/, /^(?!\/download)/],
	[/\.sharepoint\.com$/, /^(?!.*[?&]download=1(&|$))/],
	[/^(www\.)?icloud\.com$/, /^\/(iclouddrive|sharedalbum|photos)/],
	[/^(we\.tl|(www\.)?wetransfer\.com)$/, /^\//],
	[/^github\.com$/, /^\/[^/]+\/[^/]+\/blob\/(?!.*[?&]raw=(1|true)(&|$))/],
	[/^(www\.|m\.)?youtube\.com$|^youtu\.be$/, /^\//],
	[/^(www\.)?vimeo\.com$/, /^\/\d/],
	[/^(www\.)?imgur\.com$/, /^\//],
];

const DOCUMENT = /\.(html?|xhtml|pdf|json|txt|xml|csv|md|docx?|xlsx?|pptx?|svg|heic|psd|js|css)$/i;

/** Whether a URL opens a page or a document instead of a media file, judged by its pattern. */
export function isPage({ hostname, pathname, search }: URL): boolean {
	const host = hostname.replace(/\.$/, '');
	if (DOCUMENT.test(pathname)) return true;
	return SHARE_PAGES.some(([hosts, paths]) => hosts.test(host) && paths.test(pathname + search));
}
