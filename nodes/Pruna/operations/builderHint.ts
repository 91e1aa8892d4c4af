import type { IBuilderHint } from 'n8n-workflow';

/**
 * What n8n's own AI reads about the node when it builds a workflow: when it searches its catalog, and with what it finds
 * (n8n 2.41, node-catalog). Older n8n releases ignore it. It must not contain expressions.
 */
export const builderHint: IBuilderHint = {
	searchHint:
		'Use this node to generate, edit, or upscale images, to generate or edit videos, and to train LoRAs with Pruna AI (P-Image, P-Video, FLUX, Qwen, Wan, Z-Image). It waits until the job is done and puts the file into the binary field “data”, so no HTTP Request, Wait, or Loop node is needed. Many items run in parallel. Input files are public URLs or names of binary fields; no separate upload is needed. For several versions of one prompt, set options.takes. To keep the fields of the input item, set options.includeInput. With an AI Agent, use it as a tool: it returns URLs.',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-base.readWriteFile',
			relationHint: 'Saves the file from the binary field “data” to disk',
		},
		{
			nodeType: 'n8n-nodes-base.formTrigger',
			relationHint:
				'Collects a photo from a person. Enter the name of the form’s file field in the media field of this node.',
		},
		{
			nodeType: 'n8n-nodes-base.httpRequest',
			relationHint:
				'Downloads a file that requires a login into a binary field, which this node can use as input',
		},
		{
			nodeType: 'n8n-nodes-base.wait',
			relationHint:
				'For videos that take many minutes: use Mode “Submit Only”, then Wait, then this node again with Prediction → Get Result and the “id” from the first node',
		},
		{
			nodeType: '@n8n/n8n-nodes-langchain.agent',
			relationHint: 'Uses this node as a tool and gets the URLs of the results',
		},
	],
};
