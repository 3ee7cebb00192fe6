// Before cells of the sheet are overwritten: how many, three of them with what they hold and would get, and a yes.
import { h } from './dom.ts';
import type { TakeQuestion } from './repair-model.ts';
import type { Page } from './view-lists.ts';

/** Escape is a way out of it too. */
export function viewQuestion({ header, count, examples }: TakeQuestion, { words, actions, model }: Page): HTMLElement {
  const shown = (value: string | null) => value ?? words.say('mismatches.empty');
  const isOff = model.work !== null;
  const asked = h(
    'div',
    { class: 'question', role: 'group', 'aria-labelledby': 'take-title', 'aria-describedby': 'take-text' },
    h('p', { id: 'take-title' }, h('b', {}, words.say('take.title', { n: count, header }))),
    h('p', { class: 'for-example' }, words.say('take.for_example')),
    h(
      'ul',
      { class: 'from-to' },
      ...examples
        .slice(0, 3)
        .map(({ cell, spreadsheetValue, databaseValue }) =>
          h(
            'li',
            {},
            h('span', { class: 'address' }, cell),
            h('span', {}, words.say('take.from_to', { from: shown(spreadsheetValue), to: shown(databaseValue) })),
          ),
        ),
    ),
    h('p', { class: 'fix', id: 'take-text' }, words.say('take.text')),
    h(
      'div',
      { class: 'actions' },
      h(
        'button',
        { type: 'button', id: 'take-no', disabled: isOff, click: () => actions.repair.ask(null) },
        words.say('take.no'),
      ),
      h(
        'button',
        { type: 'button', id: 'take-yes', class: 'danger', disabled: isOff, click: actions.repair.take },
        words.say('take.yes', { n: count }),
      ),
    ),
  );
  asked.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') actions.repair.ask(null);
  });
  return asked;
}
