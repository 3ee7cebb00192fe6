// The self-check as an operator lives it: menu, start, file, and what the command line says of the file. In the local host all is as assumed.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import type { Comparison, SelfCheckFile } from '../shared/self-check.ts';
import { rollcall } from './support/command-line.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const FIVE_MINUTES_MS = 300_000;
const { pool } = await testDatabase();
let folder: string;
let path: string;
let tryOut: TryOut;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-self-check-'));
  path = join(folder, 'rollcall-self-check.json');
  tryOut = await startTryOut(pool, sampleSpreadsheet({ buyers: 60 }));
});
afterAll(async () => {
  await tryOut?.stop();
  await rm(folder, { recursive: true });
});

const read = async (): Promise<SelfCheckFile> => JSON.parse(await readFile(path, 'utf8'));
const doctor = (...more: string[]) => rollcall(['doctor', 'selfcheck', path, ...more]);

test('the menu opens a page that first says what it does, and then does it within five virtual minutes', async () => {
  const { page, sidebar, host } = tryOut;
  await page.locator('#menu-bar summary').click();
  await page.getByRole('button', { name: 'Check this installation' }).click();
  await sidebar.getByText('Reads nothing of your tabs and changes nothing in them.').waitFor();
  const before = host.executions().length;
  await sidebar.getByRole('button', { name: 'Start the check' }).click();
  const result = sidebar.locator('#result');
  await result.waitFor({ timeout: 60_000 });
  const differences = await sidebar.locator('.differences tbody tr').allInnerTexts();
  expect([await result.innerText(), differences]).toEqual(['All that was seen is as assumed', []]);
  const ran = host.executions().slice(before);
  expect(ran.every(({ outcome }) => outcome !== 'killed')).toBe(true);
  expect(ran.reduce((sum, { virtualMs }) => sum + virtualMs, 0)).toBeLessThan(FIVE_MINUTES_MS);
  expect(Math.max(...ran.map(({ virtualMs }) => virtualMs))).toBeLessThan(20_000);
});

test('nothing that it made is left, and the tab in front is the one that was', async () => {
  const { host, strayRequests, pageErrors } = tryOut;
  expect(host.spreadsheet.sheets.map(({ name }) => name)).toEqual(['買主台帳']);
  expect(host.spreadsheet.selection.gid).toBe(0);
  expect(host.triggers()).toEqual([]);
  const kept = (['user', 'document', 'script'] as const).flatMap((scope) => host.properties(scope).keys());
  expect(kept.filter((key) => key.includes('self-check'))).toEqual([]);
  expect({ strayRequests, pageErrors }).toEqual({ strayRequests: [], pageErrors: [] });
});

test('the file says what was seen, and nothing of the person, the document or its cells', async () => {
  const { page, sidebar, host } = tryOut;
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    sidebar.getByRole('button', { name: 'Download the file' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('rollcall-self-check.json');
  await saved.saveAs(path);
  const { probes, ...rest } = await read();
  expect(Object.keys(rest)).toEqual(['version', 'madeAt', 'host']);
  expect(probes).toHaveLength(18);
  const text = await readFile(path, 'utf8');
  const key = host.properties('document').get('rollcall.key') ?? '';
  for (const secret of [host.spreadsheet.id, host.spreadsheet.name, 'you@example.com', 'localhost.apps', key, 'eyJ']) {
    expect(text).not.toContain(secret);
  }
});

test('doctor selfcheck finds every assumption with a probe as assumed, or says why it was not seen', async () => {
  const ran = await doctor();
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('✓ as assumed    fetchSendsBytesUntouched: true');
  expect(ran.stdout).toContain('✓ as assumed    cell.text_zeros.value: "00123"');
  expect(ran.stdout).toMatch(/✓ as assumed {4}callCostMs: [\d.]+, [\d.]+ times/);
  const { comparisons } = (await doctor('--json')).json<{ comparisons: Comparison[] }>();
  const unseen = comparisons.filter(({ result, reason }) => result === 'not_observed' && reason !== 'no probe');
  expect(Object.fromEntries(unseen.map(({ id, reason }) => [id, reason]))).toEqual({
    documentInTriggers: NO_TRIGGER,
    documentLockOutsideDocument: NO_TRIGGER,
    documentPropertiesOutsideDocument: NO_TRIGGER,
    documentCacheOutsideDocument: NO_TRIGGER,
    triggerJitterMs: NO_TRIGGER,
    loadingValue: 'a cell cannot be made to stay in that state',
  });
});

const NO_TRIGGER = 'Google made no trigger for a minute from now';

test('a file with one difference gives exit 1, names it, and says what it means', async () => {
  const file = await read();
  const probes = file.probes.map((probe) =>
    probe.id === 'fetch-all' ? { ...probe, observed: { ...probe.observed, fetchAllIsParallel: false } } : probe,
  );
  const other = join(folder, 'other.json');
  await writeFile(other, JSON.stringify({ ...file, probes }));
  const ran = await rollcall(['doctor', 'selfcheck', other]);
  expect(ran.code).toBe(1);
  const differs = ran.stdout.split('\n').filter((line) => line.startsWith('✗'));
  expect(differs).toEqual(['✗ differs       fetchAllIsParallel: assumed true, observed false (source: memory)']);
  expect(ran.stdout).toContain('the hourly budget may not hold');
  expect(ran.stdout).toContain(', 1 different, ');
});
