// The text of the report around its tables.
import os from 'node:os';
import type { Results } from '../results';
import type { Verdict } from './targets';

export function setup({ machine, takenAt, seconds, load, separate = [] }: Results): string {
	const isBusy = (average: number) => average > os.cpus().length * 1.5;
	const caution = isBusy(load.before)
		? ': **the machine was busy with other work, so treat the numbers with caution**'
		: isBusy(load.after)
			? ': other work ran on the machine at the end, when the scenes ran that hardly depend on it (memory, long jobs)'
			: '';
	return [
		Object.entries(machine)
			.map(([name, value]) => `- ${name}: ${value}`)
			.join('\n'),
		`Measured on ${takenAt.slice(0, 10)} in ${Math.round(seconds / 60)} minutes. The load average was ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after${caution}.${separate.length > 0 ? ` In runs of their own on the same day: ${separate.join('; ')}.` : ''}`,
		`**Method.** All contenders run on one machine. Each has its own server, and all servers run in one process and hand out the same jobs, whose lengths
come from a seed. All contenders except the floor run in one real n8n, which stays up between runs as a user's n8n does; n8n opens a new connection for each
request. The floor has its own process and connection pool in each run. Wall time is measured at the server, from the first submit to the last byte of
the last result, so n8n's startup does not count. _Ideal_ is when the last job ends, which nobody can beat. Contenders take turns, run by run. Contenders
that mostly sleep run side by side: n8n's own media nodes, the videos of 45 s (where each of 5 executions is a run), and the jobs paced at 250 per minute, which
start 15 s apart because each contender is busy for only a part of its minute. n8n has run jobs of a model before, unless the table says that the model is new.`,
		`**Contenders.** _Floor_: undici's Pool, which is told when each job ends; per item, it makes one submit, one status request and one download to disk. _Pruna_:
the packed node with default settings; _synchronous_ uses Mode Synchronous. _Loop_: HTTP Request → Wait → HTTP Request → IF → HTTP Request, as most people build it.
The best loop waits 1 s, as the API advises, and repeats failed status requests and downloads (Retry On Fail, 5 tries), but not the submit, which would pay
twice. _OpenAI (Sora)_, _Google Gemini (Veo)_, _MiniMax (H3)_: n8n's own nodes with default settings. The base URL of their credential points to a server that
speaks their dialect and uses the same job clock. Each item delivers the same number of bytes for all contenders.`,
	].join('\n\n');
}

/** Explains only the targets that this run missed. */
export function explanations(missed: Verdict[]): string {
	if (missed.length === 0) return 'All targets are met.';
	const list = missed.map(({ target, reason }) => `- **${target}**: ${reason ?? 'no reason is known yet'}`);
	return ['Why these targets are missed:', list.join('\n')].join('\n\n');
}

export const whyNot = `- **n8n's own media nodes with 20, 100 and 500 items**, where the table says “not run”: they process items one after the other, so a run would take the time given there.
- **Pruna, synchronous, for videos**: a video may take longer than 60 seconds, after which the API times out a synchronous request.
- **n8n's own Alibaba Cloud and Databricks nodes**: their credentials name the vendor's hosts or a workspace, and accept no base URL that could point to a stand-in.
- **WaveSpeed, fal.ai, KIE and other community nodes**: they are not installed here, and most have the vendor's host in their code.
- **Uploads by n8n's own media nodes**: Veo and MiniMax accept no file in these operations, and Sora accepts one reference per item and processes items one after the other.`;
