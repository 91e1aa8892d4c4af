import type { ModelParameter } from './types';

/** Whether the editor shows a parameter at the top of the panel, and not under Additional Fields. */
export function isOnTop({ required, onTop }: ModelParameter): boolean {
	return required === true || onTop === true;
}
