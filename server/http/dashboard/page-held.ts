// All that waits for a yes or a no, of all sheets; and what somebody said no to.
import { html } from 'hono/html';
import type { Answer, PageCall } from './call.ts';
import { heldOfAll, holdCards } from './hold-cards.ts';
import { HELD_TEXTS } from './texts-held.ts';
import { wordsOf } from './words.ts';

export async function heldPage(call: PageCall): Promise<Answer> {
  const { deps, language } = call;
  const say = wordsOf(HELD_TEXTS, language);
  const waiting = await heldOfAll(deps.pool, 'waiting');
  const kept = await heldOfAll(deps.pool, 'discarded');
  const main = html`<h1>${say('title')}</h1><p class="lead">${say('lead')}</p>
<section aria-labelledby="h-waiting"><h2 id="h-waiting">${say('waiting')}</h2>
${waiting.length === 0 ? html`<p class="empty">${say('none')}</p>` : holdCards(call, waiting)}</section>
${kept.length === 0 ? '' : html`<section aria-labelledby="h-kept"><h2 id="h-kept">${say('kept')}</h2>${holdCards(call, kept)}</section>`}`;
  return { kind: 'page', title: say('title'), main };
}
