import { badGateway, kindByPath, type Dialect } from './dialect';

const MODEL = 'models/veo-3.1-generate-preview';

/** The part of Google's long-running operations API that n8n's "Google Gemini" node uses for Veo. */
export const gemini: Dialect = {
	basePath: '',
	kindOf: kindByPath([
		['submit', /^POST /],
		['file', /:download/],
		['status', /\/operations\//],
	]),
	routes(app, board) {
		app.post(`/v1beta/${MODEL}::predictLongRunning`, () => ({
			name: `${MODEL}/operations/${board.start().id}`,
		}));
		app.get<{ Params: { id: string } }>(`/v1beta/${MODEL}/operations/:id`, async ({ params }, reply) => {
			if (board.failsStatus()) return await badGateway(reply);
			const name = `${MODEL}/operations/${params.id}`;
			if (!board.hasEnded(params.id)) return { name };
			const uri = `${board.origin}/v1beta/files/${params.id}:download?alt=media`;
			return {
				name,
				done: true,
				response: { generateVideoResponse: { generatedSamples: [{ video: { uri } }] } },
			};
		});
		app.get('/v1beta/files/:id', async (_request, reply) => {
			await board.sendFile(reply);
			return await reply;
		});
	},
};
