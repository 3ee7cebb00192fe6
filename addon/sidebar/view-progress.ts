// A run under way: what it is doing, how far it is, how long yet, and Stop.
import type { Actions } from './act.ts';
import { h } from './dom.ts';
import type { Model } from './model.ts';
import type { RunView } from './run-view.ts';
import type { TextKey } from './texts.ts';
import type { Words } from './words.ts';

export function viewProgress(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { run, work } = model;
  if (run === null || (work !== 'run' && work !== 'stopping')) return null;
  const share = shareSent(run);
  return h(
    'section',
    { class: 'card progress', 'aria-labelledby': 'doing' },
    h('h2', { class: 'doing', id: 'doing' }, phaseText(run, words)),
    bar(share, words),
    h(
      'p',
      { class: 'far' },
      h('span', {}, howFar(run, words)),
      h('span', {}, share === null || run.waiting !== null ? '' : timeLeft(run.secondsLeft, words)),
    ),
    isAway(run) && h('p', { class: 'fix' }, words.say('in.whole')),
    h(
      'button',
      { type: 'button', id: 'stop', disabled: work === 'stopping', click: actions.stop },
      words.say(work === 'stopping' ? 'action.stopping' : 'action.stop'),
    ),
  );
}

/** Null where how much there is to do is not known: then the bar only moves. */
function shareSent({ phase, progress: { sent, toSend } }: RunView): number | null {
  return phase === 'push' && toSend > 0 ? sent / toSend : null;
}

function howFar({ phase, progress: { rows, sent, toSend } }: RunView, words: Words): string {
  if (phase === 'compare') return rows > 0 ? words.say('progress.compared', { n: rows }) : '';
  return toSend > 0 ? words.say('progress.rows', { sent, total: toSend }) : '';
}

function phaseText(run: RunView, words: Words): string {
  const away = run.waiting === 'pause' ? words.sayIf(`pause.${SAME.get(run.pausedBy ?? '') ?? run.pausedBy}`) : null;
  if (run.waiting !== null) return away ?? words.say(`phase.${run.waiting}`);
  const key: TextKey =
    run.phase === 'compare' && run.progress.sent > 0
      ? 'phase.compare_again'
      : run.phase === 'done' || run.phase === 'stopped'
        ? 'phase.finish'
        : `phase.${run.phase}`;
  return words.say(key);
}

/** A server behind something that speaks for it while it is away. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['server_error', 'unreachable'],
  ['no_database', 'database_unavailable'],
]);

/** A sync stands still because something is away: what is in is whole. */
const isAway = ({ waiting, mode, progress }: RunView): boolean =>
  (waiting === 'pause' || waiting === 'retry') && mode === 'sync' && progress.toSend > 0;

/** What a screen reader is told while a run is under way: each phase, and each quarter of what is sent. */
export function spokenProgress(run: RunView, words: Words): string {
  const quarters = Math.floor((shareSent(run) ?? 0) * 4);
  const text = phaseText(run, words);
  return quarters === 0 ? text : `${text} ${words.say('progress.percent', { n: quarters * 25 })}`;
}

function bar(share: number | null, words: Words): HTMLElement {
  const percent = share === null ? null : Math.min(100, Math.floor(share * 100));
  return h(
    'div',
    {
      class: percent === null ? 'bar moving' : 'bar',
      role: 'progressbar',
      'aria-label': words.say('progress.label'),
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-valuenow': percent,
    },
    h('div', { class: 'fill', style: percent === null ? null : `width:${percent}%` }),
  );
}

function timeLeft(seconds: number | null, words: Words): string {
  if (seconds === null) return '';
  return seconds < 90
    ? words.say('progress.seconds', { n: Math.max(1, seconds) })
    : words.say('progress.minutes', { n: Math.round(seconds / 60) });
}
