// The card on which a person agrees which row holds the headings and which column each of them fills; later the settings of the same.
import type { Actions } from './act.ts';
import type { Heading, SetupView } from './answers-contract.ts';
import { isSound, type SetupForm, whatIsAgainst } from './contract-model.ts';
import { fold, h } from './dom.ts';
import { viewItems } from './listing.ts';
import type { Model } from './model.ts';
import { failureWords } from './problem-words.ts';
import { seek, soughtText } from './sought.ts';
import { viewPair } from './view-pair.ts';
import { viewRows } from './view-rows.ts';
import type { Words } from './words.ts';

/** So many are open to be chosen at once; the rest comes when asked for. */
const FIRST = 12;

export function viewSetup(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { form, problem } = model.contract;
  if (form === null) return null;
  const { kind, view } = form;
  return h(
    'section',
    { class: 'card setup', id: 'setup', tabindex: -1, 'aria-labelledby': 'setup-title' },
    h('h2', { id: 'setup-title' }, words.say(kind === 'first' ? 'setup.title' : 'setup.settings')),
    view === null && model.work !== null && h('p', { class: 'fix' }, words.say('setup.loading')),
    view?.confirmedAt != null && h('p', { class: 'fix' }, confirmedWords(view, words)),
    ...(view === null ? [] : viewForm({ form, view, model, words, actions })),
    problem !== null && h('p', { class: 'failed', role: 'alert' }, failureWords(problem, words)),
    viewButtons(form, model, words, actions),
  );
}

const confirmedWords = ({ confirmedAt, confirmedBy }: SetupView, words: Words): string => {
  const when = words.when(confirmedAt ?? '', Date.now());
  return confirmedBy === null
    ? words.say('setup.confirmed', { when })
    : words.say('setup.confirmed_by', { when, who: confirmedBy });
};

/** What the parts of the card are drawn with. */
interface Card {
  readonly form: SetupForm;
  readonly view: SetupView;
  readonly model: Model;
  readonly words: Words;
  readonly actions: Actions;
}

function viewForm(card: Card): (HTMLElement | false)[] {
  const { form, view, model, words, actions } = card;
  const { items, count } = view.headings;
  const open = items.filter(({ use }) => use === 'held');
  const matched = items.filter(({ use }) => use === 'column');
  const left = items.filter(({ use }) => use === 'ignored' || use === 'never' || use === 'database');
  return [
    viewRows(view, model.work !== null, words, actions),
    items.length > 0 && h('h3', {}, words.say('setup.columns', { table: view.table })),
    (items.length > FIRST || form.isCut) && viewFind(form.isCut, words, actions),
    open.length > 0 && h('p', { class: 'fix' }, words.say('setup.look', { n: open.length })),
    open.length > 0 && viewPairs('setup-open', open, FIRST, card),
    viewFold('setup-matched', matched, matchedWords(matched.length, items.length, words), card),
    viewFold('setup-left', left, words.say('setup.left', { n: left.length }), card),
    items.length < count && h('p', { class: 'fix' }, words.say('setup.unlisted', { n: count - items.length })),
    ...viewAgainst(form, view, words),
  ];
}

const viewFold = (id: string, headings: readonly Heading[], title: string, card: Card): HTMLElement | false =>
  headings.length > 0 &&
  fold(
    id,
    headings.some(({ index }) => card.form.choices[index] !== undefined),
    [h('span', { class: 'what' }, h('b', {}, title))],
    viewPairs(id, headings, headings.length, card),
  );

const viewPairs = (id: string, items: readonly Heading[], first: number, card: Card): HTMLElement => {
  const { form, view, model, words, actions } = card;
  const draw = (heading: Heading) => viewPair(heading, form, view, model.work !== null, words, actions);
  return viewItems({ id, items, count: items.length, first, from: null, draw }, model, words, actions);
};

const matchedWords = (n: number, all: number, words: Words): string =>
  n === all ? words.say('setup.all_match', { n }) : words.say('setup.match', { n });

function viewAgainst(form: SetupForm, { keyColumn, headings }: SetupView, words: Words): (HTMLElement | false)[] {
  const { doubled, isKeyMissing } = whatIsAgainst(form);
  return [
    isKeyMissing &&
      headings.count > 0 &&
      h('p', { class: 'failed', role: 'alert' }, words.say('setup.no_key', { column: keyColumn })),
    ...doubled.map(({ column, cells }) =>
      h('p', { class: 'failed', role: 'alert' }, words.say('setup.doubled', { column, cells })),
    ),
  ];
}

function viewFind(isCut: boolean, words: Words, actions: Actions): HTMLElement {
  const input = h('input', {
    id: 'find-heading',
    type: 'search',
    autocomplete: 'off',
    placeholder: words.say('setup.find'),
    'aria-label': words.say('setup.find'),
    value: soughtText(),
  }) as HTMLInputElement;
  input.addEventListener('input', () => seek(input.value));
  if (isCut) input.addEventListener('change', () => actions.contract.find(input.value));
  return input;
}

function viewButtons(form: SetupForm, model: Model, words: Words, actions: Actions): HTMLElement {
  const isOff = model.work !== null;
  const { contract } = actions;
  const button = (id: string, kind: string | null, text: string, disabled: boolean, click: () => void) =>
    h('button', { type: 'button', id, class: kind, disabled, click }, text);
  const retry = button('setup-retry', 'action', words.say('connect.try'), isOff, () =>
    form.kind === 'first' ? actions.refresh() : contract.open(null),
  );
  const isReady = form.view !== null && form.view.headings.count > 0 && isSound(whatIsAgainst(form));
  const say = form.kind === 'first' ? words.say('setup.confirm') : words.say('setup.save');
  return h(
    'div',
    { class: 'actions' },
    form.kind === 'settings' && button('setup-close', null, words.say('setup.close'), isOff, contract.close),
    form.view === null && !isOff
      ? retry
      : form.view !== null && button('confirm-setup', 'action', say, isOff || !isReady, contract.confirm),
  );
}
