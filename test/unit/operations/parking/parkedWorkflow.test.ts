import type { INode } from 'n8n-workflow';
import { parkedWorkflow } from '../../../../nodes/Pruna/operations/parking/parkedWorkflow';

const node = (name: string): INode => ({
	id: 'abc',
	name,
	type: 'n8n-nodes-pruna.pruna',
	typeVersion: 1,
	position: [1, 2],
	parameters: { resource: 'video', prompt: 'A secret' },
	credentials: { prunaApi: { id: '9', name: 'Pruna account' } },
});

it('polls with the node itself, its name, and its credential, but without its parameters', () => {
	const { nodes } = parkedWorkflow(node('Make Videos'), 'Name');
	const polling = nodes.find(({ name }) => name === 'Make Videos')!;
	expect(polling).toMatchObject({ type: 'n8n-nodes-pruna.pruna', credentials: { prunaApi: { id: '9' } } });
	expect(polling.parameters).toMatchObject({ parked: true });
	expect(JSON.stringify(nodes)).not.toContain('A secret');
});

it('makes n8n keep its execution whatever the settings, because the files belong to it', () => {
	expect(parkedWorkflow(node('Pruna'), 'Name').settings).toMatchObject({
		saveDataSuccessExecution: 'all',
		saveDataErrorExecution: 'all',
		executionOrder: 'v1',
	});
});

it.each(['Pruna', 'Wait', 'Results', 'Still Running?', 'Handed Over'])(
	'has unique node names and valid connections if the node is named %s',
	(name) => {
		const { nodes, connections } = parkedWorkflow(node(name), 'Name');
		const names = nodes.map((one) => one.name);
		expect(new Set(names).size).toBe(5);
		const ends = Object.entries(connections).flatMap(([from, { main }]) => [
			from,
			...(main ?? []).flatMap((targets) => (targets ?? []).map((target) => target.node)),
		]);
		expect(new Set(ends)).toEqual(new Set(names));
	},
);
