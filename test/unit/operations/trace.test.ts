import type { IExecuteFunctions } from 'n8n-workflow';
import { trace, traceOf } from '../../../nodes/Pruna/operations/trace';
import { newRecord } from '../../../nodes/Pruna/prediction/record';

describe('the trace of a run', () => {
	it('has only models, jobs, seconds, and the estimate', () => {
		const jobs = [
			{ model: 'p-image', estimate: 0.005 },
			{ model: 'p-video', estimate: { from: 0.02, to: 0.4 } },
			{ model: 'p-image', prompt: 'A red fox' },
		];
		const records = [
			{ ...newRecord(0), since: 1000, endedAt: 2540 },
			{ ...newRecord(1), since: 1000, endedAt: 11_000 },
			{ ...newRecord(2), since: 1000 },
		];
		expect(traceOf(jobs, records)).toEqual({
			'pruna.model': 'p-image, p-video',
			'pruna.jobs': 3,
			'pruna.seconds': 11.5,
			'pruna.estimated_cost_usd': 0.405,
		});
	});

	it('omits an unknown estimate and does not grow with the models', () => {
		const jobs = Array.from({ length: 300 }, (_, index) => ({ model: `model-${index}` }));
		const attributes = traceOf(jobs, []);
		expect(Object.keys(attributes)).toEqual(['pruna.model', 'pruna.jobs', 'pruna.seconds']);
		expect(String(attributes['pruna.model'])).toHaveLength(200);
	});

	it('is set if n8n supports it, and not otherwise', () => {
		const setMetadata = jest.fn();
		const attributes = { 'pruna.jobs': 1 };
		trace({ setMetadata } as unknown as IExecuteFunctions, attributes);
		expect(setMetadata).toHaveBeenCalledWith({ tracing: attributes });
		expect(() => trace({} as IExecuteFunctions, attributes)).not.toThrow();
	});
});
