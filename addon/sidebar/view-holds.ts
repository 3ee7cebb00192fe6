// What the guard holds, in plain words, with a yes that is asked once more and a no that can be taken back.
import type { Hold } from '../../shared/protocol.ts';
import type { Actions } from './act.ts';
import { notice } from './banner.ts';
import type { HoldShown } from './check-model.ts';
import { holdsOf } from './check-state.ts';
import { h } from './dom.ts';
import type { Model } from './model.ts';
import { codeWords } from './problem-words.ts';
import type { Words } from './words.ts';

export function viewHolds(model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  const { status, work } = model;
  if (status?.connection !== 'connected' || work === 'run' || work === 'stopping') return null;
  const holds = holdsOf(model);
  const waiting = holds.filter(({ state }) => state === 'waiting');
  const kept = holds.filter(({ state }) => state === 'discarded');
  const draw = (hold: HoldShown) => viewHold(hold, model, words, actions, nowMs);
  if (holds.length === 0) return null;
  return h(
    'div',
    {},
    waiting.length > 0 &&
      notice(
        'holds-card',
        { tone: 'warn', sign: 'pause', title: words.say('holds.title'), text: words.say('holds.text') },
        h('ul', { class: 'holds' }, ...waiting.map(draw)),
      ),
    kept.length > 0 &&
      h(
        'section',
        { class: 'list kept', 'aria-labelledby': 'kept-title' },
        h('h2', {}, h('span', { id: 'kept-title' }, words.say('holds.kept'))),
        h('p', { class: 'lead' }, words.say('holds.kept.text')),
        h('ul', { class: 'holds' }, ...kept.map(draw)),
      ),
  );
}

/** What would happen if it were let through. */
export const holdText = ({ reason, rows, of }: Hold, words: Words): string =>
  words.say(`holds.${reason}`, { rows, of });

function viewHold(hold: HoldShown, model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement {
  const { id, header, column, since } = hold;
  const problem = model.check.problem?.id === id ? model.check.problem.code : null;
  return h(
    'li',
    { class: 'hold', id: `hold-${id}`, tabindex: -1 },
    h('b', {}, header === '' ? column : header),
    h('p', {}, holdText(hold, words)),
    h('p', { class: 'took' }, words.say('holds.since', { when: words.when(since, nowMs) })),
    model.check.asked === id ? viewSure(hold, model, words, actions) : viewChoice(hold, model, words, actions),
    problem !== null &&
      h('p', { class: 'failed' }, words.sentences([words.say('holds.failed'), codeWords(problem, words)])),
  );
}

/** Buttons of several holds must be told apart by a screen reader. */
function viewChoice(hold: HoldShown, { work }: Model, words: Words, actions: Actions): HTMLElement {
  const { id, header, state } = hold;
  const isOff = work !== null;
  const button = (name: 'let' | 'keep', click: () => void) => {
    const text = words.say(`holds.${name}`);
    return h(
      'button',
      { type: 'button', id: `hold-${name}-${id}`, disabled: isOff, 'aria-label': `${text}: ${header}`, click },
      text,
    );
  };
  return h(
    'div',
    { class: 'actions' },
    button('let', () => actions.check.askHold(id)),
    state === 'waiting' && button('keep', () => actions.check.decide(hold, 'discard', false)),
  );
}

function viewSure(hold: HoldShown, { work }: Model, words: Words, actions: Actions): HTMLElement {
  const { id, header, column, reason, rows, scope } = hold;
  const isOff = work !== null;
  const button = (name: string, text: string, isLead: boolean, click: () => void) =>
    h(
      'button',
      { type: 'button', id: `hold-${name}-${id}`, class: isLead ? 'action' : null, disabled: isOff, click },
      text,
    );
  return h(
    'div',
    { class: 'sure', role: 'group', 'aria-labelledby': `sure-${id}` },
    h('p', { id: `sure-${id}` }, words.say(`holds.sure.${reason}`, { rows, header: header === '' ? column : header })),
    h(
      'div',
      { class: 'actions stacked' },
      button('once', words.say('holds.once'), true, () => actions.check.decide(hold, 'release', false)),
      scope === 'column' &&
        button('always', words.say('holds.always'), false, () => actions.check.decide(hold, 'release', true)),
      button('back', words.say('holds.back'), false, () => actions.check.askHold(null)),
    ),
  );
}
