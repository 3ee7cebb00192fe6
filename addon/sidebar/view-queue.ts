// Rows that the database refused: when they are tried again, which were given up, and trying them now.
import type { Actions } from './act.ts';
import { notice } from './banner.ts';
import { cellButton } from './cell-button.ts';
import { h } from './dom.ts';
import { itemId, viewItems } from './listing.ts';
import type { Model } from './model.ts';
import { codeWords } from './problem-words.ts';
import { type RetryQueue, TRIES, type Waiting } from './queue-answers.ts';
import type { TriedSoFar } from './queue-model.ts';
import type { Words } from './words.ts';

const FIRST = 4;
const EMPTY: RetryQueue = { waiting: { count: 0, items: [] }, givenUp: { count: 0, items: [] } };

export function viewQueue(model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  const { status, work, tried } = model;
  if (status?.connection !== 'connected' || work === 'run' || work === 'stopping') return null;
  const { waiting, givenUp } = status.queue ?? EMPTY;
  const count = waiting.count + givenUp.count;
  if (count === 0 && tried === null) return null;
  if (work === 'retrying') return viewTrying(tried, words);
  const [tone, sign, title] =
    waiting.count > 0
      ? (['calm', 'clock', words.say('queue.title', { n: waiting.count })] as const)
      : givenUp.count > 0
        ? (['warn', 'warn', words.say('queue.title_given_up', { n: givenUp.count })] as const)
        : (['good', 'check', words.say('queue.title_empty')] as const);
  const items = [...waiting.items, ...givenUp.items];
  const draw = (one: Waiting, index: number) =>
    viewWaiting(itemId('queue', index), one, count > 1, model, words, actions, nowMs);
  const card = notice(
    'queue-card',
    { tone, sign, title, text: textOf(tried, waiting.count, givenUp.count, words) },
    count > 0 ? viewItems({ id: 'queue', items, count, first: FIRST, from: null, draw }, model, words, actions) : null,
    count > 0 ? h('div', { class: 'actions' }, tryAll(count, items, work !== null, words, actions)) : null,
  );
  card.setAttribute('tabindex', '-1');
  return card;
}

function viewTrying(tried: TriedSoFar | null, words: Words): HTMLElement {
  const { went, refused, waits, total } = tried ?? { went: 0, refused: 0, waits: 0, total: 0 };
  const text = words.say('queue.trying', { n: went + refused + waits, total });
  return h('section', { class: 'card progress', id: 'queue-card', tabindex: -1 }, h('h2', { class: 'doing' }, text));
}

const textOf = (tried: TriedSoFar | null, waiting: number, givenUp: number, words: Words): string[] => [
  ...triedText(tried, words),
  waiting > 0 && givenUp > 0 ? words.say('queue.also_given_up', { n: givenUp }) : '',
  waiting + givenUp > 0 ? words.say('queue.text') : '',
];

function triedText(tried: TriedSoFar | null, words: Words): string[] {
  if (tried === null) return [];
  const { went, refused, waits, total, problem } = tried;
  return [
    problem === null ? '' : codeWords(problem, words),
    went === 0 && refused + waits > 0 ? '' : words.say('queue.went', { n: went, total }),
    refused === 0 ? '' : words.say('queue.refused', { n: refused }),
    waits === 0 ? '' : words.say('queue.sync_first', { n: waits }),
  ];
}

function tryAll(count: number, items: readonly Waiting[], isOff: boolean, words: Words, actions: Actions): HTMLElement {
  const only = count === 1 ? items[0] : undefined;
  const click = () => (only === undefined ? actions.queue.tryAll() : actions.queue.tryOne(only.id));
  const text = only === undefined ? words.say('queue.all', { n: count }) : words.say('queue.now');
  return h('button', { type: 'button', id: 'queue-all', disabled: isOff, click }, text);
}

function viewWaiting(
  id: string,
  { id: entry, key, cell, rowNumber, header, code, attempts, nextAt }: Waiting,
  isOneOfMany: boolean,
  { work }: Model,
  words: Words,
  actions: Actions,
  nowMs: number,
): HTMLElement {
  const label = cell ?? words.say('list.row', { row: rowNumber });
  const fault = words.sayIf(`fault.${code}`) ?? words.say('fault.other');
  const text = words.say('queue.now');
  const again = {
    ...{ type: 'button', class: 'link', id: `${id}-now`, disabled: work !== null, 'aria-label': `${text} (${key})` },
    click: () => actions.queue.tryOne(entry),
  };
  return h(
    'li',
    { class: 'waiting' },
    h('ul', {}, cellButton({ id, a1: cell ?? `A${rowNumber}`, label, about: key }, words, actions)),
    h('p', { class: 'cause' }, [header ?? '', fault].filter((part) => part !== '').join(' · ')),
    h('p', { class: 'fix' }, retryText({ attempts, nextAt }, words, nowMs)),
    isOneOfMany && h('p', { class: 'row-choices' }, h('button', again, text)),
  );
}

/** When a row is tried again, and how often yet. */
export function retryText(
  { attempts, nextAt }: Pick<Waiting, 'attempts' | 'nextAt'>,
  words: Words,
  nowMs: number,
): string {
  if (nextAt === null) return words.say('queue.given_up', { n: attempts });
  const n = Math.max(1, TRIES - attempts);
  if (Date.parse(nextAt) <= nowMs) return words.say('queue.soon', { n });
  return words.say('queue.again', { when: words.clock(nextAt, nowMs), n });
}

/** The same of a finding, as far as it is known; '' for one that is not tried again. */
export function retryOfFinding(
  { key, queued }: { readonly key: string | null; readonly queued?: boolean },
  { status }: Model,
  words: Words,
  nowMs: number,
): string {
  const { waiting, givenUp } = status?.queue ?? EMPTY;
  const entry = key === null ? undefined : [...waiting.items, ...givenUp.items].find((one) => one.key === key);
  if (entry !== undefined) return retryText(entry, words, nowMs);
  const isListed = waiting.items.length < waiting.count || status?.queue == null;
  return queued === true && isListed ? words.say('queue.waits') : '';
}
