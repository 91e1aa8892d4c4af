// Words for the report: what stands behind a target that is missed.

/** Why a target may be missed by a node that runs in n8n and against this API. */
export const reasons = {
	look: 'The node looks at an image every second, as the API advises, so it learns of the end half a second late on average and one second at most. A loop that waits for a second does the same at other moments, so with one item chance says which of the two is first. Who wants it at once takes Mode Synchronous.',
	processor:
		"n8n works on one processor core, and for each request that carries a credential its helper reads that credential from the database, decrypts it and evaluates its expression: about 2 ms of computing per request, of which the node's own code is a small part. Many items at once therefore queue for the processor, in every node alike.",
	width:
		'By default the node keeps at most 100 jobs in flight: after a mistake, Stop then finds 100 jobs bought and not 500. The loop has no such bound. Options → Max Concurrent lifts it; the target for it is the next one in the table.',
	paced:
		"The node leaves a quarter of a second between two full minutes, so that nothing is refused for arriving early, and it learns of the last end up to a second late, as it looks once a second. The rest is n8n's one processor core: in a profile of the second minute it is busy for 85 % of the time, a twentieth of that with the node's own code and the rest with n8n's helper (credential, decryption) and the HTTP client.",
	fewerLooks:
		'Who looks every 2 or 5 seconds sends fewer requests and gets the result so much later. Status requests cost nothing; Options → Poll Interval lowers their number. Mode Synchronous needs two requests per item.',
	garbage:
		'What a node that streams takes is mostly garbage: parts of the file that have been written, and that the collector has not taken back yet. When they are collected all the time (Memory without garbage), the node and HTTP Request take nearly the same. How much lies about between two collections differs by their moments, and by how many files are fetched at once: up to four, or 16 pictures, while the others read one after the other. It grows neither with the size of a file nor with the number of items.',
};
