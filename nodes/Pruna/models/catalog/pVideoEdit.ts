import type { Model, ModelParameter } from '../types';
import { perSecond, prunaSkillPrice, THIRD_PARTY_PRICE } from './prices';
import { draft, saveAudio, videoResolution } from './pVideoShared';
import { disableSafetyChecker, editPrompt, IMAGE_FORMATS, promptUpsampling, seed, turbo } from './shared';
import { PRUNA_SCHEMA, prunaSkill } from './sources';

function sourceVideo(description: string, formats?: readonly string[]): ModelParameter {
	return {
		name: 'video',
		label: 'Source Video',
		type: 'url',
		media: ['video'],
		...(formats ? { formats } : {}),
		required: true,
		description,
	};
}

/** The parameters that P-Video Animate and P-Video Replace share. */
function motionParameters(instruction: string): readonly ModelParameter[] {
	return [
		{
			name: 'instruction_prompt',
			label: 'Instruction',
			type: 'string',
			default: '',
			rows: 3,
			description: instruction,
		},
		videoResolution(['720p', '1080p'], '720p'),
		{
			name: 'target_fps',
			label: 'Frames per Second',
			type: 'enum',
			choices: ['original', '24', '48'],
			default: 'original',
			description: 'Frame rate of the video',
		},
		turbo(false, 'Whether to generate faster at slightly lower quality'),
		saveAudio,
		{
			name: 'ignore_audio',
			type: 'boolean',
			default: false,
			description: 'Whether to ignore the sound of the source video during generation',
		},
		seed,
		disableSafetyChecker,
	];
}

/** The source video sets the length, and no maximum is published. */
const motionPrice = perSecond(
	[
		{ usd: 0.03, when: { resolution: '720p' } },
		{ usd: 0.06, when: { resolution: '1080p' } },
	],
	THIRD_PARTY_PRICE,
);

export const pVideoEditModels: readonly Model[] = [
	{
		id: 'p-video-animate',
		title: 'P-Video Animate',
		category: 'video-edit',
		description: 'Animates the subject of an image with the motion of a video',
		price: motionPrice,
		rateLimitPerMinute: 50,
		source: PRUNA_SCHEMA,
		parameters: [
			sourceVideo('Video that provides the motion and sound. It sets the length of the result.', ['mp4']),
			{
				name: 'image',
				type: 'url',
				media: ['image'],
				required: true,
				description: 'Image of the subject to animate',
			},
			...motionParameters('Additional guidance for the scene'),
		],
	},
	{
		id: 'p-video-replace',
		title: 'P-Video Replace',
		category: 'video-edit',
		description: 'Replaces people or objects in a video with those in images',
		price: motionPrice,
		rateLimitPerMinute: 50,
		source: PRUNA_SCHEMA,
		parameters: [
			sourceVideo('Video in which to replace something. It sets the length of the result.', ['mp4']),
			{
				name: 'images',
				label: 'Reference Images',
				type: 'url[]',
				media: ['image'],
				required: true,
				minItems: 1,
				maxItems: 4,
				description: 'Images of the new people or objects',
			},
			...motionParameters('Who or what to replace with which image'),
		],
	},
	{
		id: 'p-video-edit',
		title: 'P-Video Edit',
		category: 'video-edit',
		description: 'Changes the content of a video with a text prompt and optional reference images',
		price: perSecond(
			[
				{ usd: 0.045, when: { draft: false } },
				{ usd: 0.025, when: { draft: true } },
			],
			prunaSkillPrice('2026-08'),
			// The source video, of at most 15 seconds, sets the length.
			{ range: [0, 15] },
		),
		rateLimitPerMinute: 50,
		source: prunaSkill('2026-08'),
		parameters: [
			editPrompt('The one change to make, and what must stay the same'),
			sourceVideo('Video of at most 15 seconds. It sets the length of the result.'),
			{
				name: 'images',
				label: 'Reference Images',
				type: 'url[]',
				media: ['image'],
				formats: IMAGE_FORMATS,
				maxItems: 4,
				description: 'Images to refer to in the prompt',
			},
			promptUpsampling(true),
			draft,
			saveAudio,
			{ ...seed, minimum: 0, maximum: 2_147_483_647 },
		],
	},
];
