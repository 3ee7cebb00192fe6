// A list that shows its first items and brings the rest in pages of 200: those the page knows, then those the server has.
import type { Actions, Listed } from './act.ts';
import { h } from './dom.ts';
import type { Model } from './model.ts';
import type { Words } from './words.ts';

export const PAGE = 200;

export interface Items<T> {
  readonly id: string;
  readonly items: readonly T[];
  /** Of all there are. */
  readonly count: number;
  readonly first: number;
  /** Where more than the known are to be had. */
  readonly from: Listed['from'];
  readonly draw: (item: T, index: number) => Node;
}

export function viewItems<T>(list: Items<T>, model: Model, words: Words, actions: Actions): HTMLElement {
  const { id, items, count, draw } = list;
  const shown = Math.min(model.shown[id] ?? list.first, items.length);
  return h(
    'div',
    {},
    h('ul', { class: 'items' }, ...items.slice(0, shown).map((item, index) => draw(item, index))),
    shown < count && viewRest(list, shown, model, words, actions),
    model.listing?.id === id && model.listing.problem !== null && h('p', { class: 'failed' }, failure(model, words)),
  );
}

function viewRest<T>(
  { id, items, count, from }: Items<T>,
  shown: number,
  model: Model,
  words: Words,
  actions: Actions,
) {
  const known = items.length - shown;
  if (known === 0 && from === null) return h('p', { class: 'fix' }, words.say('list.unlisted', { n: count - shown }));
  const n = Math.min(PAGE, known > 0 ? known : count - shown);
  const isAsked = model.work === 'listing' && model.listing?.id === id;
  // What the page knows is shown at any time; the server is asked when nothing else is under way.
  const isOff = isAsked || (known === 0 && model.work !== null);
  return h(
    'button',
    {
      type: 'button',
      class: 'link more',
      id: `${id}-more`,
      'aria-disabled': isOff ? 'true' : null,
      'aria-busy': isAsked ? 'true' : null,
      click: () => !isOff && actions.more({ id, shown, known: items.length, from: known > 0 ? null : from }),
    },
    isAsked ? words.say('list.asking') : words.say('action.more', { n }),
  );
}

function failure({ listing }: Model, words: Words): string {
  const cause = words.sayIf(`problem.${listing?.problem}`);
  return words.sentences([words.say('list.failed'), cause ?? '']);
}

/** The id under which the nth item of a list can be found, and a keyboard put. */
export const itemId = (list: string, index: number): string => `${list}-${index}`;
