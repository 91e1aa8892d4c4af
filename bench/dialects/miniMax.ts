import { badGateway, kindByPath, type Dialect } from './dialect';

/** MiniMax's video API v2, which n8n's "MiniMax" node uses for its default model, Hailuo H3. */
export const miniMax: Dialect = {
	basePath: '/v1',
	kindOf: kindByPath([
		['submit', /^POST /],
		['file', /^GET \/files\//],
		['status', /^GET \/v2\/query\//],
	]),
	routes(app, board) {
		app.post('/v2/video_generation', () => ({ task_id: board.start().id }));
		app.get<{ Params: { id: string } }>('/v2/query/video_generation/:id', async ({ params }, reply) => {
			if (board.failsStatus()) return await badGateway(reply);
			if (!board.hasEnded(params.id)) return { task: { status: 'running' } };
			return { task: { status: 'succeeded', content: { url: `${board.origin}/files/${params.id}` } } };
		});
		app.get('/files/:id', async (_request, reply) => {
			await board.sendFile(reply);
			return await reply;
		});
	},
};
