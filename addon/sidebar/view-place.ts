// A tab that is not the one its key was made for: said in plain words, with the way out.
import type { Actions } from './act.ts';
import type { OtherTab, WrongPlace } from './answers-contract.ts';
import { notice } from './banner.ts';
import { fold, h } from './dom.ts';
import type { Model } from './model.ts';
import { failureWords } from './problem-words.ts';
import type { Words } from './words.ts';

const MOST = 5;

/** Another tab of this document is connected: most likely that one is meant. */
export function viewOtherTabs(model: Model, form: HTMLElement, words: Words, actions: Actions): HTMLElement {
  const { others } = model.status?.place ?? { others: [] };
  const names = others.slice(0, MOST).map(({ name }) => (words.language === 'ja' ? `「${name}」` : `“${name}”`));
  return h(
    'div',
    {},
    notice(
      'elsewhere',
      {
        tone: 'calm',
        sign: 'pause',
        title: words.say('place.other_title'),
        text: words.say('place.other', { names }),
      },
      ...others.slice(0, MOST).map((tab, i) => goTo(tab, i === 0, model, words, actions)),
      failure(model, words),
    ),
    fold('connect-too', false, [words.say('place.connect_too')], form),
  );
}

const goTo = ({ gid, name }: OtherTab, isLead: boolean, { work }: Model, words: Words, actions: Actions): HTMLElement =>
  h(
    'div',
    { class: 'actions' },
    h(
      'button',
      {
        type: 'button',
        id: `go-${gid}`,
        class: isLead ? 'action' : null,
        disabled: work !== null,
        click: () => actions.contract.goTo(gid),
      },
      words.say('place.go', { name }),
    ),
  );

/** `form` asks for the key of this very tab. */
export function viewWrongPlace(model: Model, form: HTMLElement, words: Words, actions: Actions): HTMLElement | null {
  const wrong = model.status?.place.wrong ?? null;
  if (wrong === null) return null;
  const { kind, sheetName, gid } = wrong;
  return h(
    'div',
    {},
    notice(
      'elsewhere',
      {
        tone: 'bad',
        sign: 'cross',
        title: words.say(`place.${kind}.title`),
        text: [words.say(`place.${kind}.text`, { name: sheetName }), words.say(`place.${kind}.fix`)],
      },
      link(wrong, words),
      kind === 'other_tab' && gid !== null ? goTo({ gid, name: sheetName }, false, model, words, actions) : null,
      kind === 'copied_file' ? forget(model, words, actions) : null,
      failure(model, words),
    ),
    kind === 'copied_file' ? null : form,
  );
}

const link = ({ url }: WrongPlace, words: Words): HTMLElement | null =>
  url === null
    ? null
    : h('p', {}, h('a', { id: 'original', href: url, target: '_blank', rel: 'noopener' }, words.say('place.original')));

const forget = ({ work }: Model, words: Words, actions: Actions): HTMLElement =>
  h(
    'div',
    { class: 'actions' },
    h(
      'button',
      { type: 'button', id: 'forget', disabled: work !== null, click: actions.contract.forgetCopy },
      words.say('place.forget'),
    ),
  );

const failure = ({ contract }: Model, words: Words): HTMLElement | null =>
  contract.problem === null ? null : h('p', { class: 'failed', role: 'alert' }, failureWords(contract.problem, words));
