import type { Model } from '../types';
import { prompt, seed } from './shared';
import { PRUNA_SCHEMA } from './sources';

export const vaceModels: readonly Model[] = [
	{
		id: 'vace',
		title: 'VACE',
		category: 'video-edit',
		// It also makes a video from text and images alone.
		alsoIn: ['text-to-video'],
		description: 'Generates or edits a video from text, images, a video, and a mask; takes 6 to 12 minutes',
		rateLimitPerMinute: 30,
		source: PRUNA_SCHEMA,
		parameters: [
			prompt('What the video should show, or how it should change'),
			{
				name: 'src_ref_images',
				label: 'Reference Images',
				type: 'url[]',
				media: ['image'],
				description: 'Images of subjects that should stay recognizable',
			},
			{
				name: 'src_video',
				label: 'Source Video',
				type: 'url',
				media: ['video'],
				description: 'Video to edit',
			},
			{
				name: 'src_mask',
				label: 'Mask',
				type: 'url',
				media: ['video', 'image'],
				description: 'Video or image that marks the area to change',
			},
			{
				name: 'size',
				type: 'enum',
				choices: ['720*1280', '1280*720', '480*832', '832*480'],
				default: '832*480',
				description: 'Width and height of the video in pixels',
			},
			{
				name: 'frame_num',
				label: 'Number of Frames',
				type: 'integer',
				default: 81,
				minimum: 1,
				maximum: 81,
				description: 'Length of the video in frames',
			},
			{
				name: 'speed_mode',
				type: 'enum',
				choices: [
					'Lightly Juiced 🍊 (more consistent)',
					'Juiced 🔥 (more speed)',
					'Extra Juiced 🚀 (even more speed)',
				],
				default: 'Lightly Juiced 🍊 (more consistent)',
				description: 'Trade-off between consistency and speed',
			},
			{
				name: 'sample_steps',
				type: 'integer',
				default: 50,
				description: 'Number of sampling steps. More steps take longer.',
			},
			{
				name: 'sample_solver',
				type: 'enum',
				choices: ['unipc', 'dpm++'],
				default: 'unipc',
				description: 'Sampling algorithm',
			},
			{
				name: 'sample_guide_scale',
				type: 'number',
				default: 5,
				description: 'How closely the video follows the prompt',
			},
			{
				name: 'sample_shift',
				type: 'integer',
				default: 16,
				description: 'Shift of the sampling schedule',
			},
			{ ...seed, default: -1 },
		],
	},
];
