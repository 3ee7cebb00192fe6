// What differs beside the cells in the way: values, missing and extra rows, keys twice, alike or absent, held columns.
import { cellAddress } from '../../shared/a1.ts';
import type { Mismatch } from '../../shared/protocol.ts';
import type { Actions } from './act.ts';
import type { CompareNotes, Cut, HeldColumn, RunResult } from './answers.ts';
import { fold, h, pages } from './dom.ts';
import type { Model } from './model.ts';
import { cellButton } from './view-findings.ts';
import type { Words } from './words.ts';

const SHOWN = 6;

export function viewLists(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { run, work } = model;
  if (run === null || work === 'run') return null;
  const { notes, result } = run;
  const lists = [
    ...(result === null ? [] : [mismatches(result, words, actions), missing(result, words)]),
    ...(notes === null ? [] : noteLists(notes, words, actions)),
    result !== null &&
      result.heldCells > 0 &&
      h('p', { class: 'lead' }, words.say('held.cells', { n: result.heldCells })),
  ].filter((list): list is HTMLElement => list !== null && list !== false);
  return lists.length === 0 ? null : h('section', { class: 'list' }, ...lists);
}

function noteLists(notes: CompareNotes, words: Words, actions: Actions): (HTMLElement | null)[] {
  const atKey = (row: number) => cellAddress(row, notes.keyIndex);
  const rows = (numbers: readonly number[], about: string) =>
    numbers.map((row) => cellButton(atKey(row), atKey(row), about, '', words, actions));
  const { duplicates, lookAlikes, blankKeys } = notes;
  return [
    list('duplicates', duplicates, words, words.say('duplicates.text'), ({ key, rowNumbers }) =>
      h('li', { class: 'group' }, h('b', {}, key), h('ul', { class: 'inline' }, ...rows(rowNumbers, ''))),
    ),
    list('lookalikes', lookAlikes, words, words.say('lookalikes.text'), ({ key, otherKey, rowNumbers }) =>
      h(
        'li',
        { class: 'group' },
        h('b', {}, words.say('lookalikes.pair', { key, other: otherKey })),
        h('ul', { class: 'inline' }, ...rows(rowNumbers, '')),
      ),
    ),
    list('blanks', blankKeys, words, words.say('blanks.text', { header: notes.keyHeader }), (row) =>
      cellButton(atKey(row), atKey(row), '', '', words, actions),
    ),
    list('held', notes.heldColumns, words, words.say('held.text'), (column) => heldColumn(column, words, actions)),
    list('extra', notes.extra, words, words.say('extra.text'), (key) => h('li', { class: 'key' }, key)),
  ];
}

type ListName = 'mismatches' | 'missing' | 'duplicates' | 'lookalikes' | 'blanks' | 'held' | 'extra';

function list<T>(
  name: ListName,
  { count, items }: Cut<T>,
  words: Words,
  lead: string,
  draw: (item: T) => Node,
): HTMLElement | null {
  if (count === 0) return null;
  return fold(
    name,
    name === 'mismatches' || name === 'missing',
    [
      h('span', { class: 'what' }, h('b', {}, words.say(`${name}.title`))),
      h('span', { class: 'count' }, words.number(count)),
    ],
    lead !== '' && h('p', { class: 'fix' }, lead),
    pages(items, SHOWN, (n) => words.say('action.more', { n }), draw),
    count > items.length && h('p', { class: 'fix' }, words.say('list.unlisted', { n: count - items.length })),
  );
}

const missing = ({ missing: cut }: RunResult, words: Words): HTMLElement | null =>
  list('missing', cut, words, '', (key) => h('li', { class: 'key' }, key));

const mismatches = ({ mismatches: cut }: RunResult, words: Words, actions: Actions): HTMLElement | null =>
  list('mismatches', cut, words, words.say('findings.lead'), (mismatch) => viewMismatch(mismatch, words, actions));

function viewMismatch(mismatch: Mismatch, words: Words, actions: Actions): HTMLElement {
  const { cell, header, buyerNumber, spreadsheetValue, databaseValue, cause } = mismatch;
  const side = (name: 'sheet' | 'database', value: string | null) => [
    h('dt', {}, words.say(`mismatches.${name}`)),
    h('dd', { class: value === null ? 'empty' : null }, value ?? words.say('mismatches.empty')),
  ];
  return h(
    'li',
    { class: 'mismatch' },
    h('ul', {}, cellButton(cell, cell, `${header} · ${buyerNumber}`, '', words, actions)),
    h('dl', {}, ...side('sheet', spreadsheetValue), ...side('database', databaseValue)),
    h('p', { class: 'cause' }, words.sayIf(`cause.${cause}`) ?? cause.replaceAll('_', ' ')),
  );
}

function heldColumn({ header, cell, reason, proposal }: HeldColumn, words: Words, actions: Actions): HTMLElement {
  const why = words.sayIf(`reason.${reason}`) ?? reason.replaceAll('_', ' ');
  const probably = proposal === null ? '' : words.say('held.proposal', { column: proposal });
  return h(
    'li',
    { class: 'group' },
    h('ul', {}, cellButton(cell, cell, header, '', words, actions)),
    h('p', { class: 'cause' }, [why, probably].filter((text) => text !== '').join(' · ')),
  );
}
