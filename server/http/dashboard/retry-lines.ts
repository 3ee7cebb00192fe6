// Rows of the retry queue: how often they were tried, when they are next, what stands in their way, and the button that tries now.
import { html } from 'hono/html';
import type { RetryLine } from '../../failures/retry-queue.ts';
import { buyerLink } from './buyer-link.ts';
import type { Html, PageCall } from './call.ts';
import { cellWords, errorWords } from './error-words.ts';
import { actionForm, list, state } from './parts.ts';
import { RETRIES_TEXTS } from './texts-retries.ts';
import { moment, momentFromNow } from './times.ts';
import { number, wordsOf } from './words.ts';

export function retryLines(call: PageCall, retries: readonly RetryLine[], sheets: ReadonlyMap<string, string>): Html {
  const { language } = call;
  const say = wordsOf(RETRIES_TEXTS, language);
  const columns = [
    { head: say('buyer') },
    { head: say('sheet') },
    { head: say('row'), isNumber: true },
    { head: say('state') },
    { head: say('attempts'), isNumber: true },
    { head: say('next') },
    { head: say('since') },
    { head: say('errors') },
    { head: say('do') },
  ];
  const lines = retries.map((entry) => ({
    id: entry.id,
    cells: [
      buyerLink(call, entry.sheetId, entry.buyerNumber),
      sheets.get(entry.sheetId) ?? '–',
      number(entry.rowNumber, language),
      entry.status === 'failed' ? state('bad', say('failed')) : state('warn', say('pending')),
      say('of_three', { n: entry.attempts }),
      entry.nextRetryAt === null ? '–' : momentFromNow(call, entry.nextRetryAt),
      moment(call, entry.createdAt),
      html`<ul class="plain">${entry.errors.map((error) => html`<li>${cellWords(error)} ${errorWords(error, language)}</li>`)}</ul>`,
      actionForm(call, `/retries/${entry.id}/retry`, say('retry'), { about: entry.buyerNumber }),
    ],
  }));
  return list(say('title'), columns, lines);
}
