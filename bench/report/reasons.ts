// Words for the report: what stands behind a target that is missed. What a profile has told bears its date.

/** Why a target may be missed by a node that runs in n8n and against this API. */
export const reasons = {
	look: "The node looks at an image every second and at a video every 2 seconds or more, as the API advises, so it learns of an image's end half a second late on average. A loop that waits for a second looks as often at an image, but at other moments: with one item it depends on the length of the jobs which of the two is first. Who wants an image at once takes Mode Synchronous.",
	processor:
		"n8n works on one processor core. In a profile of 250 items at once (2026-11-22) each request took 2 to 3 ms of it: n8n's helper reads the credential from its database and decrypts it, then its HTTP client does its part; the node's own code is a twentieth. Many items at once therefore queue for the core.",
	width:
		'By default the node keeps at most 100 jobs in flight: when a mistake is stopped, at most 100 jobs are under way and not 500. The loop has no such bound. Options → Max Concurrent lifts it; the target for it is the next one in the table.',
	paced:
		"The node leaves a quarter of a second between two full minutes, so that nothing is refused for arriving early, and it learns of the last end up to a second late, as it looks once a second. The rest is n8n's one processor core: in a profile of the six seconds in which the second 250 items were submitted and ended (2026-11-22), it was busy for 85 % of the time, a twentieth of that with the node's own code and the rest with n8n's helper (credential, decryption) and the HTTP client. Here other contenders share that core; alone in n8n, three runs took 65.0 to 65.5 s (1.022 to 1.029 × ideal, 2026-11-22).",
	fewerLooks:
		'The node looks half a second after the submit, for models that are done by then, and from there every second. A loop that waits longer sends fewer requests, and so does one whose rounds take long because it has many items. Status requests cost nothing; Options → Poll Interval lowers their number. Mode Synchronous needs two requests per item.',
	garbage:
		'What a node that streams takes is mostly garbage: parts of the file that have been written, and that the collector has not taken back yet. The table Memory without garbage has the node beside HTTP Request when it is collected all the time. How much lies about differs with the moments of collection, and with how many files are fetched at once: up to four large ones or 16 pictures, while HTTP Request and Sora read one after the other. It levels off with the size of a file and with the number of items. Files that are uploaded are not streamed: the node and HTTP Request hold those that are on their way.',
};
