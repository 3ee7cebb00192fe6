// One sheet: both sides, what is held, how it went over the last days, and the way to its runs and buyers.
import { html } from 'hono/html';
import { findSheet } from '../../sheets/bound-sheets.ts';
import { openHolds } from '../../sheets/holds.ts';
import { sheetHealth } from '../../watch/health.ts';
import { healthSeries } from '../../watch/health-series.ts';
import type { Answer, Html, PageCall } from './call.ts';
import { holdCards } from './hold-cards.ts';
import { notFound } from './page-problem.ts';
import { linePlot } from './plot-line.ts';
import { recipientsPart } from './recipients-part.ts';
import { sheetFacts, sheetPath } from './sheet-card.ts';
import { speedPlot } from './speed-plot.ts';
import { SHEET_TEXTS } from './texts-overview.ts';
import { wordsOf } from './words.ts';

const WEEK_MS = 7 * 86_400_000;

export async function sheetPage(call: PageCall): Promise<Answer> {
  const { deps, language, link, params } = call;
  const say = wordsOf(SHEET_TEXTS, language);
  const bound = await findSheet(deps.pool, params['sheetId'] ?? '');
  if (bound === null) return notFound(language);
  const health = (await sheetHealth(deps.pool, language)).find(({ sheetId }) => sheetId === bound.id);
  const holds = (await openHolds(deps.pool, bound.id)).map((hold) => ({ ...hold, sheetName: bound.sheetName }));
  const main = html`<h1>${bound.sheetName}</h1>
${health === undefined ? '' : html`<section class="card wide">${sheetFacts(call, health)}</section>`}
<form class="filters" action="${link(`${sheetPath(bound.id)}/buyers`)}">
<label>${say('buyer')} <input id="sheet-buyer" name="key" required maxlength="5000"></label> <button>${say('show')}</button></form>
${holds.length === 0 ? '' : html`<section aria-labelledby="h-held"><h2 id="h-held">${say('held')}</h2>${holdCards(call, holds)}</section>`}
<section aria-labelledby="h-recipients"><h2 id="h-recipients">${say('recipients')}</h2>${await recipientsPart(call, bound.id)}</section>
${await speedPlot(call, bound.id)}
<p><a href="${link(`/runs?sheetId=${bound.id}`)}">${say('all_runs')}</a></p>
<section aria-labelledby="h-metrics"><h2 id="h-metrics">${say('over_time')}</h2>${await metrics(call, bound.id)}</section>`;
  return { kind: 'page', title: bound.sheetName, main };
}

const PLOTS = [
  ['missing', 'missing_plot', 'buyers', ''],
  ['errorRate', 'rate_plot', 'percent', '%'],
  ['queued', 'queue_plot', 'rows', ''],
  ['databaseCount', 'count_plot', 'buyers', ''],
] as const;

async function metrics(call: PageCall, sheetId: string): Promise<Html> {
  const say = wordsOf(SHEET_TEXTS, call.language);
  const points = await healthSeries(call.deps.pool, sheetId, new Date(call.now.getTime() - WEEK_MS));
  if (points.length === 0) return html`<p class="empty">${say('no_metrics')}</p>`;
  const plots = PLOTS.map(([field, title, valueName, unit]) => {
    const values = points.map((point) => point[field]);
    const known = values.filter((value) => value !== null);
    const latest = known.at(-1) ?? null;
    const most = known.length === 0 ? null : Math.max(...known);
    return linePlot(call, {
      id: field,
      title: say(title),
      description: say('plot_text', { latest, most, n: known.length }),
      valueName: say(valueName),
      unit,
      points: points.map(({ at }, n) => ({ at, value: values[n] ?? null })),
    });
  });
  return html`<div class="plots">${plots}</div>`;
}
