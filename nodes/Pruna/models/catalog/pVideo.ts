import type { Quantity, Rate } from '../price';
import type { Model, ModelParameter } from '../types';
import { perSecond, prunaSkillPrice, THIRD_PARTY_PRICE } from './prices';
import {
	aspectRatio,
	AUDIO_FORMATS,
	disableSafetyFilter,
	IMAGE_FORMATS,
	prompt,
	promptUpsampling,
	seed,
} from './shared';
import { draft, fps, saveAudio, videoResolution } from './pVideoShared';
import { PRUNA_SCHEMA, prunaSkill, thirdParty } from './sources';

const VIDEO_RATIOS = ['16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '1:1'] as const;

const firstFrame: ModelParameter = {
	name: 'image',
	label: 'First Frame',
	type: 'url',
	media: ['image'],
	description: 'Image to start from',
};

const lastFrame: ModelParameter = {
	name: 'last_frame_image',
	label: 'Last Frame',
	type: 'url',
	media: ['image'],
	description: 'Image to end on',
};

const audio: ModelParameter = {
	name: 'audio',
	type: 'url',
	media: ['audio'],
	description: 'Audio that drives the video and sets its length, up to 20 seconds',
};

/** The same media with their formats, as documented by Pruna. */
const documentedFrames = [firstFrame, lastFrame].map((frame) => ({ ...frame, formats: IMAGE_FORMATS }));
const documentedAudio: ModelParameter = { ...audio, formats: AUDIO_FORMATS };

const AUDIO_WINS = 'Ignored when Audio is set.';

function duration(bounds: { default?: number; minimum: number; maximum: number }, note = ''): ModelParameter {
	return {
		name: 'duration',
		unit: 'seconds',
		type: 'integer',
		...bounds,
		...(note.includes(AUDIO_WINS) ? { ignoredWith: ['audio'] } : {}),
		description: note === '' ? 'Length of the video in seconds' : `Length of the video in seconds. ${note}`,
	};
}

const aspect: ModelParameter = {
	...aspectRatio(VIDEO_RATIOS, '16:9'),
	ignoredWith: ['image'],
	description: 'Width-to-height ratio of the video. Ignored when First Frame is set.',
};

/** Audio sets the length instead of Duration. If neither is set, the model does, within the bounds of Duration. */
const lengthUnlessAudio: Quantity = { parameter: 'duration', unlessSet: ['audio'], range: [1, 20] };

/** @param small USD per second at 720p, and in draft mode. @param large At 1080p */
function byResolution(small: [number, number], large: [number, number]): [Rate, ...Rate[]] {
	return [
		{ usd: small[0], when: { resolution: '720p', draft: false } },
		{ usd: large[0], when: { resolution: '1080p', draft: false } },
		{ usd: small[1], when: { resolution: '720p', draft: true } },
		{ usd: large[1], when: { resolution: '1080p', draft: true } },
	];
}

/** The parameters of P-Video and its successor, which differ only in their `duration`. */
function pVideoParameters(length: ModelParameter): readonly ModelParameter[] {
	return [
		prompt('What the video should show'),
		...documentedFrames,
		documentedAudio,
		length,
		aspect,
		videoResolution(['720p', '1080p'], '720p'),
		fps,
		draft,
		promptUpsampling(true),
		saveAudio,
		seed,
		disableSafetyFilter,
	];
}

export const pVideoModels: readonly Model[] = [
	{
		id: 'p-video',
		title: 'P-Video',
		category: 'text-to-video',
		description: "Pruna's video model for text, first and last frames, and audio",
		price: perSecond(
			byResolution([0.02, 0.005], [0.04, 0.01]),
			prunaSkillPrice('2026-08'),
			lengthUnlessAudio,
		),
		rateLimitPerMinute: 250,
		source: PRUNA_SCHEMA,
		parameters: pVideoParameters(duration({ default: 5, minimum: 1, maximum: 20 }, AUDIO_WINS)),
	},
	{
		id: 'p-video-2',
		title: 'P-Video 2',
		category: 'text-to-video',
		description: 'Successor to P-Video that can choose the length itself',
		price: perSecond(
			byResolution([0.025, 0.015], [0.05, 0.03]),
			prunaSkillPrice('2026-09'),
			lengthUnlessAudio,
		),
		rateLimitPerMinute: 250,
		source: prunaSkill('2026-09'),
		parameters: pVideoParameters(
			duration({ minimum: 1, maximum: 20 }, `If not set, the model chooses the length. ${AUDIO_WINS}`),
		),
	},
	{
		id: 'p-video-2-pro',
		title: 'P-Video 2 Pro',
		category: 'text-to-video',
		description: 'Cinematic clips with sound, from text or first and last frames',
		price: perSecond(
			[
				{ usd: 0.02, when: { resolution: '480p', mode: 'speed' } },
				{ usd: 0.035, when: { resolution: '768p', mode: 'speed' } },
				{ usd: 0.04, when: { resolution: '480p', mode: 'quality' } },
				{ usd: 0.075, when: { resolution: '768p', mode: 'quality' } },
			],
			prunaSkillPrice('2026-09'),
			{ parameter: 'duration' },
		),
		rateLimitPerMinute: 250,
		source: prunaSkill('2026-09'),
		parameters: [
			prompt('What the video should show, including speech and sound'),
			...documentedFrames,
			duration({ default: 5, minimum: 5, maximum: 15 }),
			{
				...aspect,
				ignoredWith: ['image', 'last_frame_image'],
				description: 'Width-to-height ratio of the video. Ignored when First Frame or Last Frame is set.',
			},
			videoResolution(['480p', '768p'], '768p'),
			{
				name: 'mode',
				label: 'Generation Mode',
				type: 'enum',
				choices: ['speed', 'quality', 'cost'],
				default: 'speed',
				description: 'What the model should prioritize',
			},
			{
				name: 'prompt_upsampler',
				type: 'enum',
				choices: ['off', 'turbo', 'max'],
				default: 'turbo',
				description: 'How much to enrich the prompt first',
			},
			seed,
		],
	},
	{
		id: 'p-video-infiniteworlds',
		title: 'P-Video InfiniteWorlds',
		category: 'text-to-video',
		description: 'Clips that move through a world, from text, frames, and audio',
		price: perSecond([{ usd: 0.01 }], THIRD_PARTY_PRICE, lengthUnlessAudio),
		source: thirdParty('2026-09'),
		parameters: [
			prompt('The world and the path through it'),
			firstFrame,
			lastFrame,
			audio,
			duration({ default: 5, minimum: 1, maximum: 20 }, AUDIO_WINS),
			fps,
			saveAudio,
			seed,
		],
	},
];
