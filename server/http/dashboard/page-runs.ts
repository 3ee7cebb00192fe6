// Runs, newest first, with their receipts and how fast they were.
import { html } from 'hono/html';
import { listRuns } from '../../integrity/reports.ts';
import { listSheets } from '../../sheets/bound-sheets.ts';
import { after } from '../parameters.ts';
import type { Answer, Html, PageCall } from './call.ts';
import { PAGE_SIZE, pager } from './parts.ts';
import { runLines } from './run-lines.ts';
import { speedPlot } from './speed-plot.ts';
import { RUNS_TEXTS } from './texts-runs.ts';
import { wordsOf } from './words.ts';

export async function runsPage(call: PageCall): Promise<Answer> {
  const { deps, language, query } = call;
  const say = wordsOf(RUNS_TEXTS, language);
  const sheetId = query['sheetId'] ?? null;
  const sheets = new Map((await listSheets(deps.pool)).map(({ id, sheetName }) => [id, sheetName]));
  const found = await listRuns(deps.pool, sheetId, after(query['cursor']), PAGE_SIZE + 1);
  const runs = found.slice(0, PAGE_SIZE);
  const last = found.length > PAGE_SIZE ? runs.at(-1) : undefined;
  const cursor = last === undefined ? null : `${last.startedAt},${last.runId}`;
  const main = html`<h1>${say('title')}</h1>
${sheets.size > 1 ? sheetChoice(call, sheets, sheetId) : ''}
${query['cursor'] === undefined ? await speedPlot(call, sheetId) : ''}
${runs.length === 0 ? html`<p class="empty">${say('none')}</p>` : runLines(call, runs, sheets)}
${pager(call, cursor)}`;
  return { kind: 'page', title: say('title'), main };
}

function sheetChoice(call: PageCall, sheets: ReadonlyMap<string, string>, chosen: string | null): Html {
  const say = wordsOf(RUNS_TEXTS, call.language);
  const options = [...sheets].map(
    ([id, name]) => html`<option value="${id}"${id === chosen ? html` selected` : ''}>${name}</option>`,
  );
  return html`<form class="filters" action="${call.link('/runs')}">
<label>${say('sheet')} <select id="runs-sheet" name="sheetId"><option value="">${say('all_sheets')}</option>${options}</select></label>
<button>${say('show')}</button></form>`;
}
