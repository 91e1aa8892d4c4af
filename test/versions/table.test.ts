import { readFileSync } from 'fs';
import { join } from 'path';
import { compatibilityPage } from './table';

it('docs/parts/compatibility.md is what `npm run docs` would write', () => {
	const written = readFileSync(join(__dirname, '..', '..', 'docs', 'parts', 'compatibility.md'), 'utf8');

	expect(written === compatibilityPage() ? 'up to date' : 'stale: run `npm run docs`').toBe('up to date');
});
