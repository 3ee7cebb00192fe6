// The largest sheet that Sheets allows through the add-on in the local host, under Apps Script's limits: what a first sync, an hourly
// one with nothing to do and one of three edits take in executions, fetches, megabytes, virtual minutes and memory.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAddon } from '../../addon/build.ts';
import { asLine, type Figures, largeHost, syncBySidebar, syncByTrigger } from '../support/large-sheet.ts';
import type { Bed } from './bed.ts';

export interface SheetReport {
  readonly rows: number;
  readonly columns: number;
  readonly first: Figures;
  readonly hourlyUnchanged: Figures;
  readonly threeEdits: Figures;
}

/** Throws where a sync does not end as it must: figures of a run that failed are worth nothing. */
export async function benchSheet({ pool, url }: Bed, rows: number, columns = 100): Promise<SheetReport> {
  const built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-bench-addon-')) });
  const host = await largeHost(pool, built, `${url}/`, { rows, columns });
  try {
    const first = await syncBySidebar(host);
    const hourly = await syncByTrigger(host);
    for (const row of [2, 777, rows]) host.spreadsheet.sheet(7).set(row, 2, `edited ${row}`);
    const edits = await syncBySidebar(host);
    const ends = [first.reply.result?.verdict, hourly.schedule.last?.outcome, edits.reply.result?.verdict];
    if (ends.some((end) => end !== 'in_step')) throw new Error(`not every sync ended in step: ${ends.join(', ')}`);
    return {
      rows,
      columns,
      first: first.figures,
      hourlyUnchanged: hourly.figures,
      threeEdits: edits.figures,
    };
  } finally {
    await host.stop();
    await rm(built.outDir, { recursive: true });
  }
}

export const sheetText = ({ rows, columns, first, hourlyUnchanged, threeEdits }: SheetReport): string =>
  [
    `${rows.toLocaleString('en')} rows × ${columns} columns through the add-on in the local host, friendly profile, limits on`,
    asLine('  first sync, by the sidebar', first),
    asLine('  nothing to do, by the hourly trigger', hourlyUnchanged),
    asLine('  three edits, by the sidebar', threeEdits),
    '',
  ].join('\n');
