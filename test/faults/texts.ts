/** What users read, spelled out here instead of imported from the node, so that a changed text fails a test. {host}, {code} and {seconds} vary. */
export const NOT_CHARGED = 'Nothing was submitted and nothing was charged for this item.';
export const MAYBE_CHARGED =
	'It is not known whether Pruna accepted the job. It may be running and may be billed, so it was not submitted again. Check https://dashboard.pruna.ai first. To submit this item again after that, retry this execution in n8n or start a new one.';
export const GOES_ON =
	'The job continues at Pruna and may be billed. Use Prediction → Get Result with its ID to retrieve the result later.';
export const IS_DONE =
	'The job is done and paid for. Use Prediction → Get Result with its ID to retrieve the result.';
export const CHECK_KEY =
	'Check the API Key in the Pruna credential. You can create keys at https://dashboard.pruna.ai.';
export const ADD_CREDIT =
	'The API key is valid. Add credit at https://dashboard.pruna.ai, then run this again.';
export const CHECK_URL = 'Check the Base URL in the Pruna credential.';
export const CHECK_REACH = 'Check the Base URL in the Pruna credential, and check that n8n can reach it.';
export const CHECK_VALUES = 'Check the field values for this item.';
export const LATER = 'This is usually temporary. Try again later.';
export const SLOW_DOWN = "Run fewer items per minute, or ask Pruna to raise your account's limit.";
export const URLS_EXPIRE =
	'Result URLs work for a limited time. Download the files as soon as the job is done. Prediction → Get Result may still find the result by its ID.';

export const quote = (words: string) => `The API said: “${words}”${/[.…]$/.test(words) ? '' : '.'}`;
export const NO_ANSWER = 'No response from {host} ({code})';
/** Codes of NO_ANSWER: no headers arrived, the body stalled, the body never ended. */
export const UNANSWERED = ['ECONNABORTED'];
export const SILENT = ['ETIMEDOUT'];
/** Whichever limit is reached first. */
export const ENDLESS = ['ETIMEDOUT', 'ERR_TOO_LARGE'];
export const INCOMPLETE = (status: number) => `Pruna did not complete the request (${status})`;
