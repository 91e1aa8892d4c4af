import type { IBuilderHint } from 'n8n-workflow';

/**
 * What n8n's own AI reads of the node when it builds a workflow: in the search of its catalogue, and beside what it finds
 * (n8n 2.41, node-catalog). An older n8n leaves it out. Expressions must not stand in it.
 */
export const builderHint: IBuilderHint = {
	searchHint:
		'Use this node to make, edit or upscale images, to make or edit videos, and to train LoRAs with Pruna AI (P-Image, P-Video, FLUX, Qwen, Wan, Z-Image). It waits until the job is done and puts the file into the binary field “data”, so no HTTP Request, Wait or Loop node is needed; many items run side by side. Files go in as public URLs or as names of binary fields, without an upload before. Several versions of one prompt: options.takes. To keep the fields of the input item: options.includeInput. For an AI Agent use it as a tool: it gives links.',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-base.readWriteFile',
			relationHint: 'Saves the file of the binary field “data” on disk',
		},
		{
			nodeType: 'n8n-nodes-base.formTrigger',
			relationHint:
				'Takes a photo from a person; the name of its file field goes into the media field of this node',
		},
		{
			nodeType: 'n8n-nodes-base.httpRequest',
			relationHint: 'Fetches a file that needs a login, into a binary field that this node takes',
		},
		{
			nodeType: 'n8n-nodes-base.wait',
			relationHint:
				'For videos of many minutes: Mode “Submit Only”, then Wait, then this node with Prediction → Get Result and the “id” of the first',
		},
		{
			nodeType: '@n8n/n8n-nodes-langchain.agent',
			relationHint: 'Uses this node as a tool and gets links to what was made',
		},
	],
};
