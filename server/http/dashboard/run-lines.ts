// Runs as a list with their receipts.

import { html } from 'hono/html';
import type { RunLine } from '../../integrity/reports.ts';
import type { Html, PageCall } from './call.ts';
import { list } from './parts.ts';
import { runState, verdictState } from './states.ts';
import { MODE_TEXTS, TRIGGER_TEXTS } from './texts-codes.ts';
import { RUNS_TEXTS } from './texts-runs.ts';
import { utc } from './times.ts';
import { duration, number, wordFor, wordsOf } from './words.ts';

const COUNTS = ['read', 'inserted', 'updated', 'unchanged', 'rejected', 'held'] as const;

/** `sheets`: names by id; without them the column is left out. */
export function runLines(call: PageCall, runs: readonly RunLine[], sheets: ReadonlyMap<string, string> | null): Html {
  const { language, link } = call;
  const say = wordsOf(RUNS_TEXTS, language);
  const columns = [
    { head: say('started') },
    ...(sheets === null ? [] : [{ head: say('sheet') }]),
    { head: say('kind') },
    { head: say('status') },
    ...COUNTS.map((key) => ({ head: say(key), isNumber: true })),
    { head: say('duration'), isNumber: true },
  ];
  const lines = runs.map((run) => ({
    id: run.runId,
    cells: [
      html`<a href="${link(`/runs/${run.runId}`)}"><time datetime="${run.startedAt}">${utc(run.startedAt)} UTC</time></a>`,
      ...(sheets === null ? [] : [sheets.get(run.sheetId) ?? '–']),
      html`${wordFor(MODE_TEXTS, language, run.mode)} <span class="soft">${wordFor(TRIGGER_TEXTS, language, run.trigger)}</span>`,
      run.verification === null ? runState(run.status, language) : verdictState(run.verification.verdict, language),
      ...COUNTS.map((key) => number(run.receipt?.[key] ?? null, language)),
      duration(run.durationMs, language),
    ],
  }));
  return list(say('title'), columns, lines);
}
