/** What a service tells of a file, in place of the file. */
interface Description {
	/** Keys that it has, all of them; of a list of keys, one. */
	readonly keys: ReadonlyArray<string | readonly string[]>;
	readonly origin: string;
	readonly advice: string;
}

const TYPE_KEYS = ['mimeType', 'mimetype', 'mime_type', 'contentType', 'content_type', 'MimeType'];
const NAME_KEYS = ['name', 'fileName', 'filename', 'file_name', 'title', 'originalname'];

const GIVE_FIELD = 'give the name of its binary field';

/** The most special ones first. */
const DESCRIPTIONS: readonly Description[] = [
	{
		keys: ['file_id'],
		origin: 'Telegram’s description of a file',
		advice: `get the file with the node Telegram (File, Get), then ${GIVE_FIELD}`,
	},
	{
		keys: [['url_private', 'url_private_download']],
		origin: 'Slack’s description of a file, whose URL needs a login',
		advice: `download the file with the node HTTP Request and the Slack credential, then ${GIVE_FIELD}`,
	},
	{
		keys: ['id', 'mime_type', 'sha256'],
		origin: 'WhatsApp’s description of a file',
		advice: `download the file with the node WhatsApp Business Cloud (Media, Download), then ${GIVE_FIELD}`,
	},
	{
		keys: ['filename', 'mimetype', 'size'],
		origin: 'a form’s description of a file',
		advice: 'the file itself is in a binary field of the item; give the name of that field',
	},
	{
		keys: ['id', 'mimeType', 'name'],
		origin: 'Google Drive’s description of a file',
		advice: `download the file with the node Google Drive (File, Download), then ${GIVE_FIELD}`,
	},
	{
		keys: ['id', 'name', 'webUrl'],
		origin: 'OneDrive’s description of a file',
		advice: `download the file with the node Microsoft OneDrive (File, Download), then ${GIVE_FIELD}`,
	},
	{
		keys: ['Key', ['ETag', 'LastModified', 'Size']],
		origin: 'the description of a file in S3',
		advice: `download the file with the node AWS S3 (File, Download), then ${GIVE_FIELD}`,
	},
	{
		keys: [TYPE_KEYS, NAME_KEYS],
		origin: 'the description of a file',
		advice: `download the file in the workflow, then ${GIVE_FIELD}`,
	},
	{
		keys: [
			['path', 'fullPath', 'directory'],
			['size', 'id', 'fileExtension', ...NAME_KEYS],
		],
		origin: 'the description of a file',
		advice: `download the file in the workflow, then ${GIVE_FIELD}`,
	},
];

function isFilled(fields: object, key: string): boolean {
	if (!Object.hasOwn(fields, key)) return false;
	const value = (fields as Record<string, unknown>)[key];
	return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/**
 * Tells that an object describes a file which it does not hold, and how to get the file; so does a list of such objects
 * and an object that has one in it, such as a message.
 *
 * @param value Without a link, and not a binary file of n8n
 * @returns a sentence without its period, or undefined for anything else
 */
export function describedFile(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const nested: unknown[] = Object.values(value).slice(0, 50);
	const listed = nested.flatMap((entry) => (Array.isArray(entry) ? (entry as unknown[]) : []));
	for (const fields of [value, ...nested, ...listed]) {
		if (typeof fields !== 'object' || fields === null) continue;
		const description = DESCRIPTIONS.find(({ keys }) =>
			keys.every((key) => [key].flat().some((name) => isFilled(fields, name))),
		);
		if (description) return `this is ${description.origin} and not the file; ${description.advice}`;
	}
	return undefined;
}
