// Makes keys of the rows that a person chose to push: one buyer, a group of a report, or what is selected in the sheet.
import { MOST_CHOSEN, type Only } from '../shared/run-steps.ts';
import { refusal } from './answering.ts';
import type { Send } from './api.ts';
import { boundSheet, narrowed } from './bound-sheet.ts';
import type { Execution } from './execution.ts';
import { groupPage } from './mismatch-pages.ts';
import { rowsAt } from './read-rows.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Failed } from './sidebar/answers.ts';
import type { GroupName, OnlyAsked } from './sidebar/repair-answers.ts';

/** They are kept with the run's state, as many as a property takes. */
const MOST_CHARACTERS = 16_000;
const PAGE = 1000;

type Chosen = { readonly ok: true; readonly only: Only } | Failed;

export function chosenKeys({ sheet, send, headerRow }: Execution, asked: OnlyAsked): Chosen {
  if (asked === 'missing') return { ok: true, only: asked };
  if (asked === 'selection') return selectedKeys(sheet, send, headerRow);
  if ('key' in asked) return { ok: true, only: [asked.key] };
  return groupKeys(send, asked.runId, asked.group);
}

function groupKeys(send: Send, runId: string, group: GroupName): Chosen {
  const keys = new Set<string>();
  let cursor: string | null = null;
  do {
    const page = groupPage(send, runId, group, cursor, PAGE);
    if (!page.ok) return page;
    for (const { buyerNumber } of page.mismatches) keys.add(buyerNumber);
    cursor = page.cursor;
  } while (cursor !== null && keys.size <= MOST_CHOSEN);
  return compact([...keys]);
}

function selectedKeys(sheet: SheetReader, send: Send, headerRow: number): Chosen {
  const last = sheet.lastRow();
  const rows = new Set<number>();
  for (const { first, count } of sheet.selected()) {
    const from = Math.max(first, headerRow + 1);
    for (let row = from; row < first + count && row <= last; row++) if (rows.size <= MOST_CHOSEN) rows.add(row);
  }
  if (rows.size === 0) return refusal('nothing_selected', 'No row below the headings is selected.');
  if (rows.size > MOST_CHOSEN) return tooMany;
  const bound = boundSheet(sheet, send, headerRow);
  if (!bound.ok) return bound;
  const found = [...rowsAt(sheet, narrowed(bound, []), [...rows]).values()];
  const keys = new Set(found.flatMap(({ key }) => key ?? []));
  return keys.size === 0 ? refusal('nothing_selected', 'The selected rows hold no key.') : compact([...keys]);
}

const compact = (keys: readonly string[]): Chosen =>
  keys.length > MOST_CHOSEN || asciiLength(keys) > 6 * MOST_CHARACTERS ? tooMany : { ok: true, only: keys };

/** As the properties hold them: six characters for one that is not ASCII. */
const asciiLength = (keys: readonly string[]): number =>
  keys.reduce((sum, key) => sum + key.length + 3 + 5 * (key.match(/[^ -~]/g)?.length ?? 0), 0);

const tooMany = refusal('too_many_chosen', 'More rows than a run can be told one by one.');
