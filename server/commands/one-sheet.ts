// The one sheet that a person means by an id or by the name of its tab.
import type { Pool } from 'pg';
import { Problem } from '../problem.ts';
import { type BoundSheet, listSheets } from '../sheets/bound-sheets.ts';

/** Throws `unknown_sheet`, or `wrong_use` where several have the name. */
export async function oneSheet(pool: Pool, wanted: string): Promise<BoundSheet> {
  const found = (await listSheets(pool)).filter(({ id, sheetName }) => id === wanted || sheetName === wanted);
  const [only, ...others] = found;
  if (only === undefined) throw new Problem('unknown_sheet', { sheet: wanted });
  if (others.length > 0)
    throw new Problem('wrong_use', { message: `Several sheets are called ${wanted}; name one by its id.` });
  return only;
}
