// Find a buyer: a number goes in; its row, both sides' values, and what became of it come out.
import type { Actions } from './act.ts';
import { cellButton } from './cell-button.ts';
import { whyNoPush } from './check-state.ts';
import { fold, h } from './dom.ts';
import type { Model } from './model.ts';
import { codeWords } from './problem-words.ts';
import type { BuyerField, FoundBuyer } from './repair-answers.ts';
import { viewBoth } from './view-mismatch.ts';
import { retryText } from './view-queue.ts';
import type { Words } from './words.ts';

export function viewBuyer(model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  if (model.status?.connection !== 'connected') return null;
  const { found, problem } = model.repair.buyer;
  return h(
    'section',
    { class: 'buyer', 'aria-labelledby': 'buyer-title' },
    h('h2', {}, h('span', { id: 'buyer-title' }, words.say('buyer.title'))),
    viewField(model, words, actions),
    problem !== null && h('p', { class: 'failed', id: 'buyer-found', tabindex: -1 }, codeWords(problem, words)),
    found !== null && viewFound(found, model, words, actions, nowMs),
  );
}

function viewField({ repair, work }: Model, words: Words, actions: Actions): HTMLElement {
  const input = h('input', {
    id: 'buyer-key',
    type: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    value: repair.buyer.wanted,
    'aria-label': words.say('buyer.label'),
    placeholder: words.say('buyer.label'),
  }) as HTMLInputElement;
  const isOff = work !== null;
  const form = h(
    'form',
    { class: 'find' },
    input,
    h('button', { id: 'buyer-find', 'aria-disabled': isOff ? 'true' : null }, words.say('buyer.find')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!isOff) actions.repair.find(input.value.trim());
  });
  return form;
}

function viewFound(found: FoundBuyer, model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement {
  const { key, keyHeader, cells, isStored, fields } = found;
  const differing = fields.filter(({ differs }) => differs);
  const isWanted = cells.length === 1 && (!isStored || differing.length > 0);
  const why = whyNoPush(model);
  const push = () => actions.repair.push({ key });
  return h(
    'div',
    { class: 'card', id: 'buyer-found', tabindex: -1 },
    h('h3', {}, h('span', { class: 'of' }, keyHeader), key),
    h('p', {}, standing(found, differing.length, words)),
    h(
      'ul',
      { class: 'inline' },
      ...cells.map((a1, i) =>
        cellButton({ id: `buyer-row-${i}`, a1, label: words.say('buyer.row', { cell: a1 }) }, words, actions),
      ),
    ),
    isWanted && why !== null && h('p', { class: 'fix' }, words.say(`push.${why}`)),
    isWanted &&
      why === null &&
      h(
        'div',
        { class: 'actions' },
        h(
          'button',
          { type: 'button', id: 'buyer-push', disabled: model.work !== null, click: push },
          words.say('push.buyer'),
        ),
      ),
    viewAlike(found, words, actions),
    h('ul', { class: 'items' }, ...differing.map((field, i) => viewDifferent(field, i, words, actions))),
    viewHistory(found, words, nowMs),
    viewTryAgain(found, model, words, actions),
    fields.length > 0 && (cells.length > 0 || isStored) && viewAll(found, words),
    h(
      'button',
      { type: 'button', class: 'link', id: 'buyer-close', click: () => actions.repair.find('') },
      words.say('buyer.close'),
    ),
  );
}

function standing({ cells, isStored }: FoundBuyer, differing: number, words: Words): string {
  if (cells.length > 1) return words.say('buyer.twice', { n: cells.length });
  if (cells.length === 0) return words.say(isStored ? 'buyer.only_database' : 'buyer.neither');
  if (!isStored) return words.say('buyer.only_sheet');
  return differing === 0 ? words.say('buyer.both') : words.say('buyer.differs', { n: differing });
}

function viewAlike({ lookAlikes }: FoundBuyer, words: Words, actions: Actions): HTMLElement | null {
  if (lookAlikes.length === 0) return null;
  const link = (key: string, i: number) =>
    h(
      'li',
      {},
      h(
        'button',
        { type: 'button', class: 'link', id: `buyer-alike-${i}`, click: () => actions.repair.find(key) },
        key,
      ),
    );
  return h(
    'div',
    { class: 'alike' },
    h('p', { class: 'fix' }, words.say('buyer.alike')),
    h('ul', {}, ...lookAlikes.map(link)),
  );
}

function viewDifferent(
  { header, cell, sheet, database, fault }: BuyerField,
  i: number,
  words: Words,
  actions: Actions,
) {
  return h(
    'li',
    { class: 'mismatch' },
    h(
      'ul',
      {},
      cellButton({ id: `buyer-field-${i}`, a1: cell ?? '', label: cell ?? '', about: header }, words, actions),
    ),
    viewBoth(sheet, database, { words }),
    fault !== null && h('p', { class: 'cause' }, words.sayIf(`fault.${fault}`) ?? words.say('fault.other')),
  );
}

const OUTCOMES = { inserted: 'buyer.inserted', updated: 'buyer.updated', failed: 'buyer.refused' } as const;

function viewHistory(found: FoundBuyer, words: Words, nowMs: number) {
  const { lastChange, lastSeenEqual, retry, errors, cells, isStored } = found;
  const isNowhere = cells.length === 0 && !isStored;
  const when = (iso: string) => words.when(iso, nowMs);
  const said = [
    lastSeenEqual !== null
      ? words.say('buyer.equal', { when: when(lastSeenEqual) })
      : isNowhere
        ? ''
        : words.say('buyer.never_equal'),
    ...(lastChange === null
      ? []
      : [
          words.sentences([
            words.say(OUTCOMES[lastChange.outcome], { when: when(lastChange.at) }),
            lastChange.by?.includes('@') === true ? words.say('back.by', { who: lastChange.by }) : '',
          ]),
          lastChange.fields.length === 0 ? '' : words.say('buyer.fields', { fields: lastChange.fields.join(', ') }),
        ]),
    retry === null ? '' : retryText(retry, words, nowMs),
  ].filter((text) => text !== '');
  const run = lastChange === null ? null : words.say('buyer.run', { run: lastChange.runId });
  return h(
    'div',
    { class: 'history' },
    ...said.map((text) => h('p', { class: 'fix', title: run }, text)),
    errors.length > 0 &&
      h(
        'ul',
        { class: 'errors', 'aria-label': words.say('buyer.errors') },
        ...newest(errors).map(({ at, code, cell, header }) =>
          h(
            'li',
            {},
            h('b', {}, words.sayIf(`fault.${code}`) ?? words.say('fault.other')),
            h('span', {}, [header ?? '', cell ?? '', when(at)].filter((text) => text !== '').join(' · ')),
          ),
        ),
      ),
  );
}

function viewTryAgain({ retry }: FoundBuyer, { work }: Model, words: Words, actions: Actions): HTMLElement | null {
  const id = retry?.id ?? null;
  if (id === null) return null;
  const again = { type: 'button', id: 'buyer-again', disabled: work !== null, click: () => actions.queue.tryOne(id) };
  return h('div', { class: 'actions' }, h('button', again, words.say('queue.now')));
}

/** Each sync that met a cell has logged it: the same is told once. */
const newest = (errors: FoundBuyer['errors']): FoundBuyer['errors'] =>
  errors.filter(
    (error, i) => errors.findIndex(({ code, header }) => code === error.code && header === error.header) === i,
  );

function viewAll({ fields, isStored }: FoundBuyer, words: Words): HTMLElement {
  const row = ({ header, sheet, database }: BuyerField) => {
    const value = isStored ? database : sheet;
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, header),
      h('td', { class: value === null ? 'empty' : null }, value ?? words.say('mismatches.empty')),
    );
  };
  return fold(
    'buyer-all',
    false,
    [words.say('buyer.all')],
    h('table', { class: 'values' }, h('tbody', {}, ...fields.map(row))),
  );
}
