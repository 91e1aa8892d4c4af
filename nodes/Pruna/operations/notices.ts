import type { INodeProperties } from 'n8n-workflow';
import { catalog } from '../models/catalog';
import { modelsOf, operationsWithModels } from '../models/modelOperations';
import { jobStarters } from './mode';

/** The field that turns off the safety check on results. The counterpart for video models turns the check off by default. */
const SAFETY_SWITCH = 'disable_safety_checker';

const checked = catalog.filter(({ parameters }) => parameters.some(({ name }) => name === SAFETY_SWITCH));
const places = operationsWithModels().filter((one) => modelsOf(one, checked).length > 0);

/** Warns of the cost of a choice in the panel, as soon as the choice is made. */
export const syncNotice: INodeProperties = {
	displayName:
		'After 60 seconds, Pruna times out without returning an ID. The job may continue and be billed, but there is no way to find it again. Use this mode only for models that finish within seconds.',
	name: 'syncNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { ...jobStarters(), mode: ['sync'] } },
};

export const safetyNotice: INodeProperties = {
	displayName:
		'The safety check on the result is off. You receive, and pay for, results that Pruna would otherwise withhold. You are responsible for deciding whether they can be shown to others.',
	name: 'safetyNotice',
	type: 'notice',
	default: '',
	displayOptions: {
		show: {
			resource: [...new Set(places.map(({ resource }) => resource))],
			operation: [...new Set(places.map(({ operation }) => operation))],
			model: checked.map(({ id }) => id),
			// An absolute path, because n8n before 2.41 waits forever for a parameter that has a path as its name.
			[`/additionalFields.${SAFETY_SWITCH}`]: [true],
		},
	},
};
