// `npm run docs`: writes the pages of docs/ that are generated from the code, and the generated parts of other pages.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../nodes/Pruna/models/catalog';
import { compatibilityPage } from '../test/versions/table';
import { filledCompatibility, filledReadme } from './marked-parts';
import { modelsPage } from './models-page';
import { reliabilityPage } from './reliability-page';

const docs = join(__dirname, '..', 'docs');
writeFileSync(join(docs, 'models.md'), modelsPage(catalog));
writeFileSync(join(docs, 'reliability.md'), reliabilityPage());
writeFileSync(join(docs, 'parts', 'compatibility.md'), compatibilityPage());

function update(page: string, filled: (text: string) => string): void {
	writeFileSync(page, filled(readFileSync(page, 'utf8')));
}

update(join(docs, '..', 'README.md'), (readme) => filledReadme(readme, catalog));
update(join(docs, 'compatibility.md'), filledCompatibility);
