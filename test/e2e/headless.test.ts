import path from 'node:path';
import { projectFolder } from '../../sandbox/folders';
import { itemsOf } from '../../sandbox/execution';
import example from '../../examples/prompt-to-image.json';
import { createInstance, type Instance } from './instance';

let instance: Instance;
beforeAll(async () => {
	instance = await createInstance('headless');
});
afterAll(async () => await instance?.close());

test('runs the example', async () => {
	await instance.n8n.importWorkflows(path.join(projectFolder, 'examples', 'prompt-to-image.json'));
	const execution = await instance.n8n.execute(example.id);
	expect(itemsOf(execution, 'Pruna')).toHaveLength(1);
	expect(instance.api.submits).toHaveLength(1);
});
