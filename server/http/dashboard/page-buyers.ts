// The search for a buyer by number, in all sheets: the one there is, or which there are.
import { html } from 'hono/html';
import { findBuyer } from '../../integrity/buyer-view.ts';
import { Problem } from '../../problem.ts';
import { type BoundSheet, listSheets } from '../../sheets/bound-sheets.ts';
import { buyerPath } from './buyer-path.ts';
import type { Answer, PageCall } from './call.ts';
import { BUYER_TEXTS } from './texts-buyer.ts';
import { wordsOf } from './words.ts';

export async function buyersPage(call: PageCall): Promise<Answer> {
  const { deps, language, link, query } = call;
  const say = wordsOf(BUYER_TEXTS, language);
  const key = (query['key'] ?? '').trim();
  const found: { readonly sheet: BoundSheet; readonly key: string }[] = [];
  for (const sheet of key === '' ? [] : await listSheets(deps.pool)) {
    const buyer = await buyerOf(call, sheet, key);
    if (buyer !== null) found.push({ sheet, key: buyer.key });
  }
  const [only, ...others] = found;
  if (only === undefined) return nobodyCalled(call, key);
  if (others.length === 0) return { kind: 'see', path: buyerPath(only.sheet.id, only.key) };
  const links = found.map(
    (one) => html`<li><a href="${link(buyerPath(one.sheet.id, one.key))}">${one.sheet.sheetName}</a></li>`,
  );
  const main = html`<h1>${say('title', { key })}</h1><p>${say('several')}</p><ul>${links}</ul>`;
  return { kind: 'page', title: say('title', { key }), main };
}

/** A sheet whose table cannot be read just now does not keep the others from being searched. */
async function buyerOf(call: PageCall, sheet: BoundSheet, key: string) {
  try {
    return await findBuyer(call.deps.pool, sheet, key);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

export function nobodyCalled({ language }: PageCall, key: string): Answer {
  const say = wordsOf(BUYER_TEXTS, language);
  const text = key === '' ? say('which') : say('unknown', { key });
  const main = html`<h1>${say('find')}</h1><p class="${key === '' ? '' : 'wrong'}">${text}</p>`;
  return { kind: 'page', title: say('find'), main, status: key === '' ? 200 : 404 };
}
