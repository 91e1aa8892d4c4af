// The example workflow that `npm start` runs, and the credential that it uses.
import path from 'node:path';
import { Failure } from '../scripts/process.cjs';
import type { Account } from './account';
import { errorOf, itemsOf, saveFile } from './execution';
import { projectFolder, workFolder } from './folders';
import type { Credential, N8n } from './n8n';
import example from '../examples/prompt-to-image.json';

export const exampleFile = path.join(projectFolder, 'examples', 'prompt-to-image.json');
export const exampleId = example.id;

export function credentialFor({ apiKey, baseUrl }: Account): Credential {
	return { id: 'prunaSandbox0001', name: 'Pruna account', type: 'prunaApi', data: { apiKey, baseUrl } };
}

const startOver = 'Delete the folder .sandbox to start over.';

/** Runs the example once. @returns the path of its image */
export async function runExample(n8n: N8n, userFolder: string): Promise<string> {
	const execution = await n8n.execute(exampleId).catch((failure: unknown) => {
		if (!(failure instanceof Failure)) throw failure;
		throw new Failure(
			`The example workflow could not be run: ${failure.message} ${startOver}`,
			failure.details,
		);
	});
	const error = errorOf(execution);
	if (error) throw new Failure(`The example workflow failed: ${error}`);
	const [item] = itemsOf(execution, 'Pruna');
	const file = item?.binary?.data;
	if (!file) {
		throw new Failure(
			`The example workflow ran, but its node "Pruna" returned no image in "data". Was the workflow changed in the editor? ${startOver}`,
		);
	}
	return saveFile(userFolder, file, path.join(workFolder, 'output'));
}
