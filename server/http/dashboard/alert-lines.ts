// Alerts one by one: what is wrong since when, who was told, and the button that says somebody has seen it.
import { html } from 'hono/html';
import type { AlertLine } from '../../alerts/list.ts';
import type { Html, PageCall } from './call.ts';
import { actionForm, state } from './parts.ts';
import { sheetPath } from './sheet-card.ts';
import { severityState } from './states.ts';
import { ALERTS_TEXTS } from './texts-alerts.ts';
import { ALERT_TEXTS, CHANNEL_TEXTS, DELIVERY_TEXTS } from './texts-codes.ts';
import { moment, momentFromNow } from './times.ts';
import { wordFor, wordsOf } from './words.ts';

export const alertLines = (call: PageCall, alerts: readonly AlertLine[]): Html =>
  html`<ul class="alerts">${alerts.map((alert) => alertLine(call, alert))}</ul>`;

function alertLine(call: PageCall, alert: AlertLine): Html {
  const { language, link } = call;
  const say = wordsOf(ALERTS_TEXTS, language);
  const {
    id,
    type,
    severity,
    message,
    sheetId,
    openedAt,
    recoveredAt,
    acknowledgedAt,
    acknowledgedBy,
    meaning,
    remedy,
  } = alert;
  return html`<li class="card" data-key="${id}" data-alert="${id}">
<p class="beside">${recoveredAt === null ? severityState(severity, language) : state('good', say('recovered'))} <b>${wordFor(ALERT_TEXTS, language, type)}</b></p>
<p class="message">${message} <span class="soft">${meaning}</span></p>
${recoveredAt !== null ? '' : html`<p class="message">${remedy}</p>`}
<p class="soft">${say('since')} ${momentFromNow(call, openedAt)}
${recoveredAt === null ? '' : html` · ${say('recovered')} ${moment(call, recoveredAt)}`}
${sheetId === null ? '' : html` · <a href="${link(sheetPath(sheetId))}">${say('sheet')}</a>`}</p>
${acknowledgedAt === null ? '' : html`<p class="soft">${say('seen_by', { name: acknowledgedBy })} ${moment(call, acknowledgedAt)}</p>`}
${deliveries(call, alert)}
${acknowledgedAt !== null || recoveredAt !== null ? '' : html`<div class="buttons">${actionForm(call, `/alerts/${id}/acknowledge`, say('acknowledge'), { about: message })}</div>`}
</li>`;
}

/** Failures are said at once; what went well is folded away. */
function deliveries(call: PageCall, { id, deliveries: all }: AlertLine): Html {
  const { language } = call;
  if (all.length === 0) return html``;
  const say = wordsOf(ALERTS_TEXTS, language);
  const failed = all.filter(({ status }) => status === 'failed').length;
  const lines = all.map(
    ({
      channel,
      target,
      status,
      attempts,
      lastError,
      sentAt,
    }) => html`<li>${wordFor(CHANNEL_TEXTS, language, channel)}${target === '' ? '' : ` ${target}`}:
${state(status === 'failed' ? 'bad' : status === 'sent' ? 'good' : 'calm', wordFor(DELIVERY_TEXTS, language, status))}
${sentAt === null ? '' : moment(call, sentAt)}${lastError === null ? '' : html` <span class="soft">${say('last_error', { code: lastError.replaceAll('_', ' '), n: attempts })}</span>`}</li>`,
  );
  return html`<details id="told-${id}"><summary>${failed > 0 ? state('bad', say('not_told', { n: failed })) : say('told', { n: all.length })}</summary><ul>${lines}</ul></details>`;
}
