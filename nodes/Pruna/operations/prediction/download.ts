import { resolveResultUrl } from '../../api/address';
import { PrunaError } from '../../core/errors';
import { show } from '../../models/convert';
import { deliver } from '../../prediction/deliver';
import { deadlineOf, type JobOptions } from '../../prediction/jobSettings';
import type { Run } from '../../prediction/run';
import type { Operation } from '../operation';
import { readOptions } from '../readOptions';

/** The URLs from the user: one, several separated by commas, or an array from an expression. */
function readGenerationUrl(run: Run, itemIndex: number): string[] {
	const value: unknown = run.context.getNodeParameter('generationUrl', itemIndex, '');
	const entries = (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((entry) =>
		typeof entry === 'string' ? entry.split(/,\s*(?=https?:\/\/|\/)/) : [entry],
	);
	const urls = entries.filter((entry) => entry !== undefined && entry !== null && entry !== '');
	if (urls.length === 0) throw new PrunaError('Generation URL is required');
	const wrong = urls.find(
		(url) => typeof url !== 'string' || resolveResultUrl(run.api.address, url.trim()) === undefined,
	);
	if (wrong === undefined) return urls.map((url) => (url as string).trim());
	throw new PrunaError('Generation URL is not a URL that can be downloaded', {
		advice: `Use the “generation_url” of a finished prediction (https://… or /v1/…), not ${show(wrong)}.`,
	});
}

/** Downloads the files of a finished prediction from their URLs, even for an agent: anyone who runs this wants the files. */
export const download: Operation<{ urls: string[]; options: JobOptions }> = {
	resource: 'prediction',
	operation: 'download',
	name: 'Download',
	action: 'Download prediction result',
	description: 'Download the files of a finished prediction from their URLs',
	toolDescription:
		'Downloads the files of a finished prediction into n8n. Takes “generation_url”, or several of them separated by commas. Returns JSON that says which files were downloaded; the files themselves are for the workflow.',
	fields: [
		{
			displayName: 'Generation URL',
			name: 'generationUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.pruna.ai/v1/predictions/delivery/…/output.jpg',
			description: 'The generation_url of a finished prediction. Separate several with commas.',
			hint: 'Result URLs work for about a day, or half an hour for LoRA training',
		},
	],

	check(run, itemIndex) {
		const options = { ...readOptions(run, itemIndex), downloadOutput: true };
		return { options, urls: readGenerationUrl(run, itemIndex) };
	},

	async run(run, itemIndex, { urls, options }) {
		const job = { facts: {}, generationUrl: urls, isPaid: false };
		return await deliver(run, itemIndex, job, options, deadlineOf(run, undefined, options));
	},
};
