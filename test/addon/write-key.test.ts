// The other spelling of a key is written into a plain cell, and into no other.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';

let built: BuiltAddon;
let host: Host;

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-key-')) });
  const rows = [
    ['id', 'name'],
    ['ＡＡ１', 'a'],
    [{ value: 'ＡＡ２', formula: '="ＡＡ"&2' }, 'b'],
    ['ＡＡ３', 'c'],
    ['ＡＡ００１', 'd'],
  ];
  const spreadsheet = new Spreadsheet({
    id: 'book',
    name: 'Book',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [{ gid: 7, name: 'Buyers', rows }],
  });
  host = await createHost({ distDir: built.outDir, spreadsheet, fetchMap: {} });
});
afterAll(async () => {
  await host.stop();
  await rm(built.outDir, { recursive: true });
});

async function write(cell: string, key: string, otherKey: string): Promise<unknown> {
  const result = await host.run('writeKey', [7, cell, key, otherKey]);
  return result.ok ? result.value : result.error;
}

const value = (row: number) => host.spreadsheet.sheet(7).value(row, 1);

describe('the other spelling', () => {
  it('is written as text, so that no zero is lost', async () => {
    expect(await write('A5', 'ＡＡ００１', '001')).toEqual({ ok: true, written: 'A5' });
    expect([value(5), host.spreadsheet.sheet(7).format(5, 1)]).toEqual(['001', '@']);
  });

  it.each([
    ['shows another key by now', 'A2', 'ＡＡ９', 'AA9'],
    ['holds a formula', 'A3', 'ＡＡ２', 'AA2'],
    ['has nothing in it', 'A9', 'ＡＡ１', 'AA1'],
    ['would become a formula', 'A2', 'ＡＡ１', '=A1'],
  ])('is not written where the cell %s', async (_, cell, key, otherKey) => {
    const before = [2, 3, 4].map(value);
    expect(await write(cell, key, otherKey)).toMatchObject({ ok: false, code: 'cell_not_plain' });
    expect([2, 3, 4].map(value)).toEqual(before);
  });

  it('says that the tab is gone', async () => {
    const result = await host.run('writeKey', [8, 'A2', 'ＡＡ１', 'AA1']);
    expect(result).toMatchObject({ ok: true, value: { ok: false, code: 'no_sheet' } });
  });
});
