// A local Apps Script host around a few lines of script, for tests of the host's own rules.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import type { HostOptions } from '../../addon/playground/host/host-options.ts';
import type { CellInput } from '../../addon/playground/host/sheet.ts';
import { Spreadsheet, type SpreadsheetInput } from '../../addon/playground/host/spreadsheet.ts';

export interface Fixture extends Partial<Omit<HostOptions, 'distDir'>> {
  readonly rows?: readonly (readonly CellInput[])[];
  readonly formats?: readonly string[];
  readonly manifest?: object;
  readonly spreadsheetInput?: Partial<SpreadsheetInput>;
}

/** Stop it by `stop()`, which also removes its files. */
export async function gasHost(code: string, fixture: Fixture = {}): Promise<Host> {
  const { rows = [], formats = [], manifest = {}, spreadsheetInput = {}, ...options } = fixture;
  const distDir = await mkdtemp(join(tmpdir(), 'gas-'));
  await writeFile(join(distDir, 'Code.js'), code);
  await writeFile(join(distDir, 'Sidebar.html'), '<p>Sidebar</p>');
  await writeFile(join(distDir, 'appsscript.json'), JSON.stringify({ timeZone: 'Asia/Tokyo', ...manifest }));
  const spreadsheet = new Spreadsheet({
    id: 'sheet-1',
    name: '買主',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [{ gid: 7, name: '台帳', rows, formats, frozenRows: 1 }],
    ...spreadsheetInput,
  });
  const host = await createHost({ distDir, spreadsheet, fetchMap: {}, warm: 1, ...options });
  const stop = async () => {
    await host.stop();
    await rm(distDir, { recursive: true, force: true });
  };
  return { ...host, stop };
}
