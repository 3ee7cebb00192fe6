// What failed most often, each with the way to its errors.
import { html } from 'hono/html';
import type { ErrorStats } from '../../failures/error-stats.ts';
import type { Html, PageCall } from './call.ts';
import { ERROR_TYPE_TEXTS } from './texts-codes.ts';
import { FAULT_TEXTS } from './texts-faults.ts';
import { OVERVIEW_TEXTS } from './texts-overview.ts';
import { number, wordFor, wordsOf } from './words.ts';

const MOST = 5;

/** `from`: as the error log is asked for them. */
export function oftenPart({ language, link }: PageCall, { byCode }: ErrorStats, from: string): Html {
  const say = wordsOf(OVERVIEW_TEXTS, language);
  if (byCode.length === 0) return html`<p class="empty">${say('no_errors')}</p>`;
  const lines = byCode.slice(0, MOST).map(({ code, errorType, count }) => {
    const to = link(`/errors?${new URLSearchParams({ type: errorType, from })}`);
    const fault = wordFor(FAULT_TEXTS, language, code);
    const type = wordFor(ERROR_TYPE_TEXTS, language, errorType);
    return html`<li data-key="${errorType}-${code}"><b>${number(count, language)}</b> <a href="${to}">${fault}</a>${type === fault ? '' : html` <span class="soft">${type}</span>`}</li>`;
  });
  return html`<ol class="services">${lines}</ol>`;
}
