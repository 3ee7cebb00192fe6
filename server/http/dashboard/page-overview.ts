// The first page: whether all is well, in a sentence; then what is not, each sheet on both sides, and what waits for a person.
import { html } from 'hono/html';
import { alertPage } from '../../alerts/list.ts';
import { errorStats } from '../../failures/error-stats.ts';
import { retryCounts } from '../../failures/retry-queue.ts';
import { type SheetHealth, sheetHealth } from '../../watch/health.ts';
import { statistics } from '../../watch/statistics.ts';
import { alertLines } from './alert-lines.ts';
import type { Answer, Html, PageCall } from './call.ts';
import { heldOfAll, holdCards } from './hold-cards.ts';
import { oftenPart } from './often-part.ts';
import { facts, state } from './parts.ts';
import { serviceList, servicesOf } from './services.ts';
import { sheetCard } from './sheet-card.ts';
import { OVERVIEW_TEXTS } from './texts-overview.ts';
import { momentFromNow } from './times.ts';
import { number, percent, type Say, wordsOf } from './words.ts';

const DAY_MS = 86_400_000;
const MOST_ALERTS = 5;

export async function overviewPage(call: PageCall): Promise<Answer> {
  const { deps, language, now, link } = call;
  const say = wordsOf(OVERVIEW_TEXTS, language);
  const sheets = await sheetHealth(deps.pool, language);
  const services = await servicesOf(call);
  const { alerts, open } = await alertPage(
    deps.pool,
    { sheetId: null, state: 'open', after: null, limit: MOST_ALERTS },
    language,
  );
  const held = await heldOfAll(deps.pool, 'waiting');
  const since = new Date(now.getTime() - DAY_MS).toISOString();
  const day = await statistics(deps.pool, since, null, null);
  const failed = await errorStats(deps.pool, since, null, null);
  const queue = await retryCounts(deps.pool);
  const main = html`<h1>${say('title')}</h1>
${inASentence(say, sheets, services.status, open, held.length)}
${sheets.length === 0 ? html`<p class="empty">${say('no_sheets')}</p>` : html`<div class="cards">${sheets.map((sheet) => sheetCard(call, sheet))}</div>`}
<section aria-labelledby="h-alerts"><h2 id="h-alerts">${say('alerts')}</h2>
${alerts.length === 0 ? html`<p class="empty">${say('no_alerts')}</p>` : alertLines(call, alerts)}
${open > alerts.length ? html`<p><a href="${link('/alerts')}">${say('all_alerts', { n: open })}</a></p>` : ''}
</section>
${held.length === 0 ? '' : html`<section aria-labelledby="h-held"><h2 id="h-held">${say('held')}</h2>${holdCards(call, held)}</section>`}
<div class="columns">
<section aria-labelledby="h-day"><h2 id="h-day">${say('day')}</h2>
${facts([
  [say('runs'), number(day.runs, language)],
  [say('success'), percent(day.successRate, language)],
  [say('errors'), percent(day.errorRate, language)],
  [say('speed'), day.rowsPerSecond === null ? '–' : say('per_second', { n: day.rowsPerSecond })],
  [say('last_sync'), momentFromNow(call, day.lastSyncTime)],
])}</section>
<section aria-labelledby="h-often"><h2 id="h-often">${say('often')}</h2>${oftenPart(call, failed, since.slice(0, 16))}</section>
<section aria-labelledby="h-queue"><h2 id="h-queue"><a href="${link('/retries')}">${say('queue')}</a></h2>
${facts([
  [say('pending'), number(sum(queue.map(({ pending }) => pending)), language)],
  [say('given_up'), number(sum(queue.map(({ permanentlyFailed }) => permanentlyFailed)), language)],
])}</section>
<section aria-labelledby="h-services"><h2 id="h-services">${say('services')}</h2>${serviceList(call, services)}</section>
</div>`;
  return { kind: 'page', title: say('title'), main };
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

function inASentence(
  say: Say<typeof OVERVIEW_TEXTS>,
  sheets: readonly SheetHealth[],
  services: string,
  open: number,
  held: number,
): Html {
  const unwell = sheets.filter(({ healthy }) => !healthy).length;
  const parts = [
    unwell > 0 ? say('unwell', { n: unwell, all: sheets.length }) : null,
    services === 'healthy' ? null : say('services_unwell'),
    open > 0 ? say('open_alerts', { n: open }) : null,
    held > 0 ? say('held_waiting', { n: held }) : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return html`<p class="verdict good">${state('good', say('well'))}</p>`;
  const tone = unwell > 0 || services !== 'healthy' ? 'bad' : 'warn';
  return html`<p class="verdict ${tone}">${state(tone, say('not_well'))}</p><ul class="issues">${parts.map((part) => html`<li>${part}</li>`)}</ul>`;
}
