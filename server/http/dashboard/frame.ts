// What stands around every page: where one can go, how much waits there, what was just done.
import { html } from 'hono/html';
import type { Session } from '../../access/sessions.ts';
import type { Answer, Html, OpenCall } from './call.ts';
import type { Glance } from './glance.ts';
import { SAID_TEXTS } from './texts-said.ts';
import { SHELL_TEXTS } from './texts-shell.ts';
import { moment } from './times.ts';
import { number, wordFor, wordsOf } from './words.ts';

export function frame(
  call: OpenCall,
  session: Session | null,
  glance: Glance,
  { title, main }: Extract<Answer, { kind: 'page' }>,
  nonce: string,
): Html {
  const { language, link } = call;
  const say = wordsOf(SHELL_TEXTS, language);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Rollcall</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${link('/style.css')}" nonce="${nonce}">
${session === null ? '' : html`<script src="${link('/live.js')}" nonce="${nonce}" defer></script>`}
</head>
<body${session === null ? html` class="outside"` : ''}>
<a class="skip" href="#main">${say('skip')}</a>
${session === null ? html`<header class="top"><span class="brand">Rollcall</span></header>` : header(call, session, glance)}
<main id="main" tabindex="-1">
${said(call)}
${main}
</main>
<footer class="foot">
<p id="as-of">${say('as_of')} ${moment(call, call.now.toISOString())} <span id="live" hidden>· ${say('live')}</span></p>
<p>Rollcall ${call.deps.version}</p>
</footer>
<p id="stale" role="status" hidden>${say('stale')}</p>
<p id="announce" class="unseen" aria-live="polite"></p>
</body>
</html>
`;
}

const PAGES = [
  ['overview', '', null],
  ['runs', '/runs', null],
  ['errors', '/errors', null],
  ['retries', '/retries', 'queued'],
  ['alerts', '/alerts', 'alerts'],
  ['held', '/held', 'held'],
  ['settings', '/settings', null],
] as const;

function header({ language, link, here, query, csrf }: OpenCall, { name }: Session, glance: Glance): Html {
  const say = wordsOf(SHELL_TEXTS, language);
  const [path] = here.split('?');
  const items = PAGES.map(([key, at, counted]) => {
    const count = counted === null ? 0 : glance[counted];
    const badge =
      count === 0
        ? ''
        : html` <span class="badge${counted === 'queued' ? '' : ' hot'}">${number(count, language)}</span>`;
    return html`<li><a href="${link(at)}"${path === at ? html` aria-current="page"` : ''}>${say(key)}${badge}</a></li>`;
  });
  return html`<header class="top" id="top"${newest(glance)} data-new-alert="${say('new_alert')}">
<a class="brand" href="${link('')}">Rollcall</a>
<nav aria-label="${say('pages')}"><ul>${items}</ul></nav>
<form class="find" role="search" action="${link('/buyers')}">
<label class="unseen" for="find-key">${say('buyer')}</label>
<input id="find-key" name="key" type="search" required maxlength="5000" placeholder="${say('buyer')}" value="${query['key'] ?? ''}">
<button>${say('find')}</button>
</form>
<form class="out" method="post" action="${link('/logout')}">
<input type="hidden" name="csrf" value="${csrf}">
<span class="who">${say('logged_in', { name })}</span>
<button class="plain">${say('log_out')}</button>
</form>
</header>`;
}

const newest = ({ newest: alert }: Glance): Html =>
  html`${alert === null ? '' : html` data-newest="${alert.id}" data-message="${alert.message}"`}`;

/** Numbers only come from the address; the words are ours. */
function said({ query, language }: OpenCall): Html {
  const code = query['said'];
  if (code === undefined || !Object.hasOwn(SAID_TEXTS, code)) return html``;
  const counts = Object.entries(query).filter(([, value]) => /^\d{1,9}$/.test(value));
  const params = Object.fromEntries(counts.map(([name, value]) => [name, Number(value)]));
  return html`<p class="said" id="said" role="status" tabindex="-1">${wordFor(SAID_TEXTS, language, code, params)}</p>`;
}
