// Writes the pages of this folder that are made of data: `npm run docs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fidelityPage } from '../shared/fidelity-page.ts';
import { alertTable } from './alert-table.ts';

writeFileSync(join(import.meta.dirname, 'fidelity.md'), fidelityPage());

const alerts = join(import.meta.dirname, 'alerts.md');
const table = `<!-- table -->\n${alertTable()}\n<!-- end of table -->`;
writeFileSync(
  alerts,
  readFileSync(alerts, 'utf8').replace(/<!-- table -->[\s\S]*<!-- end of table -->/, () => table),
);
