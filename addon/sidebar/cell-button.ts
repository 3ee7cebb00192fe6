// A line of a list that selects its cell in the sheet.
import type { Actions } from './act.ts';
import { h } from './dom.ts';
import type { Words } from './words.ts';

interface CellShown {
  readonly id: string;
  readonly a1: string;
  readonly label: string;
  /** Whose row it is. */
  readonly about?: string;
  readonly measure?: string;
}

export function cellButton(
  { id, a1, label, about = '', measure = '' }: CellShown,
  words: Words,
  actions: Actions,
): HTMLElement {
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'cell',
        id,
        title: words.say('findings.go', { cell: a1 }),
        click: (event) => actions.select(a1, event.detail > 0),
      },
      h('span', { class: 'address' }, label),
      about !== '' && h('span', { class: 'about' }, about),
      measure !== '' && h('span', { class: 'measure' }, measure),
    ),
  );
}
