// The gate of the manifest: exactly these keys, these scopes and the one address; what Google would take without a word is refused here.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeManifest, manifestFaults } from '../../../addon/build/manifest.ts';

const URL = 'https://sync.example.jp/rollcall/';
const SCOPES = [
  'https://www.googleapis.com/auth/spreadsheets.currentonly',
  'https://www.googleapis.com/auth/script.container.ui',
  'https://www.googleapis.com/auth/script.external_request',
  'https://www.googleapis.com/auth/script.scriptapp',
  'openid',
  'https://www.googleapis.com/auth/userinfo.email',
];
const GOOD = {
  timeZone: 'Asia/Tokyo',
  runtimeVersion: 'V8',
  exceptionLogging: 'STACKDRIVER',
  oauthScopes: SCOPES,
  urlFetchWhitelist: [URL],
};
const { oauthScopes, ...noScopes } = GOOD;

it('has exactly these keys and scopes, and allows the one address that the bundle calls', async () => {
  expect(JSON.parse(await makeManifest('addon/appsscript.json', URL))).toEqual(GOOD);
});

it.each([
  ['a misspelt key', { ...noScopes, oauthScope: oauthScopes }, /oauthScope\b/],
  ['a missing key', noScopes, /required properties oauthScopes/],
  ['a further key', { ...GOOD, webapp: {} }, /webapp/],
  [
    'a wider scope',
    { ...GOOD, oauthScopes: ['https://www.googleapis.com/auth/spreadsheets', ...SCOPES.slice(1)] },
    /Scopes\/0/,
  ],
  ['a seventh scope', { ...GOOD, oauthScopes: [...SCOPES, 'https://www.googleapis.com/auth/drive'] }, /Scopes/],
  ['a scope too few', { ...GOOD, oauthScopes: SCOPES.slice(1) }, /oauthScopes/],
  ['a scope twice', { ...GOOD, oauthScopes: [...SCOPES.slice(1), 'openid'] }, /duplicate/],
  ['the old runtime', { ...GOOD, runtimeVersion: 'DEPRECATED_ES5' }, /runtimeVersion/],
  ['a time zone that is none', { ...GOOD, timeZone: 'Asia/Tokio' }, /Tokio/],
  ['another logging', { ...GOOD, exceptionLogging: 'ALL' }, /exceptionLogging/],
  ['no address', { ...GOOD, urlFetchWhitelist: [] }, /urlFetchWhitelist/],
  ['a second address', { ...GOOD, urlFetchWhitelist: [URL, 'https://other.example.jp/'] }, /urlFetchWhitelist/],
  [
    'another address than the bundle calls',
    { ...GOOD, urlFetchWhitelist: ['https://other.example.jp/'] },
    /bundle calls/,
  ],
  ['an address with http', { ...GOOD, urlFetchWhitelist: [URL.replace('https', 'http')] }, /must begin with https/],
  ['an address without a path', { ...GOOD, urlFetchWhitelist: ['https://sync.example.jp'] }, /end with a slash/],
  ['an address without a full domain', { ...GOOD, urlFetchWhitelist: ['https://sync/'] }, /full domain/],
  ['a wildcard', { ...GOOD, urlFetchWhitelist: ['https://*.example.jp/'] }, /full domain/],
  ['no object at all', null, /manifest/],
])('refuses %s', (_, manifest, fault) => {
  expect(manifestFaults(manifest, URL).join('\n')).toMatch(fault);
});

it('a build whose manifest does not pass throws, with the key that is wrong', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-manifest-'));
  const source = JSON.parse(await readFile('addon/appsscript.json', 'utf8'));
  await writeFile(join(folder, 'appsscript.json'), JSON.stringify({ ...source, oauthScope: [] }));
  await expect(makeManifest(join(folder, 'appsscript.json'), URL)).rejects.toThrow(/oauthScope\b/);
  await rm(folder, { recursive: true });
});
