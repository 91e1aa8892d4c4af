import { ExecutionCanceled, PrunaError } from '../../../nodes/Pruna/core/errors';

describe('an error of the node', () => {
	it('takes nothing for granted: it may not be repeated, and the API may have taken the request', () => {
		expect(new PrunaError('It broke')).toMatchObject({ transient: false, notTaken: false, details: {} });
	});

	it('is told apart from an execution that was stopped', () => {
		expect(new ExecutionCanceled()).not.toBeInstanceOf(PrunaError);
	});
});
