// An error of a cell or a row in the reader's language: what is wrong and by how much. Never what the cell holds.
import { html } from 'hono/html';
import type { Language } from '../../problem.ts';
import type { Html } from './call.ts';
import { FAULT_TEXTS } from './texts-faults.ts';
import { number, wordFor } from './words.ts';

export interface ToldError {
  readonly code: string;
  /** In English, as it was logged. */
  readonly message: string;
  readonly limit?: number | null;
  readonly actual?: number | null;
}

export const errorWords = (error: ToldError, language: Language): Html =>
  html`<b>${wordFor(FAULT_TEXTS, language, error.code)}</b>${detail(error, language)}`;

/** The logged sentence names the limit itself. */
function detail({ message, limit = null, actual = null }: ToldError, language: Language): Html {
  if (language === 'en') return html` <span class="soft">${message}</span>`;
  if (limit === null || actual === null) return html``;
  return html` <span class="soft">（${number(actual, language)}／上限 ${number(limit, language)}）</span>`;
}

/** `C12 電話番号 (phone)`: as much of it as is known; of a whole row nothing. */
export function cellWords({
  cell,
  header,
  column,
}: {
  cell: string | null;
  header: string | null;
  column: string | null;
}): Html {
  const name = header ?? column;
  return html`${cell === null ? '' : html`<span class="address">${cell}</span> `}${name ?? ''}${
    column === null || column === name ? '' : html` <span class="soft">${column}</span>`
  }`;
}
