/** What holds for failed items on every release. What n8n before 2.35 does differently is in differences.json. */
import { generate, usePApi } from '../engine/fixture';

const p = usePApi();

it('a failed item appears on one of the two outputs, with its error and details', async () => {
	p.api.failNext({ error: 'no samples', promptIncludes: 'second' });
	const { items, errorItems, error } = await p.run(generate({ prompt: '={{ $json.text }}' }), {
		items: [{ json: { text: 'first' } }, { json: { text: 'second' } }],
		settings: { onError: 'continueErrorOutput' },
	});

	expect(error).toBeUndefined();
	const outputs = [...items, ...errorItems].map(({ json }) => json);
	expect(outputs).toHaveLength(2);
	expect(outputs.filter((json) => json.error !== undefined)).toEqual([
		expect.objectContaining({
			error: 'The prediction failed: no samples',
			details: expect.objectContaining({
				id: p.api.submits.find(({ input }) => input.prompt === 'second')!.id,
				status: 'failed',
			}) as unknown,
		}),
	]);
});
