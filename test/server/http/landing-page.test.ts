// The server's own address in a browser: what it says, to whom, and what it may do there.
import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import { expect, it } from 'vitest';
import { createApp } from '../../../server/http/app.ts';
import { logNothing } from '../../../server/log.ts';

// A pool that nobody connects: the page asks no database.
const app = createApp({
  pool: new Pool({ host: '127.0.0.1', port: 1 }),
  log: logNothing,
  version: '0.0.7<&>',
  operatorToken: null,
  schemaPolicy: 'refuse',
});
const open = async (acceptLanguage: string) => {
  const response = await app.request('/', { headers: { 'accept-language': acceptLanguage } });
  return { response, page: await response.text() };
};

it.each([
  ['ja,en;q=0.8', 'ja', '一致させます'],
  ['en-GB', 'en', 'in step'],
  ['fr', 'en', 'in step'],
])('to a reader of %s it says in %s what this server is', async (asked, language, words) => {
  const { response, page } = await open(asked);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-language')).toBe(language);
  expect(response.headers.get('vary')).toBe('Accept-Language');
  expect(page).toContain(`<html lang="${language}">`);
  expect(page).toContain(words);
});

it('shows its version, escaped, and each of its links is answered', async () => {
  const { page } = await open('en');
  expect(page).toContain('0.0.7&lt;&amp;&gt;');
  const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, link]) => link ?? '');
  expect(links).toEqual(['dashboard', 'healthz', 'openapi.json']);
  for (const link of links) expect((await app.request(`/${link}`)).status, link).not.toBe(404);
});

it('lets a browser run no script, fetch nothing and put no frame around it; its own style is the only one', async () => {
  const { response, page } = await open('en');
  const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(response.headers.get('content-security-policy')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page).not.toMatch(/<script|<img|<link|style=/);
});

it('is described as a page', async () => {
  const { paths } = (await (await app.request('/openapi.json')).json()) as { paths: Record<string, unknown> };
  expect(paths['/']).toMatchObject({
    get: { responses: { 200: { content: { 'text/html': { schema: { type: 'string' } } } } } },
  });
});
