import { findParameter, models, requireModel } from '../../p-api/models';

it('contain each model once, and each parameter of a model once', () => {
	const ids = models.map(({ id }) => id);
	expect(ids).toContain('p-image');
	expect(new Set(ids).size).toBe(ids.length);
	for (const { parameters } of models) {
		const names = parameters.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	}
});

it('have known kinds and formats of media', () => {
	expect(findParameter(requireModel('vace'), 'src_mask')?.media).toEqual(['video', 'image']);
	expect(findParameter(requireModel('p-video'), 'audio')).toMatchObject({
		media: 'audio',
		formats: ['flac', 'mp3', 'wav'],
	});
});

it('report a missing model in one sentence', () => {
	expect(() => requireModel('p-imagine')).toThrow(
		new Error('The stand-in\'s models.json has no model "p-imagine".'),
	);
});
