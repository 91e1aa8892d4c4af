import type { INodeProperties } from 'n8n-workflow';
import { modelFields } from '../models/fields';
import { mode, options } from './jobFields';
import { operationPickers, resource } from './pickers';
import { plainFields } from './plainFields';

/** All fields of the node, in the order in which the panel shows them. */
export const properties: INodeProperties[] = [
	resource,
	...operationPickers,
	...plainFields,
	...modelFields(),
	mode,
	options,
];
