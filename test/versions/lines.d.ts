export interface Line {
	/** A release of n8n. */
	n8n: string;
	/** The n8n-core that this release asks for. */
	core: string;
	/** Its folder in node_modules; the project's own line has none. */
	alias?: string;
	/** The tests that take long run on it. */
	withLong: boolean;
}
export const lines: Line[];
export function isBefore(release: string, other: string): boolean;
export function moduleOf(line: Line, name: string): string;
