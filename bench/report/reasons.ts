// Words for the report: what stands behind a target that is missed. What a profile has told bears its date.

/** Why a target may be missed by a node that runs in n8n and against this API. */
export const reasons = {
	polls:
		'A status request costs nothing, but n8n’s core: the node places each where jobs of the model are known to end, and asks more often for a model that it has not seen. Options → Poll Interval lowers their number. Mode Synchronous needs two requests per item.',
	processor:
		"n8n works on one processor core. In a profile of 250 items at once (2026-11-22) each request took 2 to 3 ms of it: n8n's helper reads the credential from its database and decrypts it, then its HTTP client does its part; the node's own code is a twentieth. Many items at once therefore queue for the core.",
	paced:
		"The node leaves a quarter of a second between two full minutes, so that nothing is refused for arriving early, and holds the last few of a full minute back for 0.8 s, in every other minute for 3.3 s, so that others on the account are noticed. The rest is n8n's one processor core.",
	garbage:
		'What a node that streams takes is mostly garbage: parts of the file that have been written, and that the collector has not taken back yet. The table Memory without garbage has the node beside HTTP Request when it is collected all the time. How much lies about differs with the moments of collection, and with how many files are fetched at once: up to four large ones or 16 pictures, while HTTP Request and Sora read one after the other. It levels off with the size of a file and with the number of items. Files that are uploaded are not streamed: the node and HTTP Request hold those that are on their way.',
};
