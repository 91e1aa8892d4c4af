/** How a service describes a file without including the file itself. */
interface Description {
	/** Keys that must all be present; of a nested list, one is enough. */
	readonly keys: ReadonlyArray<string | readonly string[]>;
	readonly origin: string;
	readonly advice: string;
}

const TYPE_KEYS = ['mimeType', 'mimetype', 'mime_type', 'contentType', 'content_type', 'MimeType'];
const NAME_KEYS = ['name', 'fileName', 'filename', 'file_name', 'title', 'originalname'];

const ENTER_FIELD = 'enter the name of its binary field';

/** The most specific ones first. */
const DESCRIPTIONS: readonly Description[] = [
	{
		keys: ['file_id'],
		origin: 'Telegram’s description of a file',
		advice: `download the file with the Telegram node (File → Get), then ${ENTER_FIELD}`,
	},
	{
		keys: [['url_private', 'url_private_download']],
		origin: 'Slack’s description of a file',
		advice: `its URL requires a login, so download the file with the HTTP Request node and a Slack credential, then ${ENTER_FIELD}`,
	},
	{
		keys: ['id', 'mime_type', 'sha256'],
		origin: 'WhatsApp’s description of a file',
		advice: `download the file with the WhatsApp Business Cloud node (Media → Download), then ${ENTER_FIELD}`,
	},
	{
		keys: ['filename', 'mimetype', 'size'],
		origin: 'a form’s description of a file',
		advice: 'the file is in a binary field of the item, so enter the name of that field',
	},
	{
		keys: ['id', 'mimeType', 'name'],
		origin: 'Google Drive’s description of a file',
		advice: `download the file with the Google Drive node (File → Download), then ${ENTER_FIELD}`,
	},
	{
		keys: ['id', 'name', 'webUrl'],
		origin: 'OneDrive’s description of a file',
		advice: `download the file with the Microsoft OneDrive node (File → Download), then ${ENTER_FIELD}`,
	},
	{
		keys: ['Key', ['ETag', 'LastModified', 'Size']],
		origin: 'a description of a file in S3',
		advice: `download the file with the AWS S3 node (File → Download), then ${ENTER_FIELD}`,
	},
	{
		keys: [TYPE_KEYS, NAME_KEYS],
		origin: 'a description of a file',
		advice: `download the file in the workflow, then ${ENTER_FIELD}`,
	},
	{
		keys: [
			['path', 'fullPath', 'directory'],
			['size', 'id', 'fileExtension', ...NAME_KEYS],
		],
		origin: 'a description of a file',
		advice: `download the file in the workflow, then ${ENTER_FIELD}`,
	},
];

function isFilled(fields: object, key: string): boolean {
	if (!Object.hasOwn(fields, key)) return false;
	const value = (fields as Record<string, unknown>)[key];
	return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/**
 * Recognizes an object that describes a file but does not contain it, and says how to get the file. A list of such
 * objects and an object that contains one, such as a message, count as well.
 *
 * @param value Contains no URL and is not an n8n binary file
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
		if (description) return `this is ${description.origin}, not the file itself; ${description.advice}`;
	}
	return undefined;
}
