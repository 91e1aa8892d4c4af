import type { Model, ModelParameter } from '../types';
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
	description: 'Image to move towards',
};

const audio: ModelParameter = {
	name: 'audio',
	type: 'url',
	media: ['audio'],
	description: 'Sound that drives the video and sets its length, up to 20 seconds',
};

/** The same media as Pruna's own documentation describes them, with their formats. */
const documentedFrames = [firstFrame, lastFrame].map((frame) => ({ ...frame, formats: IMAGE_FORMATS }));
const documentedAudio: ModelParameter = { ...audio, formats: AUDIO_FORMATS };

function duration(bounds: { default?: number; minimum: number; maximum: number }, note = ''): ModelParameter {
	return {
		name: 'duration',
		unit: 'seconds',
		type: 'integer',
		...bounds,
		description: note === '' ? 'Length of the video in seconds' : `Length of the video in seconds. ${note}`,
	};
}

const AUDIO_WINS = 'Ignored when Audio is set.';
const aspect: ModelParameter = {
	...aspectRatio(VIDEO_RATIOS, '16:9'),
	description: 'Shape of the video. Ignored when First Frame is set.',
};

/** What P-Video and its successor take alike, but for the length. */
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
		description: "Pruna's video model for text, first and last frame, and sound",
		price: '0.02 USD per second at 720p, 0.04 at 1080p, a quarter in draft mode',
		rateLimitPerMinute: 250,
		source: PRUNA_SCHEMA,
		parameters: pVideoParameters(duration({ default: 5, minimum: 1, maximum: 20 }, AUDIO_WINS)),
	},
	{
		id: 'p-video-2',
		title: 'P-Video 2',
		category: 'text-to-video',
		description: 'Successor of P-Video that may choose the length itself',
		price: '0.025 USD per second at 720p, 0.05 at 1080p, less in draft mode',
		rateLimitPerMinute: 250,
		source: prunaSkill('2026-09'),
		parameters: pVideoParameters(
			duration({ minimum: 1, maximum: 20 }, `Without it, the model chooses. ${AUDIO_WINS}`),
		),
	},
	{
		id: 'p-video-2-pro',
		title: 'P-Video 2 Pro',
		category: 'text-to-video',
		description: 'Cinematic clips with sound, from text or first and last frame',
		price: '0.02 USD per second at 480p, 0.035 at 768p, double in quality mode',
		rateLimitPerMinute: 250,
		source: prunaSkill('2026-09'),
		parameters: [
			prompt('What the video should show, with speech and sound'),
			...documentedFrames,
			duration({ default: 5, minimum: 5, maximum: 15 }),
			aspect,
			videoResolution(['480p', '768p'], '768p'),
			{
				name: 'mode',
				label: 'Generation Mode',
				type: 'enum',
				choices: ['speed', 'quality', 'cost'],
				default: 'speed',
				description: 'What the model is to care for most',
			},
			{
				name: 'prompt_upsampler',
				type: 'enum',
				choices: ['off', 'turbo', 'max'],
				default: 'turbo',
				description: 'How much the prompt is enriched first',
			},
			seed,
		],
	},
	{
		id: 'p-video-infiniteworlds',
		title: 'P-Video InfiniteWorlds',
		category: 'text-to-video',
		description: 'Ways through worlds, from text, frames and sound',
		price: '0.01 USD per second (third-party figure)',
		source: thirdParty('2026-09'),
		parameters: [
			prompt('The world, and the way through it'),
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
