// The error log: by type over time, what of it is asked for, and each error down to its cell.
import { html } from 'hono/html';
import { errorPage } from '../../failures/error-log.ts';
import type { Answer, Html, PageCall } from './call.ts';
import { errorFilter } from './error-filter.ts';
import { errorLines } from './error-lines.ts';
import { errorPlot } from './error-plot.ts';
import { pager } from './parts.ts';
import { ERROR_TYPE_TEXTS } from './texts-codes.ts';
import { ERRORS_TEXTS } from './texts-errors.ts';
import { wordFor, wordsOf } from './words.ts';

export async function errorsPage(call: PageCall): Promise<Answer> {
  const { deps, language, query, link } = call;
  const say = wordsOf(ERRORS_TEXTS, language);
  const filter = errorFilter(query);
  const { errors, count, cursor } = await errorPage(deps.pool, filter);
  const csv = new URLSearchParams(Object.entries(query).filter(([name]) => FILTERS.includes(name)));
  const main = html`<h1>${say('title')}</h1>
${filters(call)}
${query['cursor'] === undefined ? await errorPlot(call, filter) : ''}
<p class="beside"><b>${say('count', { n: count })}</b> ${count === 0 ? '' : html`<a href="${link(`/errors.csv${csv.size === 0 ? '' : `?${csv}`}`)}" download>${say('csv')}</a>`}</p>
${errors.length === 0 ? html`<p class="empty">${say('none')}</p>` : errorLines(call, errors)}
${pager(call, cursor)}`;
  return { kind: 'page', title: say('title'), main };
}

const FILTERS = ['from', 'to', 'type', 'buyerNumber', 'runId', 'sheetId'];

function filters(call: PageCall): Html {
  const { language, query, link } = call;
  const say = wordsOf(ERRORS_TEXTS, language);
  const types = Object.keys(ERROR_TYPE_TEXTS).map(
    (type) =>
      html`<option value="${type}"${query['type'] === type ? html` selected` : ''}>${wordFor(ERROR_TYPE_TEXTS, language, type)}</option>`,
  );
  const isFiltered = FILTERS.some((name) => query[name] !== undefined);
  return html`<form class="filters" action="${link('/errors')}">
<label>${say('from')} <input id="f-from" type="datetime-local" name="from" value="${clockTime(query['from'])}"></label>
<label>${say('to')} <input id="f-to" type="datetime-local" name="to" value="${clockTime(query['to'])}"></label>
<label>${say('type')} <select id="f-type" name="type"><option value="">${say('any')}</option>${types}</select></label>
<label>${say('buyer_number')} <input id="f-buyer" name="buyerNumber" maxlength="5000" value="${query['buyerNumber'] ?? ''}"></label>
<label>${say('run_id')} <input id="f-run" name="runId" pattern="[0-9a-fA-F-]{36}" value="${query['runId'] ?? ''}"></label>
<button>${say('filter')}</button>
${isFiltered ? html`<a href="${link('/errors')}">${say('all')}</a>` : ''}
</form>`;
}

/** As the field takes it: a day becomes its midnight, an offset of zero is left out. */
const clockTime = (text = ''): string => (text.length === 10 ? `${text}T00:00` : text.replace(/Z$/, ''));
