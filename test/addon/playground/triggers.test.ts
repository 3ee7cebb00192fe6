// Clock triggers as an add-on may have them, on the host's virtual clock.
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../addon/playground/host/host.ts';
import { type Fixture, gasHost } from '../../support/gas-host.ts';

const HOUR = 3_600_000;
const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

const CODE = `
  function on(hours) { return ScriptApp.newTrigger('tick').timeBased().everyHours(hours).create().getUniqueId(); }
  function often() { ScriptApp.newTrigger('tick').timeBased().everyMinutes(30).create(); }
  function once() { ScriptApp.newTrigger('tick').timeBased().after(${2 * HOUR}).create(); }
  function list() {
    return ScriptApp.getProjectTriggers().map(function (trigger) {
      return [trigger.getUniqueId(), trigger.getHandlerFunction(), trigger.getEventType() === ScriptApp.EventType.CLOCK,
        trigger.getTriggerSource() === ScriptApp.TriggerSource.CLOCK, trigger.getTriggerSourceId()];
    });
  }
  function off() { ScriptApp.getProjectTriggers().forEach(function (trigger) { ScriptApp.deleteTrigger(trigger); }); }
  function tick(event) {
    var store = PropertiesService.getScriptProperties();
    store.setProperty('ticks', [store.getProperty('ticks') || '', event.triggerUid, Date.now()].join(' ').trim());
    Utilities.sleep(120000);
    UrlFetchApp.fetch('http://127.0.0.1:9/');
  }
  function quiet() { return Session.getActiveUser().getEmail(); }
  function quietly() { ScriptApp.newTrigger('quiet').timeBased().everyHours(1).create(); }
  function long() { Utilities.sleep(300000); }
  function longly() { ScriptApp.newTrigger('long').timeBased().everyHours(1).create(); }`;

async function made(fixture: Fixture = {}): Promise<Host> {
  const host = await gasHost(CODE, { clock: () => 1_000_000_000_000, ...fixture });
  hosts.push(host);
  return host;
}

const taro = { user: 'taro@example.com' };
const hanako = { user: 'hanako@example.com' };

async function messageOf(running: ReturnType<Host['run']>): Promise<string> {
  const result = await running;
  return result.ok ? 'no error' : result.error.message;
}

describe('making one', () => {
  test('is seen by its owner alone, who alone can delete it', async () => {
    const host = await made();
    const { value: uid } = (await host.run('on', [1], taro)) as { readonly value: unknown };
    expect(await host.run('list', [], taro)).toEqual({ ok: true, value: [[uid, 'tick', true, true, null]] });
    expect(await host.run('list', [], hanako)).toEqual({ ok: true, value: [] });
    expect(host.triggers()).toMatchObject([{ uid, owner: 'taro@example.com', functionName: 'tick', everyMs: HOUR }]);
    await host.run('off', [], hanako);
    expect(host.triggers()).toHaveLength(1);
    await host.run('off', [], taro);
    expect(host.triggers()).toEqual([]);
  });

  test('is refused more often than hourly, and a second time for the same user', async () => {
    const host = await made();
    expect(await messageOf(host.run('often', [], taro))).toBe(
      'Clock events must be scheduled at least 1 hour(s) apart.',
    );
    expect(await messageOf(host.run('on', [1], taro))).toBe('no error');
    const tooMany =
      'This add-on has created too many time-based triggers in this document for this Google user account.';
    expect(await messageOf(host.run('once', [], taro))).toBe(tooMany);
    expect(await messageOf(host.run('on', [1], hanako))).toBe('no error');
  });

  test('ends at twenty of one user', async () => {
    const host = await made({ assume: { addonClockTriggersPerDocument: 100 } });
    for (let i = 0; i < 20; i++) await host.run('on', [1], taro);
    expect(await messageOf(host.run('on', [1], taro))).toContain('too many triggers');
    expect(host.triggers()).toHaveLength(20);
  });
});

describe('firing', () => {
  test('comes when the clock reaches it, as its owner, in order, and again an hour later', async () => {
    const host = await made();
    await host.run('on', [1], taro);
    await host.advance(60_000);
    await host.run('on', [1], hanako);
    const [first, second] = host.triggers();
    expect(await host.advance(HOUR - 120_000)).toEqual([]);
    await host.advance(3 * 60_000);
    await host.advance(HOUR);
    const ticks = host.properties('script').get('ticks')?.split(' ') ?? [];
    expect(ticks.filter((_, i) => i % 2 === 0)).toEqual([first?.uid, second?.uid, first?.uid, second?.uid]);
    expect(Number(ticks[1])).toBeGreaterThanOrEqual(Number(first?.dueAt));
    expect(Number(ticks[1])).toBeLessThan(Number(first?.dueAt) + 60_000);
    expect(host.executions().filter(({ kind }) => kind === 'trigger')).toHaveLength(4);
  });

  test('comes five times in five hours, and moves the clock by what it took', async () => {
    const host = await made();
    await host.run('on', [1], taro);
    const before = host.now();
    expect(await host.advance(5 * HOUR)).toHaveLength(5);
    const after = host.now();
    expect(after - before).toBeGreaterThanOrEqual(5 * HOUR);
    const uid = host.triggers()[0]?.uid ?? '';
    await host.fireTrigger(uid);
    expect(host.now()).toBeGreaterThanOrEqual(after + 120_000);
  });

  test('does not make up for what passed while nobody looked', async () => {
    let now = 1_000_000_000_000;
    const host = await made({ clock: () => now });
    await host.run('quietly', [], taro);
    now += 5.5 * HOUR;
    expect(await host.advance(0)).toHaveLength(1);
    expect(await host.advance(0)).toEqual([]);
    expect(await host.advance(HOUR)).toHaveLength(1);
  });

  test('happens once for after(), which keeps its place until it is deleted', async () => {
    const host = await made();
    await host.run('once', [], taro);
    expect(await host.advance(24 * HOUR)).toHaveLength(1);
    expect(host.triggers()).toMatchObject([{ dueAt: null }]);
    expect(await messageOf(host.run('on', [1], taro))).toContain('too many time-based triggers');
  });

  test('goes on without authorization, and fails at the first call that needs it', async () => {
    const host = await made();
    await host.run('quietly', [], taro);
    const uid = host.triggers()[0]?.uid ?? '';
    expect(await host.fireTrigger(uid)).toEqual({ ok: true, value: 'taro@example.com' });
    const denied = { ok: false, error: { message: 'Authorization is required to perform that action.' } };
    expect(await host.fireTrigger(uid, { authorized: false })).toMatchObject(denied);
    host.loseAuthorization('taro@example.com');
    expect(await host.advance(HOUR)).toMatchObject([denied]);
    expect(await messageOf(host.fireTrigger('none'))).toContain('none');
  });

  test('ends for the day when ninety minutes are used up', async () => {
    const host = await made();
    await host.run('longly', [], taro);
    const results = await host.advance(24 * HOUR);
    expect(results.filter(({ ok }) => ok)).toHaveLength(18);
    expect(results.at(-1)).toMatchObject({ error: { message: 'Service using too much computer time for one day' } });
    expect(await host.advance(2 * HOUR)).toMatchObject([{ ok: true }, { ok: true }]);
  });

  test('is spread within a quarter of an hour in the hostile profile', async () => {
    const host = await made({ profile: 'hostile' });
    await host.run('on', [1], taro);
    const { createdAt = 0, dueAt = 0 } = host.triggers()[0] ?? {};
    expect(Number(dueAt) - createdAt).toBeGreaterThan(HOUR);
    expect(Number(dueAt) - createdAt).toBeLessThanOrEqual(HOUR + 900_000);
  });
});
