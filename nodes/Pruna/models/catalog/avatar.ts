import type { Model } from '../types';
import { perSecond, THIRD_PARTY_PRICE } from './prices';
import { videoResolution } from './pVideoShared';
import { AUDIO_FORMATS, disableSafetyFilter, IMAGE_FORMATS, seed } from './shared';
import { PRUNA_SCHEMA } from './sources';

const WOMEN = [
	...['Zephyr', 'Kore', 'Leda', 'Aoede', 'Callirrhoe', 'Autonoe', 'Despina', 'Erinome', 'Laomedeia'],
	...['Achernar', 'Gacrux', 'Pulcherrima', 'Vindemiatrix', 'Sulafat'],
];
const MEN = [
	...['Puck', 'Charon', 'Fenrir', 'Orus', 'Enceladus', 'Iapetus', 'Umbriel', 'Algenib', 'Algieba', 'Schedar'],
	...['Achird', 'Zubenelgenubi', 'Sadachbia', 'Sadaltager', 'Alnilam', 'Rasalgethi'],
];

export const avatarModels: readonly Model[] = [
	{
		id: 'p-video-avatar',
		title: 'P-Video Avatar',
		category: 'image-to-video',
		description: 'Makes a portrait talk, from a script or a recording',
		// The script or the recording sets the length, and no maximum is published.
		price: perSecond([{ usd: 0.025 }], THIRD_PARTY_PRICE),
		rateLimitPerMinute: 50,
		needsOneOf: [['voice_script', 'audio']],
		source: PRUNA_SCHEMA,
		parameters: [
			{
				name: 'image',
				label: 'Portrait',
				type: 'url',
				media: ['image'],
				formats: IMAGE_FORMATS,
				required: true,
				description:
					'Image of the person, with the mouth visible. Also add Voice Script or Audio in Additional Fields.',
			},
			{
				name: 'voice_script',
				type: 'string',
				default: '',
				rows: 4,
				ignoredWith: ['audio'],
				example: 'Welcome to our shop!',
				description: 'The words to say. Required unless Audio is set, and ignored when it is.',
			},
			{
				name: 'audio',
				type: 'url',
				media: ['audio'],
				formats: AUDIO_FORMATS,
				description: 'Recording of speech. Required unless Voice Script is set.',
			},
			{
				name: 'voice',
				type: 'enum',
				choices: [...WOMEN.map((name) => `${name} (Female)`), ...MEN.map((name) => `${name} (Male)`)],
				default: 'Zephyr (Female)',
				ignoredWith: ['audio'],
				description: 'Voice that reads the script',
			},
			{
				name: 'voice_language',
				type: 'enum',
				choices: [
					...['English (US)', 'English (UK)', 'Spanish', 'French', 'German', 'Italian'],
					...['Portuguese (Brazil)', 'Japanese', 'Korean', 'Hindi'],
				],
				default: 'English (US)',
				ignoredWith: ['audio'],
				description: 'Language or accent of the speech',
			},
			{
				name: 'voice_prompt',
				type: 'string',
				default: 'Say the following.',
				ignoredWith: ['audio'],
				description: 'Instructions for the tone and pace of the voice. They are not spoken.',
			},
			{
				name: 'video_prompt',
				type: 'string',
				default: 'The person is talking.',
				rows: 2,
				description: 'How the person looks and moves while speaking',
			},
			{
				name: 'negative_prompt',
				type: 'string',
				default: '',
				rows: 2,
				example: 'subtitles',
				description: 'What the video should not show (experimental)',
			},
			{
				name: 'strength_negative_prompt',
				label: 'Negative Prompt Strength',
				type: 'number',
				default: 0.5,
				minimum: 0,
				maximum: 4,
				ignoredWithout: 'negative_prompt',
				description: 'How strongly the negative prompt affects the result (experimental)',
			},
			videoResolution(['720p', '1080p'], '720p'),
			{
				name: 'disable_prompt_upsampling',
				type: 'boolean',
				default: false,
				description: 'Whether to use Video Prompt exactly as written',
			},
			seed,
			disableSafetyFilter,
		],
	},
];
