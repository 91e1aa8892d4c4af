/**
 * The bytes that a Range header requests, counted from 0, including the last one.
 *
 * @returns undefined for the whole file: no header, several ranges, or a unit other than bytes
 */
export function rangeOf(
	header: string | undefined,
	length: number,
): { first: number; last: number } | 'unsatisfiable' | undefined {
	const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
	if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
	const suffix = from === '';
	const first = suffix ? Math.max(0, length - Number(to)) : Number(from);
	const last = suffix || to === '' ? length - 1 : Math.min(Number(to), length - 1);
	if (!suffix && to !== '' && Number(to) < Number(from)) return undefined;
	return first > last ? 'unsatisfiable' : { first, last };
}
