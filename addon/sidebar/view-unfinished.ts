// A run that was left, or that someone else is at: who, since when, and from when it may be taken over.
import type { Actions } from './act.ts';
import type { UnfinishedRun } from './answers.ts';
import { banner } from './banner.ts';
import { h } from './dom.ts';
import { leadOf, takeOverMs } from './lead.ts';
import type { Model } from './model.ts';
import type { RunView } from './run-view.ts';
import type { Words } from './words.ts';
import { rowsIn, whatIsIn } from './words-of-run.ts';

/** As found on opening. */
export function viewUnfinished(model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  const unfinished = model.status?.unfinished ?? null;
  if (unfinished === null || model.status?.connection !== 'connected') return null;
  if (unfinished.driver === 'schedule') return viewHourly(unfinished, words, nowMs);
  if (unfinished.isMine) return viewMine(model, unfinished, words, actions, nowMs);
  if (unfinished.takeOverAt !== null) return viewOther(model, unfinished, words, actions, nowMs);
  const { startedAt, by } = unfinished;
  const text = [begun(startedAt, by, words, nowMs), isIn(unfinished, words), words.say('unfinished.left')];
  return banner(
    { tone: 'calm', sign: 'clock', title: words.say('unfinished.title'), text },
    h('div', { class: 'actions' }, takeOver(true, model.work === null, actions.resume, words)),
  );
}

function viewMine(model: Model, unfinished: UnfinishedRun, words: Words, actions: Actions, nowMs: number): HTMLElement {
  const { startedAt, takeOverAt } = unfinished;
  const elsewhere = takeOverAt === null ? '' : words.say('unfinished.window');
  const text = [begun(startedAt, null, words, nowMs), isIn(unfinished, words), elsewhere];
  return banner(
    { tone: 'calm', sign: 'clock', title: words.say('unfinished.title'), text },
    continueButtons(model.work !== null, words, actions),
  );
}

function viewHourly(unfinished: UnfinishedRun, words: Words, nowMs: number): HTMLElement {
  const { startedAt, takeOverAt } = unfinished;
  const isAtIt = takeOverAt !== null && Date.parse(takeOverAt) > nowMs;
  const since = words.when(startedAt, nowMs);
  const text = [
    words.say(isAtIt ? 'busy.schedule' : 'unfinished.hourly', { since }),
    rowsIn(unfinished.progress, unfinished.mode, words),
    words.say('unfinished.sync_takes'),
  ];
  return banner({ tone: 'calm', sign: 'clock', title: words.say('unfinished.hourly.title'), text });
}

function viewOther(
  model: Model,
  unfinished: UnfinishedRun,
  words: Words,
  actions: Actions,
  nowMs: number,
): HTMLElement {
  const { by, startedAt, heardAt } = unfinished;
  const text = [
    atIt(by, undefined, startedAt, words, nowMs),
    rowsIn(unfinished.progress, unfinished.mode, words),
    words.say('busy.heard', { when: words.when(heardAt, nowMs) }),
  ];
  return banner(
    { tone: 'calm', sign: 'person', title: words.say('busy.title'), text },
    ...overOffer(model, actions.resume, words, nowMs),
  );
}

/** The server's answer to a start. `trigger` tells what kind of run holds the sheet; `who`, where a person is known. */
export function viewBusy(model: Model, run: RunView, words: Words, actions: Actions, nowMs: number): HTMLElement {
  const { who, since, lastHeard, trigger } = run.problem?.params ?? {};
  const text =
    typeof since === 'string' && run.problem?.code === 'sheet_busy'
      ? atIt(who, trigger, since, words, nowMs)
      : words.say('busy.here');
  const heard = typeof lastHeard === 'string' ? words.say('busy.heard', { when: words.when(lastHeard, nowMs) }) : '';
  return banner(
    { tone: 'calm', sign: 'person', title: words.say('busy.title'), text: [text, heard] },
    ...overOffer(model, () => actions.start(run.mode), words, nowMs),
  );
}

/** Another window took this run. */
export function viewTaken({ status }: Model, run: RunView, words: Words, nowMs: number): HTMLElement {
  const { who, since } = run.problem?.params ?? {};
  const when = typeof since === 'string' ? words.when(since, nowMs) : '';
  const isOther = typeof who === 'string' && who !== status?.person;
  const text = isOther ? words.say('taken.who', { who, when }) : words.say('taken.window', { when });
  return banner({
    tone: 'calm',
    sign: 'person',
    title: words.say('taken.title'),
    text: [text, words.say('taken.goes')],
  });
}

function atIt(who: unknown, trigger: unknown, since: string, words: Words, nowMs: number): string {
  const said = { who, since: words.when(since, nowMs) };
  if (typeof who === 'string' && (trigger === undefined || who.includes('@'))) return words.say('busy.who', said);
  return words.sayIf(`busy.${trigger}`, said) ?? words.say('busy.sidebar', said);
}

/** Off until then; how long yet, in words. */
function overOffer(model: Model, click: () => void, words: Words, nowMs: number): HTMLElement[] {
  const fromMs = takeOverMs(model);
  if (fromMs === null) return [];
  const seconds = Math.ceil((fromMs - nowMs) / 1000);
  const isOn = leadOf(model, nowMs) === 'take_over';
  const said =
    seconds <= 0
      ? words.say('over.now')
      : seconds < 90
        ? words.say('over.seconds', { n: seconds })
        : words.say('over.minutes', { n: Math.ceil(seconds / 60) });
  return [
    h('p', { id: 'over' }, said),
    h('div', { class: 'actions' }, takeOver(isOn, seconds <= 0 && model.work === null, click, words)),
  ];
}

const takeOver = (isLead: boolean, isOn: boolean, click: () => void, words: Words): HTMLElement =>
  h(
    'button',
    {
      type: 'button',
      id: 'take-over',
      class: isLead ? 'action' : null,
      disabled: !isOn,
      'aria-describedby': isOn ? null : 'over',
      click,
    },
    words.say('action.take_over'),
  );

export const continueButtons = (isOff: boolean, words: Words, actions: Actions): HTMLElement =>
  h(
    'div',
    { class: 'actions' },
    h(
      'button',
      { type: 'button', id: 'continue', class: 'action', disabled: isOff, click: actions.resume },
      words.say('action.continue'),
    ),
    h('button', { type: 'button', id: 'give-up', disabled: isOff, click: actions.stop }, words.say('action.give_up')),
  );

const isIn = ({ progress, mode }: UnfinishedRun, words: Words): string => whatIsIn(progress, mode, words);

const begun = (at: string, by: string | null, words: Words, nowMs: number): string =>
  by === null
    ? words.say('unfinished.begun', { when: words.when(at, nowMs) })
    : words.say('unfinished.by', { when: words.when(at, nowMs), who: by });
