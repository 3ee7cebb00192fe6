// What each sync did with one buyer, with the values that it replaced.
import { html } from 'hono/html';
import type { BuyerEvent } from '../../integrity/buyer-history.ts';
import type { Html, PageCall } from './call.ts';
import { list, state, type Tone } from './parts.ts';
import { BUYER_TEXTS } from './texts-buyer.ts';
import { OUTCOME_TEXTS } from './texts-codes.ts';
import { utc } from './times.ts';
import { number, wordFor, wordsOf } from './words.ts';

export function historyLines(call: PageCall, events: readonly BuyerEvent[]): Html {
  const { language, link } = call;
  const say = wordsOf(BUYER_TEXTS, language);
  const columns = [
    { head: say('at') },
    { head: say('outcome') },
    { head: say('row'), isNumber: true },
    { head: say('before') },
  ];
  const lines = events.map(({ at, runId, outcome, rowNumber, before }, n) => ({
    id: `${runId}-${at}-${n}`,
    cells: [
      html`<a href="${link(`/runs/${runId}`)}"><time datetime="${at}">${utc(at)} UTC</time></a>`,
      state(TONES[outcome], wordFor(OUTCOME_TEXTS, language, outcome)),
      number(rowNumber, language),
      before === null ? html`<span class="none">–</span>` : fields(call, before),
    ],
  }));
  return list(say('history'), columns, lines);
}

const TONES: Readonly<Record<BuyerEvent['outcome'], Tone>> = { inserted: 'good', updated: 'good', failed: 'bad' };

function fields({ language }: PageCall, before: Readonly<Record<string, string | null>>): Html {
  const say = wordsOf(BUYER_TEXTS, language);
  const lines = Object.entries(before).map(
    ([column, text]) =>
      html`<li>${column}: ${text === null ? html`<i class="soft">${say('empty')}</i>` : html`<q>${text}</q>`}</li>`,
  );
  return html`<ul class="plain">${lines}</ul>`;
}
