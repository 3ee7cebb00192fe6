// The self-check's own steps in the local host: what it makes, what it leaves alone, and what it hears of a clock's trigger.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import type { HostOptions } from '../../addon/playground/host/host-options.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';

const MINUTE_MS = 60_000;
/** In a copy that is bound to its document, Google makes triggers for a minute from now. */
const BOUND = { addonClockTriggerMs: MINUTE_MS };
let built: BuiltAddon;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-self-check-')) });
});
afterAll(() => rm(built.outDir, { recursive: true }));
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function world(options: Partial<HostOptions> = {}): Promise<Host> {
  const spreadsheet = new Spreadsheet({
    id: 'book-of-the-buyers',
    name: 'Book',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [
      { gid: 7, name: 'Buyers', rows: [['buyer_number'], ['00001']] },
      { gid: 8, name: 'Rollcall self-check of last year', rows: [['kept']] },
    ],
  });
  const host = await createHost({ distDir: built.outDir, spreadsheet, fetchMap: {}, ...options });
  undo.push(host.stop);
  return host;
}

interface Answer {
  readonly ok: boolean;
  readonly observed?: Readonly<Record<string, unknown>>;
  readonly unseen?: Readonly<Record<string, string>>;
  readonly told?: { readonly waiting: boolean };
  readonly error?: string;
}

async function ask(host: Host, ...args: readonly string[]): Promise<Answer> {
  const result = await host.run('selfCheck', args);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as Answer;
}

const tabs = (host: Host): readonly string[] => host.spreadsheet.sheets.map(({ name }) => name);
const OWN = ['Buyers', 'Rollcall self-check of last year'];

describe('the scratch tab', () => {
  it('comes with begin, goes with end, and leaves the tab in front where it was', async () => {
    const host = await world();
    await ask(host, 'begin');
    expect(tabs(host)).toHaveLength(3);
    expect(host.spreadsheet.selection.gid).toBe(7);
    await ask(host, 'end');
    expect(tabs(host)).toEqual(OWN);
  });

  it('of a check that was killed goes when the next one begins', async () => {
    const host = await world();
    await ask(host, 'begin');
    const first = tabs(host);
    await ask(host, 'begin');
    expect(tabs(host)).toHaveLength(3);
    expect(tabs(host)).not.toEqual(first);
  });

  it('that a person renamed is theirs from then on', async () => {
    const host = await world();
    await ask(host, 'begin');
    const scratch = host.spreadsheet.sheets.find(({ name }) => !OWN.includes(name));
    if (scratch !== undefined) scratch.name = 'Mine now';
    expect(await ask(host, 'end')).toMatchObject({ ok: true });
    expect([...tabs(host)].sort()).toEqual([...OWN, 'Mine now'].sort());
  });

  it('that a person deleted is an answer, not a failure', async () => {
    const host = await world();
    await ask(host, 'begin');
    host.spreadsheet.deleteSheet(host.spreadsheet.sheets.find(({ name }) => !OWN.includes(name))?.gid ?? 0);
    expect(await ask(host, 'cell-kinds', 'read')).toMatchObject({ ok: true, error: 'The scratch tab is gone.' });
    expect(await ask(host, 'end')).toMatchObject({ ok: true });
  });

  it('is the only tab whose cells are read', async () => {
    const host = await world();
    const asked: unknown[] = [];
    host.onCall(({ name, args }) => {
      if (name.startsWith('Range.')) asked.push((args[0] as { gid: number }).gid);
    });
    await ask(host, 'begin');
    for (const step of ['write', 'read']) for (const id of ['cell-kinds', 'cell-read-time']) await ask(host, id, step);
    expect(asked.length).toBeGreaterThan(30);
    expect([...new Set(asked)]).toEqual([9]);
  });
});

describe("a clock's trigger", () => {
  it('that has a document is heard of once, and deletes itself', async () => {
    const host = await world({ assume: BOUND });
    expect(await ask(host, 'document-in-trigger', 'begin')).toMatchObject({ ok: true, told: { waiting: true } });
    expect(await ask(host, 'document-in-trigger', 'look')).toMatchObject({ told: { waiting: true } });
    await host.advance(MINUTE_MS);
    const heard = await ask(host, 'document-in-trigger', 'look');
    expect(heard.observed).toMatchObject({ documentInTriggers: true });
    expect(heard.unseen?.['documentLockOutsideDocument']).toBe('the trigger had a document');
    expect(JSON.stringify(heard)).not.toContain('book-of-the-buyers');
    expect(host.triggers()).toEqual([]);
  });

  it('that has no document says what it had instead', async () => {
    const host = await world({ assume: BOUND, noDocumentInTriggers: true });
    await ask(host, 'document-in-trigger', 'begin');
    await host.advance(MINUTE_MS);
    expect((await ask(host, 'document-in-trigger', 'look')).observed).toMatchObject({
      documentInTriggers: false,
      documentLockOutsideDocument: 'null',
      documentPropertiesOutsideDocument: 'null',
      documentCacheOutsideDocument: 'null',
    });
  });

  it('that Google refuses is an observation: its words', async () => {
    const answer = await ask(await world(), 'document-in-trigger', 'begin');
    expect(answer.observed).toEqual({
      addonClockTriggerText: 'Clock events must be scheduled at least 1 hour(s) apart.',
    });
  });

  it('is not made where the hourly sync has its place, which it keeps', async () => {
    const host = await world({ assume: BOUND });
    await host.run('setSchedule', [true]);
    const before = host.triggers();
    expect(before.map(({ functionName }) => functionName)).toEqual(['hourlySync']);
    const answer = await ask(host, 'document-in-trigger', 'begin');
    expect(answer.error).toMatch(/^the hourly sync is on/);
    await ask(host, 'end');
    expect(host.triggers()).toEqual(before);
  });

  it('that fires when no check waits for it writes nothing', async () => {
    const host = await world();
    await host.runTrigger('selfCheckTrigger');
    expect(host.properties('user').keys()).toEqual([]);
  });
});

it('a probe that fills the properties leaves what the trigger is to write into', async () => {
  const host = await world({ assume: BOUND });
  await ask(host, 'document-in-trigger', 'begin');
  await ask(host, 'property-limits');
  await host.advance(MINUTE_MS);
  expect((await ask(host, 'document-in-trigger', 'look')).observed).toMatchObject({ documentInTriggers: true });
});

it('a cell that Google refuses to write is not seen; the others are', async () => {
  const host = await world();
  host.onCall(({ name, args }) => {
    if (name === 'Range.setNumberFormat' && args[1] === ';;;') throw new Error('Invalid format.');
  });
  await ask(host, 'begin');
  const written = await ask(host, 'cell-kinds', 'write');
  expect(Object.keys(written.unseen ?? {})).toEqual(['cell.hidden.value', 'cell.hidden.display', 'cell.hidden.format']);
  const read = await ask(host, 'cell-kinds', 'read');
  expect(read.observed?.['cell.decorated.display']).toBe('山田様');
});

describe('the property probe', () => {
  it("leaves the person's own properties as they were", async () => {
    const host = await world();
    host.properties('user').set({ 'rollcall.trigger.1': '{}' });
    const { observed } = await ask(host, 'property-limits');
    expect(observed).toEqual({ propertyBytes: 9 * 1024, propertyStoreBytes: 500 * 1024 });
    expect(host.properties('user').all()).toEqual({ 'rollcall.trigger.1': '{}' });
  });
});

it('a probe that does not exist is refused, and nothing is thrown', async () => {
  expect(await ask(await world(), 'delete-everything')).toMatchObject({ ok: false, code: 'no_probe' });
});
