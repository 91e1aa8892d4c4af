// Words for the report: what stands behind a target that is missed.

/** Why a target may be missed by a node that runs in n8n and against this API. */
export const reasons = {
	look: 'The node looks at an image every second, as the API advises, so it learns of the end half a second late on average and one second at most. A loop that waits for a second does the same at other moments, so with one item chance says which of the two is first. Who wants it at once takes Mode Synchronous.',
	processor:
		"n8n works on one processor core, and for each request that carries a credential its helper reads that credential from the database, decrypts it and evaluates its expression: about 2 ms of computing per request, of which the node's own code is a small part. Many items at once therefore queue for the processor, in every node alike.",
	width:
		'By default the node keeps at most 100 jobs in flight: after a mistake, Stop then finds 100 jobs bought and not 500. The loop has no such bound. Options → Max Concurrent lifts it; the target for it is the next one in the table.',
	paced:
		'The node leaves a quarter of a second between two full minutes, so that nothing is refused for arriving early, and it learns of the last end up to a second late, as it looks once a second. The rest is computing: 250 submits at once, and then 250 looks each second, queue for the one processor core, as the rows of 100 and 500 items show.',
	fewerLooks:
		'Who looks every 2 or 5 seconds sends fewer requests and gets the result so much later. Status requests cost nothing; Options → Poll Interval lowers their number. Mode Synchronous needs two requests per item.',
	noise:
		'All that stream a file (the node, HTTP Request, Sora) take some 10 to 140 MB for it, whatever its size; most of that is what the garbage collector has not taken back yet. The node opens up to four files at once, which is why it takes some tens of MB more than a node that fetches one after the other, and less time. Veo and MiniMax hold the whole file.',
};
