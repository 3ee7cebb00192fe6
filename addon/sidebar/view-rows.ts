// Which row holds the headings: the first rows to choose from, and what is to be known about the chosen one.
import type { Actions } from './act.ts';
import type { SetupView, TopRow } from './answers-contract.ts';
import { cellButton } from './cell-button.ts';
import { fold, h } from './dom.ts';
import type { Words } from './words.ts';

/** Below the headings so many rows are shown at once: enough to see that they are buyers. */
const BELOW = 1;
const BLANKS = 6;

export function viewRows(view: SetupView, isOff: boolean, words: Words, actions: Actions): HTMLElement {
  const { rows, headerRow } = view;
  const last = rows.findIndex(({ row }) => row === headerRow) + 1 + BELOW;
  const shown = Math.max(last, 3);
  const draw = (row: TopRow) => viewRow(row, row.row === headerRow, isOff, words, actions);
  return h(
    'div',
    {},
    h(
      'fieldset',
      { class: 'rows' },
      h('legend', {}, words.say('setup.which')),
      ...rows.slice(0, shown).map(draw),
      rows.length > shown && fold('setup-rows', false, [words.say('setup.other_rows')], ...rows.slice(shown).map(draw)),
    ),
    ...notes(view, words, actions),
  );
}

function viewRow(
  { row, kind, texts, filled }: TopRow,
  isChosen: boolean,
  isOff: boolean,
  words: Words,
  actions: Actions,
) {
  const input = h('input', {
    type: 'radio',
    name: 'heading-row',
    id: `row-${row}`,
    checked: isChosen,
    disabled: isOff,
  });
  input.addEventListener('change', () => actions.contract.row(row));
  const more = filled > texts.length ? ' …' : '';
  return h(
    'label',
    { class: `row ${kind}`, for: `row-${row}` },
    input,
    h(
      'span',
      {},
      h('b', {}, words.say('setup.row', { n: String(row) })),
      kind !== 'data' && h('span', { class: 'kind' }, words.say(`setup.kind.${kind}`)),
      h('span', { class: 'texts' }, texts.join(' · ') + more),
    ),
  );
}

function notes(
  { rows, headerRow, merged, blanks }: SetupView,
  words: Words,
  actions: Actions,
): (HTMLElement | false)[] {
  const titles = rows.filter(({ kind }) => kind === 'title').map(({ row }) => row);
  const group = rows.find(({ kind }) => kind === 'group');
  return [
    titles.length > 0 && h('p', { class: 'fix' }, words.say('setup.titles', { rows: titles })),
    group !== undefined &&
      h('p', { class: 'fix' }, words.say('setup.two_rows', { from: String(group.row), to: String(headerRow) })),
    merged.count > 0 && h('p', { class: 'fix' }, words.say('setup.merged', { cells: merged.items.slice(0, 4) })),
    blanks.count > 0 &&
      h(
        'div',
        { class: 'blanks' },
        h('p', { class: 'fix' }, words.say('setup.blanks', { n: blanks.count })),
        h(
          'ul',
          {},
          ...blanks.items.slice(0, BLANKS).map(({ cell, above }) => {
            const about = above === null ? '' : words.say('setup.above', { text: above });
            return cellButton({ id: `blank-${cell}`, a1: cell, label: cell, about }, words, actions);
          }),
        ),
      ),
  ];
}
