// Writes the pages of this folder that are made of data: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fidelityPage } from '../shared/fidelity-page.ts';

writeFileSync(join(import.meta.dirname, 'fidelity.md'), fidelityPage());
