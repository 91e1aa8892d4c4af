/** What users read, spelled out here instead of imported from the node, so that a changed text fails a test. {host}, {code} and {seconds} vary. */
export const NOT_CHARGED = 'Nothing was submitted and nothing was charged for this item.';
export const MAYBE_CHARGED =
	'Whether the job was taken is not known: it may be running and may be billed, so it was not submitted again. Look at https://dashboard.pruna.ai first; after that, n8n’s Retry of this execution, or a new one, submits this item once more.';
export const GOES_ON =
	'The job itself goes on at Pruna and may be billed; Prediction → Get Result fetches it later by its ID.';
export const IS_DONE = 'The job is done and paid; Prediction → Get Result fetches it by its ID.';
export const CHECK_KEY =
	'Check the API Key in the Pruna credential. Keys are made at https://dashboard.pruna.ai.';
export const ADD_CREDIT = 'The API key is fine. Add credit at https://dashboard.pruna.ai and run again.';
export const CHECK_URL = 'Check the Base URL in the Pruna credential.';
export const CHECK_REACH = 'Check the Base URL in the Pruna credential, and whether n8n can reach it.';
export const CHECK_VALUES = 'Check the values that this item uses.';
export const LATER = 'It should pass by itself. Try again later.';
export const SLOW_DOWN = 'Run fewer items per minute, or ask Pruna to raise the limit of the account.';
export const URLS_EXPIRE =
	'Result links live for a limited time. Download right after the job. Prediction → Get Result may find it once more by its ID.';

export const quote = (words: string) => `The API said: “${words}”${/[.…]$/.test(words) ? '' : '.'}`;
export const NO_ANSWER = 'No answer from {host} ({code})';
/** Codes of NO_ANSWER: no headers arrived, the body stalled, the body never ended. */
export const UNANSWERED = ['ECONNABORTED'];
export const SILENT = ['ETIMEDOUT'];
/** Whichever limit is reached first. */
export const ENDLESS = ['ETIMEDOUT', 'ERR_TOO_LARGE'];
export const INCOMPLETE = (status: number) => `Pruna did not complete the request (${status})`;
