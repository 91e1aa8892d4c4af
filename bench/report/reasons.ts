// The report's explanations of missed targets. Findings from a profile carry its date.

/** Why a node that runs in n8n and uses this API may miss a target. */
export const reasons = {
	polls:
		'Status requests are free, but they take time on n8n’s core. So the node sends each one when jobs of the model are known to end, and polls more often only for a model that it has not seen. A longer Poll Interval (in Options) lowers the number of requests. Mode Synchronous needs two requests per item.',
	processor:
		"n8n works on one processor core. In a profile of 250 simultaneous items (2026-11-22), each request took 2 to 3 ms of it: n8n's helper reads the credential from its database and decrypts it, then its HTTP client does its part. The node's own code accounts for a twentieth of the time. Many simultaneous items therefore queue for the core.",
	paced:
		"The node leaves a quarter of a second between two full minutes, so that no submit is refused for arriving early. If more submits follow, it also holds back the last few of a full minute, for 0.8 s or 3.3 s, so that it notices others on the account. The rest is due to n8n's single processor core.",
	table:
		'The node writes each key to the data table before it submits the job, and its ID afterward. Each write is a sub-workflow that takes n8n 0.1 to 0.3 s. At most 24 submits share one, because the jobs of a write that was interrupted are in doubt.',
	garbage:
		'Most of the memory that a streaming node uses is garbage: parts of the file that are already written but not yet collected. The table “Memory without garbage” compares the node with HTTP Request when garbage is collected continuously. The amount of garbage depends on when the collector runs and on the number of simultaneous downloads: up to 4 large and 16 small files, while HTTP Request and Sora download one file after the other. It levels off as files get larger and items more numerous. Uploads are not streamed: the node and HTTP Request hold the files that they are uploading.',
};
