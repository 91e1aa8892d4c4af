/** What users read, spelled out here and not taken from the node, so that a changed text shows. {host}, {code} and {seconds} vary. */
export const NOT_CHARGED = 'Nothing was submitted and nothing was charged for this item.';
export const MAYBE_CHARGED =
	'Whether the job was taken is not known: it may be running and may be billed, so it was not submitted again. Look at https://dashboard.pruna.ai first; after that, n8n’s Retry of this execution, or a new one, submits this item once more.';
export const GOES_ON =
	'The job itself goes on at Pruna and may be billed; Prediction → Get Result fetches it later by its ID.';
export const IS_DONE = 'The job is done and paid; Prediction → Get Result fetches it by its ID.';
export const CHECK_KEY =
	'Check the API Key in the Pruna credential. You can create keys at https://dashboard.pruna.ai.';
export const ADD_CREDIT =
	'The API key is valid. Add credit at https://dashboard.pruna.ai, then run this again.';
export const CHECK_URL = 'Check the Base URL in the Pruna credential.';
export const CHECK_REACH = 'Check the Base URL in the Pruna credential, and check that n8n can reach it.';
export const CHECK_VALUES = 'Check the field values for this item.';
export const LATER = 'This is usually temporary. Try again later.';
export const SLOW_DOWN = "Run fewer items per minute, or ask Pruna to raise your account's limit.";
export const LINKS_DIE =
	'Result URLs work for a limited time. Download the files as soon as the job is done. Prediction → Get Result may find it once more by its ID.';

export const quote = (words: string) => `The API said: “${words}”${/[.…]$/.test(words) ? '' : '.'}`;
export const NO_ANSWER = 'No response from {host} ({code})';
/** Codes of NO_ANSWER: no headers came, the body fell silent, the body never ended. */
export const UNANSWERED = ['ECONNABORTED'];
export const SILENT = ['ETIMEDOUT'];
/** Whichever limit it meets first. */
export const ENDLESS = ['ETIMEDOUT', 'ERR_TOO_LARGE'];
export const INCOMPLETE = (status: number) => `Pruna did not complete the request (${status})`;
