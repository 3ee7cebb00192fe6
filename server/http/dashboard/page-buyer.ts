// One buyer: what is stored, what was synced when, what failed, and what waits to be tried again.
import { html } from 'hono/html';
import type { BuyerView } from '../../../shared/protocol.ts';
import { errorPage } from '../../failures/error-log.ts';
import { retryPage } from '../../failures/retry-queue.ts';
import { buyerHistory } from '../../integrity/buyer-history.ts';
import { findBuyer } from '../../integrity/buyer-view.ts';
import { type BoundSheet, findSheet } from '../../sheets/bound-sheets.ts';
import { buyerPath } from './buyer-path.ts';
import type { Answer, Html, PageCall } from './call.ts';
import { errorLines } from './error-lines.ts';
import { historyLines } from './history-lines.ts';
import { nobodyCalled } from './page-buyers.ts';
import { notFound } from './page-problem.ts';
import { facts, state } from './parts.ts';
import { retryLines } from './retry-lines.ts';
import { sheetPath } from './sheet-card.ts';
import { BUYER_TEXTS } from './texts-buyer.ts';
import { momentFromNow } from './times.ts';
import { wordsOf } from './words.ts';

const MOST_ERRORS = 20;

export async function buyerPage(call: PageCall): Promise<Answer> {
  const { deps, language, params, query } = call;
  const sheet = await findSheet(deps.pool, params['sheetId'] ?? '');
  if (sheet === null) return notFound(language);
  const wanted = params['key'] ?? query['key'] ?? '';
  const buyer = wanted === '' ? null : await findBuyer(deps.pool, sheet, wanted);
  return buyer === null ? nobodyCalled(call, wanted) : ofBuyer(call, sheet, buyer);
}

async function ofBuyer(call: PageCall, sheet: BoundSheet, buyer: BuyerView): Promise<Answer> {
  const { deps, language, link } = call;
  const say = wordsOf(BUYER_TEXTS, language);
  const { key } = buyer;
  const ofKey = { sheetId: sheet.id, buyerNumber: key, after: null } as const;
  const { retries } = await retryPage(deps.pool, { ...ofKey, status: null, limit: 1 });
  const everything = { ...ofKey, from: null, to: null, type: null, runId: null, limit: MOST_ERRORS };
  const { errors, count } = await errorPage(deps.pool, everything);
  const history = await buyerHistory(deps.pool, sheet.id, key);
  const title = say('title', { key });
  const main = html`<h1>${title}</h1>
<p class="beside">${buyer.stored === null ? state('bad', say('not_stored')) : state('good', say('stored'))} <a href="${link(sheetPath(sheet.id))}">${sheet.sheetName}</a></p>
${facts([
  [say('last_change'), momentFromNow(call, buyer.lastChange?.at ?? null)],
  [say('seen_equal'), buyer.lastSeenEqual === null ? say('not_known') : momentFromNow(call, buyer.lastSeenEqual)],
  ...(buyer.lookAlikes.length === 0 ? [] : [[say('alike'), alike(call, sheet, buyer.lookAlikes)] as const]),
])}
${retries.length === 0 ? '' : html`<section aria-labelledby="h-queued"><h2 id="h-queued">${say('queued')}</h2>${retryLines(call, retries, new Map([[sheet.id, sheet.sheetName]]))}</section>`}
<section aria-labelledby="h-errors"><h2 id="h-errors">${say('errors')}</h2>
${errors.length === 0 ? html`<p class="empty">${say('no_errors')}</p>` : errorLines(call, errors)}
${count > errors.length ? html`<p><a href="${link(`/errors?${new URLSearchParams({ sheetId: sheet.id, buyerNumber: key })}`)}">${say('all_errors', { n: count })}</a></p>` : ''}</section>
<section aria-labelledby="h-history"><h2 id="h-history">${say('history')}</h2>
${history.length === 0 ? html`<p class="empty">${say('no_history')}</p>` : historyLines(call, history)}</section>
${buyer.stored === null ? '' : html`<section aria-labelledby="h-values"><h2 id="h-values">${say('values')}</h2>${values(call, buyer.stored)}</section>`}`;
  return { kind: 'page', title, main };
}

const alike = (call: PageCall, sheet: BoundSheet, keys: readonly string[]): Html =>
  html`<ul class="plain">${keys.map((key) => html`<li><a href="${call.link(buyerPath(sheet.id, key))}">${key}</a></li>`)}</ul>`;

function values(call: PageCall, stored: Readonly<Record<string, string | null>>): Html {
  const say = wordsOf(BUYER_TEXTS, call.language);
  const lines = Object.entries(stored).map(
    ([column, text]) =>
      html`<tr><th scope="row">${column}</th><td>${text === null ? html`<i class="soft">${say('empty')}</i>` : html`<span class="value">${text}</span>`}</td></tr>`,
  );
  return html`<table class="values"><caption class="unseen">${say('values')}</caption>
<thead class="unseen"><tr><th scope="col">${say('column')}</th><th scope="col">${say('value')}</th></tr></thead><tbody>${lines}</tbody></table>`;
}
