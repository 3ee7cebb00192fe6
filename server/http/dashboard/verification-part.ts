// What a run found when it held both sides against each other.
import { html } from 'hono/html';
import type { Mismatch, MismatchGroup, Verification } from '../../../shared/protocol.ts';
import type { RunLine } from '../../integrity/reports.ts';
import { buyerPath } from './buyer-path.ts';
import type { Html, PageCall } from './call.ts';
import { facts, list } from './parts.ts';
import { verdictState } from './states.ts';
import { CAUSE_TEXTS, MISSING_TEXTS } from './texts-codes.ts';
import { RUNS_TEXTS } from './texts-runs.ts';
import { number, wordFor, wordsOf } from './words.ts';

const MOST_KEYS = 200;

export function verificationPart(call: PageCall, run: RunLine, verification: Verification): Html {
  const { language, link } = call;
  const say = wordsOf(RUNS_TEXTS, language);
  const { completeness, accuracy, notCompared, verdict } = verification;
  const causes = Object.entries(completeness.causes ?? {}).map(([cause, n]) =>
    wordFor(MISSING_TEXTS, language, cause, { n }),
  );
  const { groups = [] } = accuracy;
  return html`<p>${verdictState(verdict, language)}</p>
${facts([
  [say('compared'), number(accuracy.sampleSize, language)],
  [
    say('missing'),
    html`${number(completeness.missingCount, language)}${causes.length === 0 ? '' : html` <span class="soft">${causes.join(', ')}</span>`}`,
  ],
  [say('differing'), number(accuracy.mismatchCount, language)],
  [
    say('not_compared'),
    say('not_compared_text', { cells: notCompared.cells.length, columns: notCompared.columns.length }),
  ],
])}
${missing(call, run, completeness.missingBuyerNumbers)}
${
  groups.length === 0
    ? ''
    : html`<h3>${say('differences')}</h3>${list(
        say('differences'),
        groupColumns(call),
        groups.map((group) => groupLine(call, run, group)),
      )}`
}
${completeness.missingCount + accuracy.mismatchCount === 0 ? '' : html`<p><a href="${link(`/runs/${run.runId}/mismatches.csv`)}" download>${say('csv')}</a></p>`}`;
}

function missing(call: PageCall, { sheetId, runId }: RunLine, keys: readonly string[]): Html {
  if (keys.length === 0) return html``;
  const say = wordsOf(RUNS_TEXTS, call.language);
  const links = keys
    .slice(0, MOST_KEYS)
    .map((key) => html`<li><a href="${call.link(buyerPath(sheetId, key))}">${key}</a></li>`);
  return html`<details id="missing-${runId}"><summary>${say('missing_which')}</summary><ul class="keys">${links}</ul>
${keys.length > MOST_KEYS ? html`<p class="soft">${say('missing_cut', { n: MOST_KEYS })}</p>` : ''}</details>`;
}

function groupColumns({ language }: PageCall) {
  const say = wordsOf(RUNS_TEXTS, language);
  return [
    { head: say('column') },
    { head: say('cause') },
    { head: say('count'), isNumber: true },
    { head: say('examples') },
  ];
}

function groupLine(call: PageCall, { sheetId }: RunLine, group: MismatchGroup) {
  const { field, header, cause, form, count, examples } = group;
  return {
    id: `${field}-${cause}-${form ?? ''}`,
    cells: [
      html`${header} <span class="soft">${field === header ? '' : field}</span>`,
      wordFor(CAUSE_TEXTS, call.language, cause),
      number(count, call.language),
      html`<ul class="plain">${examples.map((example) => exampleLine(call, sheetId, example))}</ul>`,
    ],
  };
}

function exampleLine(
  call: PageCall,
  sheetId: string,
  { buyerNumber, cell, spreadsheetValue, databaseValue }: Mismatch,
): Html {
  const say = wordsOf(RUNS_TEXTS, call.language);
  const shown = (value: string | null) => (value === null ? html`<i>${say('empty')}</i>` : html`<q>${value}</q>`);
  return html`<li><a href="${call.link(buyerPath(sheetId, buyerNumber))}">${buyerNumber}</a> <span class="address">${cell}</span>:
${say('in_sheet')} ${shown(spreadsheetValue)}, ${say('in_database')} ${shown(databaseValue)}</li>`;
}
