// What differs beside the cells in the way and the values: rows that are extra, keys twice, alike or absent, held columns.
import { cellAddress } from '../../shared/a1.ts';
import type { Actions, Listed } from './act.ts';
import type { CompareNotes, Cut, HeldColumn } from './answers.ts';
import { cellButton } from './cell-button.ts';
import { checkOf } from './check-state.ts';
import { fold, h } from './dom.ts';
import { itemId, viewItems } from './listing.ts';
import type { Model } from './model.ts';
import { firstRow, lookAlikeAnswer, notBuyersAnswer, rowsText, unnamed } from './view-keys.ts';
import type { Words } from './words.ts';

const FIRST = 6;

/** What every list is drawn with. */
export interface Page {
  readonly model: Model;
  readonly words: Words;
  readonly actions: Actions;
}

export function viewLists(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { run, work } = model;
  if (run === null || work === 'run' || work === 'stopping') return null;
  const page = { model, words, actions };
  const { notes, result } = run;
  const lists = [
    ...(notes === null ? [] : noteLists(notes, page)),
    result !== null &&
      result.heldCells > 0 &&
      checkOf(run) === null &&
      h('p', { class: 'lead' }, words.say('held.cells', { n: result.heldCells })),
  ].filter((list): list is HTMLElement => list !== null && list !== false);
  if (lists.length === 0) return null;
  return h('section', { class: 'list', 'aria-label': words.say('lists.title') }, ...lists);
}

function noteLists(notes: CompareNotes, page: Page): (HTMLElement | null)[] {
  const { words } = page;
  const { duplicates, lookAlikes, blankKeys, heldColumns, extra } = notes;
  const atKey = (row: number) => cellAddress(row, notes.keyIndex);
  const cell = (id: string, a1: string, label = a1) => cellButton({ id, a1, label }, words, page.actions);
  const rows = (id: string, title: string, numbers: readonly number[], asks: Node | null = null) =>
    h(
      'li',
      { class: 'group' },
      h('b', {}, title),
      h('ul', { class: 'inline' }, ...numbers.map((row) => cell(`${id}-${row}`, atKey(row)))),
      asks,
    );
  return [
    list('duplicates', duplicates, words.say('duplicates.text'), page, ({ key, rowNumbers }, id) =>
      rows(id, key, rowNumbers),
    ),
    list('lookalikes', lookAlikes, words.say('lookalikes.text'), page, ({ key, otherKey, rowNumbers, isSame }, id) =>
      rows(
        id,
        words.say('lookalikes.pair', { key, other: otherKey }),
        rowNumbers,
        lookAlikeAnswer(`${id} ${key}`, { key, otherKey, isSame }, rowNumbers.map(atKey), page),
      ),
    ),
    list(
      'blanks',
      blankKeys,
      words.say('blanks.text', { header: notes.keyHeader }),
      page,
      (range, id) =>
        h(
          'li',
          { class: 'group' },
          h('ul', {}, cell(id, atKey(firstRow(range)), rowsText(range, words))),
          notBuyersAnswer(`${id} ${range}`, range, page),
        ),
      blankKeys.items.length + unnamed(blankKeys),
    ),
    list('held', heldElsewhere(heldColumns, page.model), words.say('held.text'), page, (column, id) =>
      heldColumn(id, column, page),
    ),
    list('extra', extra, words.say('extra.text'), page, plainKey),
  ];
}

/** Those about headings have a card of their own, where they are answered. */
function heldElsewhere(held: Cut<HeldColumn>, { status }: Model): Cut<HeldColumn> {
  if (status?.headings == null) return held;
  const items = held.items.filter(({ reason }) => !reason.startsWith('header_'));
  return { items, count: items.length === 0 ? 0 : held.count - (held.items.length - items.length) };
}

type ListName = 'missing' | 'duplicates' | 'lookalikes' | 'blanks' | 'held' | 'extra';

/** What keeps rows out is shown at once; the rest is there to be opened. */
const IN_THE_WAY: ReadonlySet<ListName> = new Set<ListName>(['duplicates', 'lookalikes', 'blanks']);

export function list<T>(
  id: ListName,
  { count, items }: Cut<T>,
  lead: string,
  { model, words, actions }: Page,
  draw: (item: T, id: string) => Node,
  lines = count,
  ...more: readonly (Node | null)[]
): HTMLElement | null {
  if (count === 0) return null;
  const isVerified = id === 'missing';
  const from: Listed['from'] = isVerified && model.run?.nextList !== null ? 'lists' : null;
  return fold(
    id,
    isVerified || IN_THE_WAY.has(id),
    [
      h('span', { class: 'what' }, h('b', {}, words.say(`${id}.title`))),
      h('span', { class: 'count' }, words.number(count)),
    ],
    lead !== '' && h('p', { class: 'fix' }, lead),
    viewItems(
      { id, items, count: lines, first: FIRST, from, draw: (item, index) => draw(item, itemId(id, index)) },
      model,
      words,
      actions,
    ),
    ...more,
  );
}

/** Not to be pressed, but a keyboard comes here when more of its list was asked for. */
export const plainKey = (key: string, id: string): HTMLElement => h('li', { class: 'key', id, tabindex: -1 }, key);

function heldColumn(id: string, { header, cell, reason, proposal }: HeldColumn, { words, actions }: Page): HTMLElement {
  const why = words.sayIf(`reason.${reason}`) ?? reason.replaceAll('_', ' ');
  const probably = proposal === null ? '' : words.say('held.proposal', { column: proposal });
  return h(
    'li',
    { class: 'group' },
    h('ul', {}, cellButton({ id, a1: cell, label: cell, about: header }, words, actions)),
    h('p', { class: 'cause' }, [why, probably].filter((text) => text !== '').join(' · ')),
  );
}
