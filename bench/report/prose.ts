// What the report says beside its tables.
import os from 'node:os';
import type { Results } from '../results';
import type { Verdict } from './targets';

export function setup({ machine, takenAt, seconds, load }: Results): string {
	const cores = os.cpus().length;
	const busy = Math.max(load.before, load.after) > cores * 1.5;
	return [
		Object.entries(machine)
			.map(([name, value]) => `- ${name}: ${value}`)
			.join('\n'),
		`Taken on ${takenAt.slice(0, 10)} in ${Math.round(seconds / 60)} minutes. Load average ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after${busy ? ': **the machine was busy with other work, so take the numbers with caution**' : ''}.`,
		`**How.** All contenders run on one machine against servers in one process, each with a server of its own that hands out the same jobs: their
lengths come from a seed. All but the floor run in one real n8n, which stays up between runs as it does at a user's; n8n opens new connections for each
request. The floor is a process and a connection pool of its own in each run. Wall time is measured at the server, from the first submit to the last byte of
the last result, so n8n's own start does not count. _Ideal_ is when the last job ends: what nobody can beat. Contenders take turns, run by run. What mostly
sleeps runs side by side: n8n's own media nodes, the videos of 45 s (there, each of 5 executions is a run), and those paced at 250 a minute, which begin 15 s apart, as each is at work
in a part of its minute only. n8n has seen jobs of a model before, unless the table says that the model is new.`,
		`**Who.** _Floor_: undici's Pool, told when each job ends: a submit, a status request, a download to disk. _Pruna_: the packed node with default
settings; _synchronous_: Mode Synchronous. _Loop_: HTTP Request → Wait → HTTP
Request → IF → HTTP Request, as most people build it; the best one waits 1 s, as the API advises, and repeats failed status requests and downloads (Retry On
Fail, 5 tries; not the submit, which would pay twice). _OpenAI (Sora)_, _Google Gemini (Veo)_, _MiniMax (H3)_: n8n's own nodes with default settings, their
credential's base URL pointed at a server that speaks their dialect with the same job clock. What an item delivers is the same number of bytes for all.`,
	].join('\n\n');
}

/** Only what the numbers of this run ask for. */
export function explanations(missed: Verdict[]): string {
	if (missed.length === 0) return 'All targets are met.';
	const list = missed.map(({ target, reason }) => `- **${target}**: ${reason ?? 'no reason is known yet'}`);
	return ['Why a target is missed:', list.join('\n')].join('\n\n');
}

export const whyNot = `- **n8n's own media nodes with 20, 100 and 500 items**, where the table says "not run": they do their items one after the other, so it would take the time given there.
- **Pruna, synchronous, for videos**: a video may take longer than the 60 seconds after which the API gives up a synchronous request.
- **n8n's own Alibaba Cloud and Databricks**: their credentials name the maker's hosts, or a workspace, and take no base URL of one's own that a stand-in could have.
- **WaveSpeed, fal.ai, KIE and other community nodes**: they are not installed here, and most have their maker's host in the code.
- **Uploads by n8n's own media nodes**: Veo and MiniMax take no file in these operations, and Sora takes one reference per item, one item after the other.`;
