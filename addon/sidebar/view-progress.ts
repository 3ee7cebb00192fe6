// A run under way: what it is doing, how far it is, how long yet, and Stop.
import type { Actions } from './act.ts';
import { h } from './dom.ts';
import type { Model, RunView } from './model.ts';
import type { TextKey } from './texts.ts';
import type { Words } from './words.ts';

export function viewProgress(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { run, work } = model;
  if (run === null || (work !== 'run' && work !== 'stopping')) return null;
  const { sent, toSend } = run.progress;
  const isCounted = toSend > 0 && run.phase === 'push';
  return h(
    'section',
    { class: 'card progress' },
    h('p', { class: 'doing' }, phaseText(run, words)),
    bar(isCounted ? sent / toSend : null, words),
    h(
      'p',
      { class: 'far' },
      h('span', {}, toSend > 0 ? words.say('progress.rows', { sent, total: toSend }) : ''),
      h('span', {}, isCounted ? timeLeft(run.secondsLeft, words) : ''),
    ),
    h(
      'button',
      { type: 'button', id: 'stop', disabled: work === 'stopping', click: actions.stop },
      words.say(work === 'stopping' ? 'action.stopping' : 'action.stop'),
    ),
  );
}

/** Also what a screen reader is told while a run is under way. */
export function phaseText(run: RunView, words: Words): string {
  if (run.waiting !== null) return words.say(`phase.${run.waiting}`);
  const key: TextKey =
    run.phase === 'compare' && run.progress.sent > 0
      ? 'phase.compare_again'
      : run.phase === 'done' || run.phase === 'stopped'
        ? 'phase.finish'
        : `phase.${run.phase}`;
  return words.say(key);
}

function bar(share: number | null, words: Words): HTMLElement {
  const percent = share === null ? null : Math.min(100, Math.round(share * 100));
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
