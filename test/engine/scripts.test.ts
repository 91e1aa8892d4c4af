/** Prompts and file names in any script, and numbers regardless of the machine's language. */
import { edit, generate, png, usePApi } from './fixture';

const p = usePApi({ jobSeconds: 0.02 });

const scripts: Array<[string, string, string]> = [
	['Japanese', '夕暮れの灯台、油絵', '灯台の写真'],
	['Arabic', 'منارة على جرف عند الغروب', 'صورة المنارة'],
	['Hindi', 'सूर्यास्त के समय प्रकाशस्तंभ', 'प्रकाशस्तंभ'],
	['emoji with joiners', 'A family 👨‍👩‍👧‍👦 at the 🌊', 'family-👨‍👩‍👧‍👦'],
	['letters with accents, composed and not', 'Café, Cafe\u0301', 'Übergröße'],
];

describe.each(scripts)('%s', (_script, prompt, name) => {
	it('reaches the API unchanged and names the file', async () => {
		const { items, error } = await p.run(generate({ prompt, options: { fileName: name } }));

		expect(error).toBeUndefined();
		expect(p.api.submits[0]!.input.prompt).toBe(prompt);
		expect(items[0]!.binary!.data!.fileName).toBe(`${name}.jpg`);
	});

	it('is kept in the name of an uploaded file and of a binary field', async () => {
		const { error } = await p.run(edit({ prompt, images: name }), {
			items: [{ files: { [name]: png(`${name}.png`) } }],
		});

		expect(error).toBeUndefined();
		expect(p.api.uploads[0]!.fileName).toBe(`${name}.png`);
		expect(p.api.submits[0]!.input.prompt).toBe(prompt);
	});
});

it('accepts a number as programs write it and rejects one whose meaning depends on the language', async () => {
	const good = await p.run(generate({ additionalFields: { seed: '={{ "1200" }}' } }));
	expect(good.error).toBeUndefined();
	expect(p.api.submits[0]!.input.seed).toBe(1200);

	for (const ambiguous of ['1,200', '1.200,0', '１２００x']) {
		const { error } = await p.run(generate({ additionalFields: { seed: `={{ "${ambiguous}" }}` } }));
		expect(error?.message).toContain('Seed');
		expect(error?.message).toContain(ambiguous);
	}
	expect(p.api.submits).toHaveLength(1);
});
