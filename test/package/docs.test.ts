import { readFileSync } from 'fs';
import { join } from 'path';
import { catalogue } from '../../nodes/Pruna/models/catalogue';
import { modelsPage } from '../../scripts/models-page';

describe('docs/models.md', () => {
	it('is what `npm run docs` would write', () => {
		const written = readFileSync(join(__dirname, '..', '..', 'docs', 'models.md'), 'utf8');

		expect(written === modelsPage(catalogue) ? 'up to date' : 'stale: run `npm run docs`').toBe('up to date');
	});
});
