/** The API tightens its schemas without notice (wire.md 1). These tests check what the workflow's author then reads. */
import { generate, usePApi } from './fixture';

const p = usePApi();

async function refused(message: string, additionalFields = {}) {
	p.api.fault({
		on: 'submit',
		respond: { status: 400, body: { message: `property input validation failed: ${message}` } },
	});
	const { error } = await p.run(generate({ additionalFields }));
	return error!;
}

describe('a field that the API no longer accepts', () => {
	it('is named by its label in the editor, with advice', async () => {
		const error = await refused('additional properties forbidden, found disable_safety_checker', {
			disable_safety_checker: true,
		});

		expect(error.message).toBe('P-Image has no field “Disable Safety Checker” (disable_safety_checker)');
		expect(error.description).toContain('additional properties forbidden, found disable_safety_checker');
		expect(error.description).toContain('Remove it from Additional Fields');
		expect(error.description).toContain('nothing was charged');
		expect(error.httpCode).toBe('400');
	});

	it('in Extra Input comes with the advice to remove it there', async () => {
		expect((await refused('additional properties forbidden, found colour')).description).toContain(
			'Remove it from Options → Extra Input',
		);
	});

	it('with a value that it no longer accepts comes with a reference to Extra Input', async () => {
		const error = await refused('property aspect_ratio validation failed: matches none of the enum values', {
			aspect_ratio: '1:1',
		});

		expect(error.message).toBe('P-Image did not accept “Aspect Ratio” (aspect_ratio)');
		expect(error.description).toContain('matches none of the enum values');
		expect(error.description).toContain('{ "aspect_ratio": … }');
	});

	it('that the API now requires is named too', async () => {
		expect((await refused('property style is required')).message).toBe(
			'P-Image did not accept “Style” (style)',
		);
	});

	it('is not guessed if the API names none', async () => {
		p.api.fault({ on: 'submit', respond: { status: 400, body: { message: 'bad request' } } });
		const { error } = await p.run(generate());

		expect(error!.message).toBe('Pruna did not accept the input: bad request');
	});
});
