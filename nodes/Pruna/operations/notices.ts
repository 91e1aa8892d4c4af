import type { INodeProperties } from 'n8n-workflow';
import { catalogue } from '../models/catalogue';
import { modelsOf, operationsWithModels } from '../models/modelOperations';
import { jobStarters } from './mode';

/** The switch with which the check of a result is turned off. Its twin of the video models is off by itself. */
const SAFETY_SWITCH = 'disable_safety_checker';

const checked = catalogue.filter(({ parameters }) => parameters.some(({ name }) => name === SAFETY_SWITCH));
const places = operationsWithModels().filter((one) => modelsOf(one, checked).length > 0);

/** What a choice costs, in the panel, at the moment that it is made. */
export const syncNotice: INodeProperties = {
	displayName:
		'After 60 seconds Pruna gives up without an ID: the job may go on and be billed, and nobody can find it again. Choose this for models that take seconds only.',
	name: 'syncNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { ...jobStarters(), mode: ['sync'] } },
};

export const safetyNotice: INodeProperties = {
	displayName:
		'The check of the result is off: you get, and pay for, what Pruna would have held back. Whether that may be shown to others is for you to see to.',
	name: 'safetyNotice',
	type: 'notice',
	default: '',
	displayOptions: {
		show: {
			resource: [...new Set(places.map(({ resource }) => resource))],
			operation: [...new Set(places.map(({ operation }) => operation))],
			model: checked.map(({ id }) => id),
			// From the root: n8n before 2.41 waits for ever for a parameter with a path as its name.
			[`/additionalFields.${SAFETY_SWITCH}`]: [true],
		},
	},
};
