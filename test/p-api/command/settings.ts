import { defaultOptions, type PApiOptions } from '../options';
import { integerOf, numberOf, oneOf } from './values';

/** How a command-line option sets one of the stand-in's options. */
type Setting = { option: keyof PApiOptions; help: string } & (
	| { number: [minimum: number, maximum: number] }
	| { integer: [minimum: number, maximum: number] }
	| { choices: ReadonlyArray<string | number> }
	| { text: string; repeated?: boolean }
	| { flag: boolean }
);

const DAY = 24 * 60 * 60;
const SUCCESS: [number, number] = [200, 299];

/** By name, in the order in which the help lists them. */
export const settings: Record<string, Setting> = {
	port: { option: 'port', integer: [0, 65_535], help: 'port on 127.0.0.1' },
	key: { option: 'apiKeys', text: 'key', repeated: true, help: 'valid API key; may be repeated' },
	'no-credit-key': {
		option: 'noCreditKeys',
		text: 'key',
		repeated: true,
		help: 'API key of an account without credit; may be repeated',
	},
	'job-seconds': { option: 'jobSeconds', number: [0, DAY], help: 'duration of a job in seconds' },
	'job-jitter': { option: 'jobJitter', number: [0, 1], help: 'fraction by which jobs are shorter or longer' },
	sync: { option: 'sync', choices: ['result', 'handle', 'timeout'], help: 'answer to a sync submit' },
	'sync-timeout': {
		option: 'syncTimeoutSeconds',
		number: [0, DAY],
		help: 'seconds until a sync submit gets 504',
	},
	'submit-status': { option: 'submitStatus', integer: SUCCESS, help: 'status of an answer with a handle' },
	'sync-status': { option: 'syncStatus', integer: SUCCESS, help: 'status of an answer with a sync result' },
	'upload-status': { option: 'uploadStatus', integer: SUCCESS, help: 'status of an answer to an upload' },
	'get-url': { option: 'getUrl', choices: ['absolute', 'relative', 'missing'], help: 'form of get_url' },
	'generation-url': {
		option: 'generationUrl',
		choices: ['absolute', 'relative', 'array', 'object'],
		help: 'form of generation_url',
	},
	'input-errors': {
		option: 'inputErrors',
		choices: ['gateway', 'model'],
		help: 'an invalid input gets 400, or 422 with invalid_fields',
	},
	'error-bodies': {
		option: 'errorBodies',
		choices: ['gateway', 'documented'],
		help: 'errors contain a message, or the documented codes',
	},
	'rate-limit': { option: 'rateLimit', flag: true, help: 'enforce the rate limits' },
	'rate-limit-headers': {
		option: 'rateLimitHeaders',
		choices: ['documented', 'kong'],
		help: 'kong adds Retry-After and others',
	},
	'poll-interval': { option: 'pollIntervalSeconds', number: [0, DAY], help: 'X-Poll-Interval; 0 for none' },
	'max-wait': { option: 'maxWaitSeconds', number: [0, DAY], help: 'X-Max-Wait; 0 for none' },
	'no-delivery-key': {
		option: 'deliveryNeedsKey',
		flag: false,
		help: 'allow downloads of results without the API key',
	},
	'delivery-type': {
		option: 'deliveryContentType',
		choices: ['real', 'octet-stream'],
		help: 'content type of results',
	},
	'delivery-seconds': { option: 'deliverySeconds', number: [0, DAY], help: 'seconds until results expire' },
	'delivery-expired': {
		option: 'deliveryExpiredStatus',
		choices: [403, 404, 410],
		help: 'status of expired results',
	},
	'upload-seconds': { option: 'uploadSeconds', number: [0, DAY], help: 'seconds until uploads expire' },
	'max-upload-bytes': { option: 'maxUploadBytes', integer: [0, 2 ** 31], help: 'maximum size of an upload' },
	'path-prefix': { option: 'pathPrefix', text: 'path', help: 'serve everything under this path' },
	'public-origin': { option: 'publicOrigin', text: 'url', help: 'origin of URLs in answers' },
};

/** Defaults of the command line. Unlike in tests, the port is fixed, and jobs run long enough to be seen. */
export const commandDefaults: Required<PApiOptions> = { ...defaultOptions, port: 4010, jobSeconds: 3 };

/** Converts the values of the command line to options of the stand-in. */
export function optionsOf(values: Record<string, string | string[] | boolean | undefined>): PApiOptions {
	const given = Object.entries(settings).flatMap(([name, setting]): Array<[string, unknown]> => {
		const value = values[name];
		if (value === undefined) return [];
		if (typeof value !== 'string') return [[setting.option, 'flag' in setting ? setting.flag : value]];
		return [[setting.option, valueOf(`--${name}`, setting, value)]];
	});
	return { ...commandDefaults, ...(Object.fromEntries(given) as PApiOptions) };
}

function valueOf(name: string, setting: Setting, text: string): unknown {
	if ('number' in setting) return numberOf(name, text, ...setting.number);
	if ('integer' in setting) return integerOf(name, text, ...setting.integer);
	return 'choices' in setting ? oneOf(name, text, setting.choices) : text;
}

/** The lines of the help, with the default of each option. */
export function settingsHelp(): Array<[usage: string, help: string]> {
	return Object.entries(settings).map(([name, setting]): [string, string] => {
		if ('flag' in setting) return [`--${name}`, setting.help];
		const value = [commandDefaults[setting.option]].flat().join(', ');
		const choices = 'choices' in setting ? `: ${setting.choices.join(', ')}` : '';
		const usage = 'text' in setting ? setting.text : 'choices' in setting ? 'form' : 'number';
		return [`--${name} <${usage}>`, `${setting.help}${choices}${value === '' ? '' : ` (default ${value})`}`];
	});
}
