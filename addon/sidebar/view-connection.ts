// Connecting a sheet, and the foot of the page: where the data goes, the version, the way out.
import type { Actions } from './act.ts';
import { fold, h } from './dom.ts';
import type { Model } from './model.ts';
import { banner } from './view-outcome.ts';
import type { Words } from './words.ts';

export function viewConnection(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { status, statusProblem, work } = model;
  if (status === null) return statusProblem === null ? null : viewNoStatus(statusProblem, words, actions);
  if (status.connection === 'connected') return null;
  if (status.connection !== 'unreachable') return viewKeyForm(model, words, actions);
  const title = words.say('connection.unreachable');
  return banner(
    { tone: 'warn', sign: 'warn', title, text: words.say('connect.unreachable') },
    retry(work !== null, words, actions),
  );
}

function viewNoStatus(code: string, words: Words, actions: Actions): HTMLElement {
  const text = words.sayIf(`problem.${code}`) ?? words.say('problem.internal');
  return banner({ tone: 'warn', sign: 'warn', title: words.say('problem.title'), text }, retry(false, words, actions));
}

const retry = (isOff: boolean, words: Words, actions: Actions): HTMLElement =>
  h(
    'button',
    { type: 'button', id: 'retry', class: 'action', disabled: isOff, click: actions.refresh },
    words.say('connect.try'),
  );

function viewKeyForm({ status, work }: Model, words: Words, actions: Actions): HTMLElement {
  const isRefused = status?.connection === 'refused';
  const input = h('input', {
    id: 'key',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'key-hint',
    disabled: work !== null,
  }) as HTMLInputElement;
  const hint = h('p', { id: 'key-hint', class: 'hint' }, words.say('connect.hint'));
  const form = h(
    'form',
    { class: 'card connect' },
    h('h2', {}, words.say(isRefused ? 'connect.again' : 'connect.title')),
    h('p', {}, words.say(isRefused ? 'connect.refused' : 'connect.why')),
    h('label', { for: 'key' }, words.say('connect.key')),
    input,
    hint,
    h('button', { id: 'connect', class: 'action', disabled: work !== null }, words.say('connect.button')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value.trim() !== '') actions.connect(input.value.trim());
    else {
      hint.textContent = words.say('connect.empty');
      input.focus();
    }
  });
  return form;
}

export function viewFoot(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { status, work } = model;
  if (status === null) return null;
  const link = status.link;
  return h(
    'footer',
    {},
    status.connection === 'connected' && viewSettings(work !== null, words, actions),
    h(
      'p',
      { class: 'foot' },
      link !== null && h('a', { href: link, target: '_blank', rel: 'noopener' }, words.say('app.link')),
      h('span', { class: 'version' }, words.say('app.version', { version: status.version })),
    ),
  );
}

function viewSettings(isOff: boolean, words: Words, actions: Actions): HTMLElement {
  const ask = h('button', { type: 'button', class: 'link', disabled: isOff }, words.say('settings.disconnect'));
  const sure = h(
    'div',
    { hidden: true },
    h('p', {}, words.say('settings.sure')),
    h('div', { class: 'actions' }, ...sureButtons(words, actions, () => swap(false))),
  );
  const swap = (isAsked: boolean) => {
    sure.hidden = !isAsked;
    ask.hidden = isAsked;
    if (isAsked) sure.querySelector('button')?.focus();
    else ask.focus();
  };
  ask.addEventListener('click', () => swap(true));
  return fold(
    'settings',
    false,
    [words.say('settings.title')],
    h('p', { class: 'fix' }, words.say('settings.shared')),
    ask,
    sure,
  );
}

const sureButtons = (words: Words, actions: Actions, keep: () => void): HTMLElement[] => [
  h('button', { type: 'button', click: keep }, words.say('settings.no')),
  h('button', { type: 'button', class: 'danger', click: actions.disconnect }, words.say('settings.yes')),
];
