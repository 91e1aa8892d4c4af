import { delivery } from './delivery';
import { status } from './status';
import { submit } from './submit';
import type { FaultTable } from './types';
import { upload } from './upload';

export const TABLES: readonly FaultTable[] = [upload, submit, status, delivery];
