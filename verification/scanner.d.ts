// n8n's scanner has no types. These cover the parts of @n8n/scan-community-package 0.32.0 that scan.ts uses.
declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	export interface Analysis {
		passed: boolean;
		message?: string;
		details?: string;
	}
	/** The files that are linted in a source checkout. */
	export const SOURCE_FILE_PATTERNS: string[];
	export function analyzePackage(folder: string, patterns: string[]): Promise<Analysis>;
}
