import { badGateway, kindByPath, type Dialect } from './dialect';

/** The part of OpenAI's video API that n8n's "OpenAI" node uses for Sora. */
export const openAi: Dialect = {
	basePath: '/v1',
	kindOf: kindByPath([
		['submit', /^POST /],
		['file', /\/content$/],
		['status', /^GET \/v1\/videos\//],
	]),
	routes(app, board) {
		const answer = (id: string) => ({
			id,
			object: 'video',
			model: 'sora-2',
			status: board.hasEnded(id) ? 'completed' : 'in_progress',
			error: null,
		});
		app.post('/v1/videos', () => answer(board.start().id));
		app.get<{ Params: { id: string } }>('/v1/videos/:id', async ({ params }, reply) =>
			board.failsStatus() ? await badGateway(reply) : answer(params.id),
		);
		app.get('/v1/videos/:id/content', async (_request, reply) => {
			await board.sendFile(reply);
			return await reply;
		});
	},
};
