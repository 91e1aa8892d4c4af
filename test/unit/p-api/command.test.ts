import { failureOf, faultOf } from '../../p-api/command/failures';
import { commandDefaults, optionsOf, settings } from '../../p-api/command/settings';
import { socketFaults } from '../../p-api/faults';
import { defaultOptions } from '../../p-api/options';

describe('options', () => {
	it('are the same as in the library', () => {
		const set = Object.values(settings).map(({ option }) => option);
		expect(set.sort()).toEqual(Object.keys(defaultOptions).sort());
	});

	it("have the library's defaults if none are given", () => {
		expect(optionsOf({})).toEqual({ ...defaultOptions, port: 4010, jobSeconds: 3 });
	});

	it('have the type of their default', () => {
		const given = {
			port: '0',
			key: ['one', 'two'],
			'upload-status': '200',
			'delivery-expired': '404',
			'error-bodies': 'documented',
			'rate-limit': true,
			'no-delivery-key': true,
			'poll-interval': '0.5',
			'path-prefix': '/pruna',
		};
		expect(optionsOf(given)).toEqual({
			...commandDefaults,
			port: 0,
			apiKeys: ['one', 'two'],
			uploadStatus: 200,
			deliveryExpiredStatus: 404,
			errorBodies: 'documented',
			rateLimit: true,
			deliveryNeedsKey: false,
			pollIntervalSeconds: 0.5,
			pathPrefix: '/pruna',
		});
	});

	it.each([
		['port', '1.5', '--port needs a whole number from 0 to 65535, not "1.5".'],
		['submit-status', '404', '--submit-status needs a whole number from 200 to 299, not "404".'],
		['job-jitter', '2', '--job-jitter needs a number from 0 to 1, not "2".'],
		['delivery-seconds', '', '--delivery-seconds needs a number from 0 to 86400, not "".'],
		['delivery-expired', '500', '--delivery-expired needs one of 403, 404, 410, not "500".'],
	])('report what is wrong with --%s %s', (name, text, message) => {
		expect(() => optionsOf({ [name]: text })).toThrow(new Error(message));
	});
});

describe('failed jobs', () => {
	it('are off by default', () => {
		expect(failureOf({})).toBeUndefined();
	});

	it('are all jobs, or the requested number', () => {
		expect(failureOf({ fail: 'oh' })).toEqual({
			error: 'oh',
			status: 'failed',
			withoutStatus: false,
			times: Infinity,
		});
		expect(
			failureOf({
				fail: 'oh',
				'fail-form': 'no-status',
				'fail-times': '2',
				'fail-model': 'p-image',
				'fail-prompt': 'fox',
			}),
		).toEqual({
			error: 'oh',
			status: 'failed',
			withoutStatus: true,
			times: 2,
			model: 'p-image',
			promptIncludes: 'fox',
		});
		expect(failureOf({ 'fail-form': 'canceled' })).toMatchObject({ status: 'canceled', error: undefined });
	});

	it.each([
		[{ 'fail-times': '2' }, '--fail-times requires --fail with the text of the error.'],
		[{ fail: 'oh', 'fail-times': '0' }, '--fail-times needs a whole number from 1 to 1000000, not "0".'],
		[{ fail: 'oh', 'fail-form': 'x' }, '--fail-form needs one of failed, canceled, no-status, not "x".'],
	])('report what is wrong with %j', (values, message) => {
		expect(() => failureOf(values)).toThrow(new Error(message));
	});
});

describe('faults', () => {
	it.each([
		[
			'status:503',
			{
				on: 'status',
				times: 1,
				respond: { status: 503, body: { message: 'Service Unavailable' }, accept: false },
			},
		],
		[
			'submit:accept-504:2',
			{
				on: 'submit',
				times: 2,
				respond: { status: 504, body: { message: 'Gateway Timeout' }, accept: true },
			},
		],
		['upload:late-2.5:always', { on: 'upload', times: Infinity, delaySeconds: 2.5 }],
	])('are written %s', (text, fault) => {
		expect(faultOf(text)).toEqual(fault);
	});

	it.each(socketFaults)('include the broken connection %s', (socket) => {
		expect(faultOf(`delivery:${socket}:3`)).toEqual({ on: 'delivery', times: 3, socket });
	});

	it.each([
		['models:503', '--fault needs one of submit, status, delivery, upload, not "models".'],
		['status:503:1:2', '--fault needs <on>:<what>[:<times>], not "status:503:1:2".'],
		['status:503:no', '--fault needs a whole number from 1 to 1000000, not "no".'],
		['status:99', '--fault needs a whole number from 200 to 599, not "99".'],
		['status:accept-504', '--fault supports accept-504 only on submit, not on status.'],
		['status', `--fault needs a status, accept-504, late-5, or one of ${socketFaults.join(', ')}, not "".`],
	])('report what is wrong with %s', (text, message) => {
		expect(() => faultOf(text)).toThrow(new Error(message));
	});
});
