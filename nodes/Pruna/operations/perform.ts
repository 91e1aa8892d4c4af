import type { INodeExecutionData } from 'n8n-workflow';

/**
 * What is left to do for an item whose settings are checked. Each operation first checks, which sends nothing and costs
 * nothing, and gives this: so all items are checked before the first is paid for.
 */
export type Perform = () => Promise<INodeExecutionData[]>;
