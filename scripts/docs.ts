// Writes the pages of docs/ that are made from the code: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../nodes/Pruna/models/catalogue';
import { modelsPage } from './models-page';

writeFileSync(join(__dirname, '..', 'docs', 'models.md'), modelsPage(catalogue));
