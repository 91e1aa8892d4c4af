import { findParameter, models, requireModel } from '../../p-api/models';

it('are 35 models with 318 parameters, each model once', () => {
	expect(models).toHaveLength(35);
	expect(new Set(models.map(({ id }) => id)).size).toBe(35);
	expect(models.flatMap(({ parameters }) => parameters)).toHaveLength(318);
});

it('know kinds and formats of media', () => {
	expect(findParameter(requireModel('vace'), 'src_mask')?.media).toEqual(['video', 'image']);
	expect(findParameter(requireModel('p-video'), 'audio')).toMatchObject({
		media: 'audio',
		formats: ['flac', 'mp3', 'wav'],
	});
});

it('say in one sentence that a model is missing', () => {
	expect(() => requireModel('p-imagine')).toThrow(
		new Error('The stand-in\'s models.json has no model "p-imagine".'),
	);
});
