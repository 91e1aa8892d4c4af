import fc from 'fast-check';
import { PrunaError } from '../../../nodes/Pruna/core/errors';
import { settleCall } from '../../../nodes/Pruna/core/outcome';
import { createSecrets, readApiKey } from '../../../nodes/Pruna/api/secrets';

const key = 'pru_0123456789';
const token = `hf_${'AbCd'.repeat(8)}`;

describe('masking of a response', () => {
	const secrets = createSecrets(key, ['hf_api_token']);

	it('removes the key everywhere', () => {
		const answer = {
			[key]: 1,
			list: [`is ${key}.`, { deep: `${key}${key}` }],
			id: 'abc',
			none: null,
			ok: true,
		};
		expect(secrets.mask(answer)).toEqual({
			'[hidden]': 1,
			list: ['is [hidden].', { deep: '[hidden][hidden]' }],
			id: 'abc',
			none: null,
			ok: true,
		});
	});

	it('removes a key that is encoded for JSON or a URL', () => {
		const odd = createSecrets('pru/"01234567"+', []);
		expect(odd.maskText('at ?k=pru%2F%2201234567%22%2B and {"k":"pru/\\"01234567\\"+"}')).toBe(
			'at ?k=[hidden] and {"k":"[hidden]"}',
		);
	});

	it('removes a token by its field name or its form, even if this run did not send it', () => {
		expect(secrets.mask({ input: { hf_api_token: 'any' }, logs: `login with ${token} failed` })).toEqual({
			input: { hf_api_token: '[hidden]' },
			logs: 'login with [hidden] failed',
		});
	});

	it('removes a token that was sent, whatever its form', () => {
		const own = createSecrets('', ['hf_api_token']);
		own.addFrom({ hf_api_token: ' plain-password ', prompt: 'A red fox' });
		expect(own.maskText('plain-password: A red fox')).toBe('[hidden]: A red fox');
	});

	it('keeps ordinary words if the key is empty or only a few letters', () => {
		const text = 'hf_api_token: Input should be a string';
		for (const short of ['', 'a', 'string']) expect(createSecrets(short, []).maskText(text)).toBe(text);
	});

	it('makes a very deeply nested response serializable', () => {
		const deep = JSON.parse(`${'{"a":['.repeat(100_000)}1${']}'.repeat(100_000)}`) as unknown;
		expect(JSON.stringify(secrets.mask(deep)).length).toBeLessThan(1000);
	});

	it('cannot change a prototype', () => {
		const masked = secrets.mask(JSON.parse('{"__proto__":{"polluted":true}}')) as object;
		expect(Object.getPrototypeOf(masked)).toBe(Object.prototype);
		expect(({} as { polluted?: true }).polluted).toBeUndefined();
	});

	it('changes nothing if there is no secret', () => {
		fc.assert(
			fc.property(fc.json({ depthSize: 'small' }), (json) => {
				const value = JSON.parse(json) as unknown;
				expect(secrets.mask(value)).toEqual(value);
			}),
		);
	});
});

describe('the key of a credential', () => {
	it.each([
		[' pru_1\n', 'pru_1'],
		['', ''],
		[undefined, ''],
		[{}, ''],
	])('%j is %j', (given, expected) => {
		expect(readApiKey(given)).toBe(expected);
	});

	it.each(['pru_\r\nx-evil: 1', 'pru_\u0000', 'pru_é', 'pru_\u200b1', 'two words'])(
		'%j is rejected without repeating it',
		(given) => {
			expect(() => readApiKey(given)).toThrow(PrunaError);
			expect(() => readApiKey(given)).not.toThrow('pru_');
		},
	);

	it('is reported as the credential’s fault before anything is submitted if it cannot be sent', async () => {
		const outcome = await settleCall(() => readApiKey('two words'));
		expect(outcome).toMatchObject({
			ok: false,
			error: {
				advice: 'Copy it again from https://dashboard.pruna.ai.',
				job: 'none',
				failureCause: 'credential-invalid',
			},
		});
	});
});
