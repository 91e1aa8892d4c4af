export interface Line {
	/** A release of n8n. */
	n8n: string;
	/** The n8n-core that this release depends on. */
	core: string;
	/** Its folder in node_modules. The project's own line has none. */
	alias?: string;
	/** Whether the long tests run on it. */
	withLong: boolean;
}
export const lines: Line[];
export function isBefore(release: string, other: string): boolean;
export function moduleOf(line: Line, name: string): string;
