// `rollcall doctor selfcheck` as a real process: what is no file of a self-check is refused, and nothing else is asked for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { rollcall } from '../../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-selfcheck-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WHOLE = { version: '0.1.0', madeAt: '2026-11-25T00:00:00.000Z', host: 'Google', probes: [] };

function fileOf(content: string): string {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(path, content);
  return path;
}

test.each([
  ['is not there', join(folder, 'nowhere.json'), /cannot be read \(ENOENT\)/],
  ['is no JSON', fileOf('買主番号,氏名\n'), /it is not JSON/],
  ['is another JSON', fileOf('{"name": "rollcall"}'), /it must have required properties/],
  [
    'has a probe of another shape',
    fileOf(JSON.stringify({ ...WHOLE, probes: [{ id: 'locks' }] })),
    /probes\.0 must have/,
  ],
])('a file that %s is refused with exit 2, and says how to get one', async (_, path, why) => {
  const ran = await rollcall(['doctor', 'selfcheck', path]);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toMatch(why);
  expect(ran.stderr).toContain('menu entry "Check this installation"');
});

test('a file in which nothing was seen differs in nothing, and says why of each', async () => {
  const ran = await rollcall(['doctor', 'selfcheck', fileOf(JSON.stringify(WHOLE))]);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('Self-check of Rollcall 0.1.0, made 2026-11-25T00:00:00.000Z at Google');
  expect(ran.stdout).toContain('· not observed  lockIsReentrant: the probe did not run');
  expect(ran.stdout).toMatch(/no probe {6}\d+ assumptions: executionMs, /);
});

test('a cost that is dearer names its ratio and what it means; --json says the same', async () => {
  const probes = [{ id: 'service-call-time', observed: { callCostMs: 90 }, ms: 1800, measured: { rounds: 20 } }];
  const path = fileOf(JSON.stringify({ ...WHOLE, probes }));
  const ran = await rollcall(['doctor', 'selfcheck', path]);
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain('✗ differs       callCostMs: assumed 20, observed 90, 4.50 times (source: memory)');
  expect(ran.stdout).toContain('The hourly budget would not hold.');
  const json = await rollcall(['doctor', 'selfcheck', path, '--json']);
  expect(json.code).toBe(1);
  expect(json.json()).toMatchObject({ host: 'Google', measured: { rounds: 20 } });
});

test('--help has an example', async () => {
  const ran = await rollcall(['doctor', 'selfcheck', '--help']);
  expect(ran).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('rollcall doctor selfcheck rollcall-self-check.json'),
  });
});
