import { catalog } from '../../../nodes/Pruna/models/catalog';
import { findModel } from '../../../nodes/Pruna/models/modelOperations';
import { withoutEffect } from '../../../nodes/Pruna/models/withoutEffect';
import { findModel as findDocumented } from '../../p-api/models';

function warningsOf(id: string, input: Record<string, unknown>): string[] {
	return withoutEffect(findModel(id)!, (name) => Object.hasOwn(input, name), input);
}

describe('values that have no effect', () => {
	it.each<[string, Record<string, unknown>, string[]]>([
		['p-video', { duration: 5, audio: 'a' }, ['Duration has no effect when Audio is set']],
		['p-video', { aspect_ratio: '1:1', image: 'a' }, ['Aspect Ratio has no effect when First Frame is set']],
		[
			'p-video-2-pro',
			{ aspect_ratio: '1:1', last_frame_image: 'a' },
			['Aspect Ratio has no effect when Last Frame is set'],
		],
		['p-image', { lora_scale: 1 }, ['LoRA Scale has no effect without LoRA Weights']],
		[
			'p-image-upscale',
			{ output_format: 'png', output_quality: 90 },
			['Output Quality has no effect when Output Format is “png”'],
		],
		[
			'p-image-ideogram',
			{ image_size: '1K', aspect_ratio: 'custom' },
			['Image Size has no effect when Aspect Ratio is “custom”'],
		],
		[
			'p-video-avatar',
			{ voice_script: 'Hi', voice: 'Kore (Female)', audio: 'a' },
			['Voice Script has no effect when Audio is set', 'Voice has no effect when Audio is set'],
		],
		['p-video', { duration: 5, prompt: 'A fox' }, []],
		['p-video', { audio: 'a' }, []],
		['p-image', { lora_scale: 1, lora_weights: 'a' }, []],
		['p-image-upscale', { output_quality: 90 }, []],
		['p-image', {}, []],
	])('%s with %j', (id, input, warnings) => {
		expect(warningsOf(id, input)).toEqual(warnings);
	});
});

/** Translates a condition in the API's facts under which a parameter is ignored into the catalog's terms. */
function documentedCondition(condition: string): object | undefined {
	const [, isSet] = /\bignored when (\w+(?: or \w+)*) is set$/.exec(condition) ?? [];
	if (isSet) return { ignoredWith: isSet.split(' or ') };
	const [, other, value] = /^ignored when (\w+)=(\w+)$/.exec(condition) ?? [];
	if (other) return { ignoredWhen: { [other]: [value] } };
	const [, unset] = /^only without (\w+)$/.exec(condition) ?? [];
	if (unset) return { ignoredWith: [unset] };
	const [, needed] = /^only with (\w+)$/.exec(condition) ?? [];
	if (needed) return { ignoredWithout: needed };
	return condition === 'output_format is jpg or webp'
		? { ignoredWhen: { output_format: ['png'] } }
		: undefined;
}

describe.each(catalog.map((model) => [model.id, model] as const))('%s', (id, model) => {
	it('warns about exactly those parameters that the documentation says are ignored', () => {
		const documented = findDocumented(id)!.parameters as Array<{ name: string; condition?: string }>;
		const isRequired = (name: string) => model.parameters.find((one) => one.name === name)?.required === true;
		const expected = documented.flatMap(({ name, condition }) => {
			const found = condition === undefined ? undefined : documentedCondition(condition);
			// A required parameter is always set, so what depends on it always applies.
			const needed = found && 'ignoredWithout' in found ? String(found.ignoredWithout) : undefined;
			return found === undefined || (needed !== undefined && isRequired(needed)) ? [] : [{ name, ...found }];
		});
		const own = model.parameters
			.filter(({ ignoredWith, ignoredWithout, ignoredWhen }) => ignoredWith ?? ignoredWithout ?? ignoredWhen)
			.map(({ name, ignoredWith, ignoredWithout, ignoredWhen }) => ({
				name,
				...(ignoredWith && { ignoredWith }),
				...(ignoredWithout && { ignoredWithout }),
				...(ignoredWhen && { ignoredWhen }),
			}));
		const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
		expect(own.sort(byName)).toEqual(expected.sort(byName));
	});
});
