// What the guard holds, with what it would do, and the answers a person can give.
import { html } from 'hono/html';
import type { Hold } from '../../../shared/protocol.ts';
import type { Db } from '../../db/query.ts';
import { listSheets } from '../../sheets/bound-sheets.ts';
import { openHolds } from '../../sheets/holds.ts';
import type { Html, PageCall } from './call.ts';
import { actionForm, state, type Tone } from './parts.ts';
import { HOLD_STATE_TEXTS, REASON_TEXTS } from './texts-codes.ts';
import { HELD_TEXTS } from './texts-held.ts';
import { momentFromNow } from './times.ts';
import { wordFor, wordsOf } from './words.ts';

export interface HeldLine extends Hold {
  readonly runId: string;
  /** Null where the page is the run's own. */
  readonly sheetName: string | null;
}

/** Of the newest sync of each sheet: what waits, or what a person keeps out. */
export async function heldOfAll(db: Db, wanted: 'waiting' | 'discarded'): Promise<HeldLine[]> {
  const held: HeldLine[] = [];
  for (const { id, sheetName } of await listSheets(db)) {
    const holds = (await openHolds(db, id)).filter((hold) => hold.state === wanted);
    held.push(...holds.map((hold) => ({ ...hold, sheetName })));
  }
  return held;
}

export const holdCards = (call: PageCall, holds: readonly HeldLine[]): Html =>
  html`<div class="cards">${holds.map((hold) => holdCard(call, hold))}</div>`;

function holdCard(call: PageCall, hold: HeldLine): Html {
  const { language, link } = call;
  const say = wordsOf(HELD_TEXTS, language);
  const what = hold.scope === 'run' ? say('whole_run') : hold.header;
  const { rows, of, since, runId, sheetName } = hold;
  return html`<section class="card hold" data-key="${hold.id}" aria-labelledby="hold-${hold.id}">
<h3 id="hold-${hold.id}">${what}${hold.scope === 'run' || hold.column === hold.header ? '' : html` <span class="soft">${hold.column}</span>`}</h3>
<p class="beside">${state(TONES[hold.state], wordFor(HOLD_STATE_TEXTS, language, hold.state))}
${sheetName === null ? '' : html`<a href="${link(`/runs/${runId}`)}">${sheetName}</a>`}</p>
<p>${wordFor(REASON_TEXTS, language, hold.reason, { rows, of })}</p>
<p class="soft">${say('since')} ${momentFromNow(call, since)}</p>
<div class="buttons">${answers(call, hold, what)}</div>
</section>`;
}

const TONES: Readonly<Record<Hold['state'], Tone>> = { waiting: 'warn', released: 'good', discarded: 'calm' };

/** A yes for this time, a yes for good where it is a column, or a no. Of those the one that stands is not offered. */
function answers(call: PageCall, { column, scope, state: now, runId }: HeldLine, about: string): Html {
  const say = wordsOf(HELD_TEXTS, call.language);
  const form = (verb: string, label: string, always: string, kind: string) =>
    actionForm(call, `/runs/${runId}/${verb}`, label, { hidden: { column, always }, about, kind });
  return html`${now === 'released' ? '' : form('release', say('release'), '', '')}
${now === 'released' || scope === 'run' ? '' : form('release', say('always'), 'yes', '')}
${now === 'discarded' ? '' : form('discard', say('discard'), '', 'plain')}`;
}
