// Alerts: open, recovered, or all; each with who was told.
import { html } from 'hono/html';
import Type from 'typebox';
import { type AlertFilter, alertPage } from '../../alerts/list.ts';
import { after } from '../parameters.ts';
import { alertLines } from './alert-lines.ts';
import type { Answer, PageCall } from './call.ts';
import { PAGE_SIZE, pager } from './parts.ts';
import { ALERTS_TEXTS } from './texts-alerts.ts';
import { wordsOf } from './words.ts';

export const alertState = Type.Enum(['open', 'recovered', 'all']);

const TABS = [
  ['open', 'open'],
  ['recovered', 'recovered_tab'],
  ['all', 'all'],
] as const;

export async function alertsPage(call: PageCall): Promise<Answer> {
  const { deps, language, query, link } = call;
  const say = wordsOf(ALERTS_TEXTS, language);
  const wanted = (query['state'] ?? 'open') as AlertFilter['state'];
  const filter = { sheetId: null, state: wanted, after: after(query['cursor']), limit: PAGE_SIZE };
  const { alerts, cursor } = await alertPage(deps.pool, filter, language);
  const tabs = TABS.map(
    ([state, key]) =>
      html`<li><a href="${link(state === 'open' ? '/alerts' : `/alerts?state=${state}`)}"${state === wanted ? html` aria-current="true"` : ''}>${say(key)}</a></li>`,
  );
  const main = html`<h1>${say('title')}</h1><p class="lead">${say('lead')}</p>
<nav class="tabs" aria-label="${say('which')}"><ul>${tabs}</ul></nav>
${alerts.length === 0 ? html`<p class="empty">${say('none')}</p>` : alertLines(call, alerts)}
${pager(call, cursor)}`;
  return { kind: 'page', title: say('title'), main };
}
