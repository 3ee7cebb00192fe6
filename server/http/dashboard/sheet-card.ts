// One sheet at a glance: both sides, what is missing, when it was last heard of, and what is wrong with it.
import { html } from 'hono/html';
import type { SheetHealth } from '../../watch/health.ts';
import type { Html, OpenCall } from './call.ts';
import { facts, state } from './parts.ts';
import { SHEET_TEXTS } from './texts-overview.ts';
import { momentFromNow } from './times.ts';
import { number, percent, wordsOf } from './words.ts';

export const sheetPath = (sheetId: string): string => `/sheets/${sheetId}`;

export const sheetCard = (call: OpenCall, sheet: SheetHealth): Html =>
  html`<section class="card" data-key="${sheet.sheetId}" aria-labelledby="s-${sheet.sheetId}">
<h2 id="s-${sheet.sheetId}"><a href="${call.link(sheetPath(sheet.sheetId))}">${sheet.sheetName}</a></h2>
${sheetFacts(call, sheet)}
</section>`;

/** The same on the card and on the sheet's own page. */
export function sheetFacts(call: OpenCall, sheet: SheetHealth): Html {
  const { language } = call;
  const say = wordsOf(SHEET_TEXTS, language);
  return html`<p class="beside">${sheetState(call, sheet)} <span class="soft">${say('table', { table: sheet.table })}</span></p>
<dl class="sides">
<div><dt>${say('in_sheet')}</dt><dd>${number(sheet.spreadsheetCount, language)}</dd></div>
<div><dt>${say('in_database')}</dt><dd>${number(sheet.databaseCount, language)}</dd></div>
<div class="${sheet.missingCount > 0 ? 'some' : ''}"><dt>${say('missing')}</dt><dd>${number(sheet.missingCount, language)}</dd></div>
</dl>
${sheet.issues.length === 0 ? '' : html`<ul class="issues">${sheet.issues.map(({ text }) => html`<li>${text}</li>`)}</ul>`}
${facts([
  [say('error_rate'), percent(sheet.errorRate, language)],
  [say('last_sync'), momentFromNow(call, sheet.lastSyncAt)],
  [say('last_heard'), momentFromNow(call, sheet.lastHeardAt)],
  [say('checked'), momentFromNow(call, sheet.checkedAt)],
])}`;
}

function sheetState({ language }: OpenCall, { healthy, checkedAt }: SheetHealth): Html {
  const say = wordsOf(SHEET_TEXTS, language);
  if (checkedAt === null) return state('calm', say('never_checked'));
  return healthy ? state('good', say('healthy')) : state('bad', say('unhealthy'));
}
