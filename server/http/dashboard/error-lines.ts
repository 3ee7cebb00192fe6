// Errors as a list: which buyer, which cell, what is wrong.
import { html } from 'hono/html';
import type { LoggedError } from '../../failures/error-log.ts';
import { buyerLink } from './buyer-link.ts';
import type { Html, PageCall } from './call.ts';
import { cellWords, errorWords } from './error-words.ts';
import { list } from './parts.ts';
import { ERROR_TYPE_TEXTS } from './texts-codes.ts';
import { ERRORS_TEXTS } from './texts-errors.ts';
import { moment } from './times.ts';
import { number, wordFor, wordsOf } from './words.ts';

const NONE = html`<span class="none">–</span>`;

/** Of one run its link is left out. */
export function errorLines(call: PageCall, errors: readonly LoggedError[], { ofRun = false } = {}): Html {
  const { language, link } = call;
  const say = wordsOf(ERRORS_TEXTS, language);
  const columns = [
    { head: say('at') },
    { head: say('buyer') },
    { head: say('row'), isNumber: true },
    { head: say('cell') },
    { head: say('type') },
    { head: say('what') },
    ...(ofRun ? [] : [{ head: say('run') }]),
  ];
  const lines = errors.map((error) => ({
    id: error.id,
    cells: [
      moment(call, error.createdAt),
      error.buyerNumber === null ? NONE : buyerLink(call, error.sheetId, error.buyerNumber),
      number(error.rowNumber, language),
      (error.cell ?? error.header ?? error.column) === null ? NONE : cellWords(error),
      wordFor(ERROR_TYPE_TEXTS, language, error.errorType),
      errorWords({ ...error, message: error.errorMessage }, language),
      ...(ofRun ? [] : [html`<a class="whole" href="${link(`/runs/${error.runId}`)}">${say('to_run')}</a>`]),
    ],
  }));
  return list(say('title'), columns, lines);
}
