// Connecting a sheet, and the foot of the page: the version, the way out.
import type { Actions } from './act.ts';
import { banner } from './banner.ts';
import { fold, h } from './dom.ts';
import type { Model } from './model.ts';
import { isDatabaseAway } from './status-trouble.ts';
import { viewOtherTabs, viewWrongPlace } from './view-place.ts';
import type { Words } from './words.ts';

export function viewConnection(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { status, statusProblem, work } = model;
  if (status === null) return statusProblem === null ? null : viewNoStatus(statusProblem, words, actions);
  if (status.connection === 'connected') return null;
  if (status.connection === 'wrong_sheet')
    return viewWrongPlace(model, viewKeyForm(model, true, words, actions), words, actions);
  if (status.connection === 'no_key' && status.place.others.length > 0)
    return viewOtherTabs(model, viewKeyForm(model, false, words, actions), words, actions);
  if (status.connection !== 'unreachable') return viewKeyForm(model, true, words, actions);
  const isAway = isDatabaseAway(status);
  const title = words.say(isAway ? 'connect.database_title' : 'connection.unreachable');
  return banner(
    {
      tone: 'warn',
      sign: 'warn',
      title,
      text: words.say(isAway ? 'connect.database' : 'connect.unreachable'),
    },
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

function viewKeyForm({ status, work }: Model, isLead: boolean, words: Words, actions: Actions): HTMLElement {
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
    h(
      'button',
      { id: 'connect', class: isLead ? 'action' : null, disabled: work !== null },
      words.say('connect.button'),
    ),
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
  const { status } = model;
  if (status === null) return null;
  return h(
    'div',
    {},
    status.connection === 'connected' && viewSettings(model, words, actions),
    h('p', { class: 'foot' }, words.say('app.version', { version: status.version })),
  );
}

function viewSettings({ work, isAsked, contract, status }: Model, words: Words, actions: Actions): HTMLElement {
  const ask = h(
    'button',
    { type: 'button', id: 'disconnect', class: 'link', disabled: work !== null, click: () => actions.ask(true) },
    words.say('settings.disconnect'),
  );
  return fold(
    'settings',
    false,
    [words.say('settings.title')],
    status?.sheet != null &&
      contract.form === null &&
      h(
        'button',
        {
          type: 'button',
          id: 'headings-settings',
          class: 'link',
          disabled: work !== null,
          click: () => actions.contract.open(null),
        },
        words.say('setup.open'),
      ),
    h('p', { class: 'fix' }, words.say('settings.shared')),
    isAsked ? viewSure(work !== null, words, actions) : ask,
  );
}

/** Escape is a way out of it too. */
function viewSure(isOff: boolean, words: Words, actions: Actions): HTMLElement {
  const button = (id: string, kind: string | null, text: string, click: () => void) =>
    h('button', { type: 'button', id, class: kind, disabled: isOff, click }, text);
  const sure = h(
    'div',
    { role: 'group', 'aria-labelledby': 'sure' },
    h('p', { id: 'sure' }, words.say('settings.sure')),
    h(
      'div',
      { class: 'actions' },
      button('keep', null, words.say('settings.no'), () => actions.ask(false)),
      button('sure-yes', 'danger', words.say('settings.yes'), actions.disconnect),
    ),
  );
  sure.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') actions.ask(false);
  });
  return sure;
}
