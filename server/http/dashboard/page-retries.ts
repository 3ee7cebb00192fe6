// The retry queue, with the buttons that try one row now, or all that are due.
import { html } from 'hono/html';
import Type from 'typebox';
import { type RetryFilter, retryPage } from '../../failures/retry-queue.ts';
import { listSheets } from '../../sheets/bound-sheets.ts';
import { after } from '../parameters.ts';
import type { Answer, PageCall } from './call.ts';
import { actionForm, PAGE_SIZE, pager } from './parts.ts';
import { retryLines } from './retry-lines.ts';
import { RETRIES_TEXTS } from './texts-retries.ts';
import { wordsOf } from './words.ts';

export const retryStatus = Type.Enum(['pending', 'failed']);

const TABS = [
  [null, 'all'],
  ['pending', 'pending'],
  ['failed', 'failed'],
] as const;

export async function retriesPage(call: PageCall): Promise<Answer> {
  const { deps, language, query, link } = call;
  const say = wordsOf(RETRIES_TEXTS, language);
  const status = (query['status'] ?? null) as RetryFilter['status'];
  const filter = { sheetId: null, status, buyerNumber: null, after: after(query['cursor']), limit: PAGE_SIZE };
  const { retries, count, cursor } = await retryPage(deps.pool, filter);
  const sheets = new Map((await listSheets(deps.pool)).map(({ id, sheetName }) => [id, sheetName]));
  const tabs = TABS.map(
    ([tab, key]) =>
      html`<li><a href="${link(tab === null ? '/retries' : `/retries?status=${tab}`)}"${tab === status ? html` aria-current="true"` : ''}>${say(key)}</a></li>`,
  );
  const main = html`<h1>${say('title')}</h1><p class="lead">${say('lead')}</p>
<nav class="tabs" aria-label="${say('which')}"><ul>${tabs}</ul></nav>
<div class="beside"><b>${say('count', { n: count })}</b> ${actionForm(call, '/retries/process', say('process'))}</div>
${retries.length === 0 ? html`<p class="empty">${say('none')}</p>` : retryLines(call, retries, sheets)}
${pager(call, cursor)}`;
  return { kind: 'page', title: say('title'), main };
}
