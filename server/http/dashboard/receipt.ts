// A receipt whose lines add up, and says that they do.
import { html } from 'hono/html';
import type { Receipt } from '../../../shared/protocol.ts';
import type { Html, OpenCall } from './call.ts';
import { state } from './parts.ts';
import { RUNS_TEXTS } from './texts-runs.ts';
import { number, wordsOf } from './words.ts';

const LINES = ['inserted', 'updated', 'unchanged', 'rejected', 'duplicate', 'skippedBlank', 'held'] as const;

export function receiptTable({ language }: OpenCall, receipt: Receipt): Html {
  const say = wordsOf(RUNS_TEXTS, language);
  const lines = LINES.map(
    (key) =>
      html`<tr class="${receipt[key] === 0 ? 'zero' : ''}"><th scope="row">${say(key)}</th><td>${number(receipt[key], language)}</td></tr>`,
  );
  const { read, balanced, overwritten } = receipt;
  return html`<table class="receipt"><caption class="unseen">${say('receipt')}</caption><tbody>${lines}</tbody>
<tfoot><tr><th scope="row">${say('read')}</th><td>${number(read, language)}</td></tr></tfoot></table>
<p class="soft">${balanced ? state('good', say('closes', { read })) : state('bad', say('open', { read }))}</p>
${overwritten === undefined ? '' : html`<p>${say('overwritten', { n: overwritten })}</p>`}`;
}
