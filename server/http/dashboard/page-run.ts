// One run: the receipt that closes, what was verified, what it holds with the answers to it, and its errors.
import { html } from 'hono/html';
import { errorPage } from '../../failures/error-log.ts';
import { findRunLine, type RunLine } from '../../integrity/reports.ts';
import { findSheet } from '../../sheets/bound-sheets.ts';
import { runHolds } from '../../sync/guard-record.ts';
import type { Answer, PageCall } from './call.ts';
import { errorLines } from './error-lines.ts';
import { holdCards } from './hold-cards.ts';
import { notFound } from './page-problem.ts';
import { facts } from './parts.ts';
import { receiptTable } from './receipt.ts';
import { sheetPath } from './sheet-card.ts';
import { runState } from './states.ts';
import { MODE_TEXTS, TRIGGER_TEXTS } from './texts-codes.ts';
import { RUNS_TEXTS } from './texts-runs.ts';
import { moment } from './times.ts';
import { verificationPart } from './verification-part.ts';
import { duration, number, wordFor, wordsOf } from './words.ts';

const MOST_ERRORS = 20;

export async function runPage(call: PageCall): Promise<Answer> {
  const { deps, language, link, params } = call;
  const say = wordsOf(RUNS_TEXTS, language);
  const run = await findRunLine(deps.pool, null, params['runId'] ?? '');
  if (run === null) return notFound(language);
  const sheet = await findSheet(deps.pool, run.sheetId);
  const name = sheet?.sheetName ?? '–';
  const holds = (await runHolds(deps.pool, run.sheetId, run.runId)).map((hold) => ({
    ...hold,
    runId: run.runId,
    sheetName: null,
  }));
  const { errors, count } = await errorPage(deps.pool, errorsOf(run));
  const main = html`<h1>${say('one', { sheet: name })}</h1>
<p class="beside">${runState(run.status, language)} ${sheet === null ? '' : html`<a href="${link(sheetPath(sheet.id))}">${name}</a>`}</p>
${facts(runFacts(call, run))}
${holds.length === 0 ? '' : html`<section aria-labelledby="h-holds"><h2 id="h-holds">${say('holds')}</h2>${holdCards(call, holds)}</section>`}
<div class="columns">
<section aria-labelledby="h-receipt"><h2 id="h-receipt">${say('receipt')}</h2>
${run.receipt === null ? html`<p class="empty">${say('no_receipt')}</p>` : receiptTable(call, run.receipt)}</section>
${run.verification === null ? '' : html`<section aria-labelledby="h-verification"><h2 id="h-verification">${say('verification')}</h2>${verificationPart(call, run, run.verification)}</section>`}
</div>
<section aria-labelledby="h-errors"><h2 id="h-errors">${say('errors')}</h2>
${errors.length === 0 ? html`<p class="empty">${say('no_errors')}</p>` : errorLines(call, errors, { ofRun: true })}
${count > errors.length ? html`<p><a href="${link(`/errors?runId=${run.runId}`)}">${say('all_errors', { n: count })}</a></p>` : ''}</section>`;
  return { kind: 'page', title: say('one', { sheet: name }), main };
}

const errorsOf = ({ sheetId, runId }: RunLine) =>
  ({ sheetId, runId, from: null, to: null, type: null, buyerNumber: null, after: null, limit: MOST_ERRORS }) as const;

function runFacts(call: PageCall, run: RunLine) {
  const { language } = call;
  const say = wordsOf(RUNS_TEXTS, language);
  const kind = `${wordFor(MODE_TEXTS, language, run.mode)}, ${wordFor(TRIGGER_TEXTS, language, run.trigger)}`;
  const speed =
    run.receipt === null || run.durationMs === null ? null : (run.receipt.read * 1000) / Math.max(1, run.durationMs);
  return [
    [say('kind'), kind],
    [say('started'), moment(call, run.startedAt)],
    [say('finished'), run.finishedAt === null ? '–' : moment(call, run.finishedAt)],
    [say('duration'), duration(run.durationMs, language)],
    [say('rows_per_second'), number(speed, language)],
    [say('rounds'), number(run.round, language)],
  ] as const;
}
