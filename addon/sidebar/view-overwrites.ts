// A sync that asks before it sends: what it would overwrite, or that things are not as the Check saw them.
import type { Actions } from './act.ts';
import { banner } from './banner.ts';
import { cellButton } from './cell-button.ts';
import type { Overwrite } from './check-answers.ts';
import { fold, h } from './dom.ts';
import { itemId, viewItems } from './listing.ts';
import type { Model } from './model.ts';
import type { RunView } from './run-view.ts';
import type { Words } from './words.ts';

const FIRST = 4;

export function viewQuestion(model: Model, run: RunView, words: Words, actions: Actions): HTMLElement {
  return run.asks === 'moved' ? viewMoved(model, run, words, actions) : viewOverwrites(model, run, words, actions);
}

function viewOverwrites(model: Model, run: RunView, words: Words, actions: Actions): HTMLElement {
  const { count, items } = run.notes?.overwrites ?? { count: 0, items: [] };
  const n = count;
  return banner(
    {
      tone: 'warn',
      sign: 'warn',
      title: words.say('overwrites.title'),
      text: words.say('overwrites.text', { n }),
    },
    h(
      'div',
      { class: 'actions stacked' },
      button('answer-go', words.say('overwrites.go', { n }), () => actions.check.answer('go'), model, true),
      button('answer-leave', words.say('overwrites.leave', { n }), () => actions.check.answer('leave'), model),
      button('answer-stop', words.say('action.stop'), actions.stop, model),
    ),
    fold(
      'overwrites',
      true,
      [
        h('span', { class: 'what' }, h('b', {}, words.say('overwrites.which'))),
        h('span', { class: 'count' }, words.number(count)),
      ],
      viewItems(
        {
          id: 'overwrites',
          items,
          count,
          first: FIRST,
          from: null,
          draw: (item, index) => viewOverwrite(itemId('overwrites', index), item, words, actions),
        },
        model,
        words,
        actions,
      ),
    ),
  );
}

function viewOverwrite(id: string, { key, cell, fields }: Overwrite, words: Words, actions: Actions): HTMLElement {
  const row =
    cell === null
      ? h('p', { class: 'key', id, tabindex: -1 }, key)
      : h('ul', {}, cellButton({ id, a1: cell, label: cell, about: key }, words, actions));
  const side = (name: 'sheet' | 'database', value: string | null) => [
    h('dt', {}, words.say(`mismatches.${name}`)),
    h('dd', { class: value === null ? 'empty' : null }, value ?? words.say('mismatches.empty')),
  ];
  return h(
    'li',
    { class: 'mismatch' },
    row,
    ...fields.flatMap(({ header, sheet, database }) => [
      h('p', { class: 'cause' }, header),
      h('dl', {}, ...side('sheet', sheet), ...side('database', database)),
    ]),
  );
}

function viewMoved(model: Model, run: RunView, words: Words, actions: Actions): HTMLElement {
  const { insert, update } = run.notes?.plan ?? { insert: 0, update: 0 };
  return banner(
    {
      tone: 'warn',
      sign: 'warn',
      title: words.say('moved.title'),
      text: words.say('moved.text', { insert, update }),
    },
    h(
      'div',
      { class: 'actions stacked' },
      button('answer-go', words.say('moved.go'), () => actions.check.answer('go'), model, true),
      button('answer-check', words.say('moved.again'), actions.check.start, model),
      button('answer-stop', words.say('action.stop'), actions.stop, model),
    ),
  );
}

const button = (id: string, text: string, click: () => void, { work }: Model, isLead = false): HTMLElement =>
  h('button', { type: 'button', id, class: isLead ? 'action' : null, disabled: work !== null, click }, text);
