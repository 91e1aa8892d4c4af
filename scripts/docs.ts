// `npm run docs`: writes the pages of docs/ that are generated from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../nodes/Pruna/models/catalogue';
import { compatibilityPage } from '../test/versions/table';
import { modelsPage } from './models-page';
import { filledReadme } from './readme';
import { reliabilityPage } from './reliability-page';

const docs = join(__dirname, '..', 'docs');
writeFileSync(join(docs, 'models.md'), modelsPage(catalogue));
writeFileSync(join(docs, 'reliability.md'), reliabilityPage());
writeFileSync(join(docs, 'parts', 'compatibility.md'), compatibilityPage());

const readme = join(docs, '..', 'README.md');
writeFileSync(readme, filledReadme(readFileSync(readme, 'utf8'), catalogue));
