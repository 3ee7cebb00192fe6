// Who may call what: by the mode of the execution, the scopes of the manifest, and what the user withdrew.
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../addon/playground/host/host.ts';
import type { AuthMode } from '../../../addon/playground/host/permission.ts';
import { type Fixture, gasHost } from '../../support/gas-host.ts';

const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function made(code: string, fixture: Fixture = {}): Promise<Host> {
  const host = await gasHost(code, { rows: [['a']], ...fixture });
  hosts.push(host);
  return host;
}

const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;

/** Every service once, by name: what it threw, or nothing. */
const TRIED = {
  menu: 'SpreadsheetApp.getUi().createAddonMenu().addItem("a", "b").addToUi()',
  log: 'Logger.log("a"); console.log("b")',
  utilities: 'Utilities.getUuid(); Utilities.sleep(1)',
  locale: 'Session.getActiveUserLocale(); Session.getScriptTimeZone()',
  document: 'SpreadsheetApp.getActiveSpreadsheet()',
  properties: 'PropertiesService.getDocumentProperties().getKeys()',
  cache: 'CacheService.getUserCache().get("k")',
  lock: 'LockService.getDocumentLock().tryLock(0)',
  email: 'Session.getActiveUser().getEmail()',
  sidebar: 'SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput("a"))',
  fetch: 'UrlFetchApp.fetch("http://127.0.0.1:9/")',
  triggers: 'ScriptApp.getProjectTriggers()',
  authorization: 'ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL)',
};

const TRY_ALL = `
  function tryAll() {
    var denied = [];
    ${Object.entries(TRIED)
      .map(
        ([name, code]) =>
          `try { ${code}; } catch (error) { if (/permission|Authorization is required/.test(error.message)) denied.push('${name}'); }`,
      )
      .join('\n')}
    return denied;
  }
  function onOpen(event) { return [event.authMode, event.authMode === ScriptApp.AuthMode[event.authMode], tryAll()]; }`;

const IN_LIMITED = ['sidebar', 'fetch', 'triggers'];
const IN_NONE = ['document', 'properties', 'cache', 'lock', 'email', ...IN_LIMITED];
const DENIED: Readonly<Record<AuthMode, readonly string[]>> = { NONE: IN_NONE, LIMITED: IN_LIMITED, FULL: [] };

describe('the mode', () => {
  for (const [mode, denied] of Object.entries(DENIED) as [AuthMode, string[]][]) {
    test(`${mode} denies ${denied.join(', ') || 'nothing'}, and onOpen is told it`, async () => {
      const host = await made(TRY_ALL);
      expect(await host.open(mode)).toEqual({ ok: true, value: [mode, true, denied] });
    });
  }

  test('of a menu item, the sidebar and a trigger is FULL', async () => {
    const host = await made(TRY_ALL);
    for (const run of [host.run, host.runMenu]) expect(await run('tryAll')).toEqual({ ok: true, value: [] });
    const inTrigger = await made('function go(event) { return [event.authMode, typeof event.triggerUid]; }');
    expect(await inTrigger.runTrigger('go')).toEqual({ ok: true, value: ['FULL', 'string'] });
  });

  test('of an opened document allows 30 s, not six minutes', async () => {
    const host = await made('function onOpen() { Utilities.sleep(31000); } function go() { Utilities.sleep(31000); }');
    expect(await host.open()).toMatchObject({ ok: false, error: { message: 'Exceeded maximum execution time' } });
    expect(await host.run('go')).toMatchObject({ ok: true });
  });
});

describe('a scope that the manifest does not list', () => {
  const NEEDED: readonly (readonly [string, string, string])[] = [
    ['UrlFetchApp.fetch("http://127.0.0.1:9/")', 'UrlFetchApp.fetch', scope('script.external_request')],
    ['ScriptApp.getProjectTriggers()', 'ScriptApp.getProjectTriggers', scope('script.scriptapp')],
    ['Session.getActiveUser().getEmail()', 'Session.getActiveUser', scope('userinfo.email')],
    ['SpreadsheetApp.getActive()', 'SpreadsheetApp.getActiveSpreadsheet', scope('spreadsheets.currentonly')],
    ['SpreadsheetApp.getUi().alert("a")', 'Ui.alert', scope('script.container.ui')],
  ];
  for (const [code, name, needed] of NEEDED) {
    test(`is named when ${name} is called`, async () => {
      const host = await made(`function go() { ${code}; }`, { manifest: { oauthScopes: ['openid'] } });
      const message = `You do not have permission to call ${name}. Required permissions: ${needed}`;
      expect(await host.run('go')).toMatchObject({ ok: false, error: { message } });
    });
  }

  test('and one that is listed lets the call through; the wide scope stands for the narrow one', async () => {
    const host = await made('function go() { return SpreadsheetApp.getActive().getName(); }', {
      manifest: { oauthScopes: [scope('spreadsheets')] },
    });
    expect(await host.run('go')).toEqual({ ok: true, value: '買主' });
  });
});

describe('an authorization that was withdrawn', () => {
  const code = `${TRY_ALL}
    function status() {
      var info = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL);
      return [info.getAuthorizationStatus() === ScriptApp.AuthorizationStatus.REQUIRED, typeof info.getAuthorizationUrl()];
    }
    function require_() { ScriptApp.requireScopes(ScriptApp.AuthMode.FULL, ['${scope('script.scriptapp')}']); }`;

  test('is told, and leaves what needs no scope', async () => {
    const host = await made(code);
    expect(await host.run('status')).toEqual({ ok: true, value: [false, 'object'] });
    host.loseAuthorization();
    expect(await host.run('status')).toEqual({ ok: true, value: [true, 'string'] });
    expect(await host.run('tryAll')).toEqual({
      ok: true,
      value: ['document', 'email', 'sidebar', 'fetch', 'triggers'],
    });
    expect(await host.runMenu('require_')).toMatchObject({ ok: false });
    host.restoreAuthorization();
    expect(await host.run('tryAll')).toEqual({ ok: true, value: [] });
    expect(await host.runMenu('require_')).toMatchObject({ ok: true });
  });

  test('is one user’s alone', async () => {
    const host = await made(code);
    host.loseAuthorization('hanako@example.com');
    expect(await host.run('tryAll')).toEqual({ ok: true, value: [] });
    expect(await host.run('status', [], { user: 'hanako@example.com' })).toMatchObject({ value: [true, 'string'] });
  });
});

describe('the identity token', () => {
  const code = 'function go() { return ScriptApp.getIdentityToken(); }';
  const claims = async (oauthScopes: readonly string[]) => {
    const host = await made(code, {
      manifest: { oauthScopes },
      clock: () => 1_700_000_000_000,
      user: 'taro@example.com',
    });
    const result = await host.run('go');
    const [, body = ''] = String(result.ok ? result.value : '').split('.');
    return body === '' ? null : JSON.parse(Buffer.from(body, 'base64url').toString());
  };

  test('names audience, person and address where both scopes were granted', async () => {
    expect(await claims(['openid', scope('userinfo.email')])).toMatchObject({
      iss: 'https://accounts.google.com',
      aud: expect.stringMatching(/\.apps\.googleusercontent\.com$/),
      email: 'taro@example.com',
      email_verified: true,
      sub: expect.stringMatching(/^\d{21}$/),
    });
  });

  test('names no address without its scope, and is null without openid', async () => {
    expect(await claims(['openid'])).not.toHaveProperty('email');
    const host = await made(code, { manifest: { oauthScopes: [scope('userinfo.email')] } });
    expect(await host.run('go')).toEqual({ ok: true, value: null });
  });
});
