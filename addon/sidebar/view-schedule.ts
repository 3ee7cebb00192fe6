// The hourly sync: a switch that explains itself, what became of the last run, and what keeps it from running.
import type { Actions } from './act.ts';
import type { Schedule, ScheduledRun } from './answers.ts';
import { notice } from './banner.ts';
import { needsCheck } from './check-state.ts';
import { fold, h } from './dom.ts';
import type { Model } from './model.ts';
import { codeWords } from './problem-words.ts';
import type { TextKey } from './texts.ts';
import type { Words } from './words.ts';

export function viewSchedule(model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  const { status, work, scheduleProblem } = model;
  if (status === null || status.connection !== 'connected') return null;
  const { schedule } = status;
  const isOn = schedule.state !== 'off';
  const lines = isOn ? onLines(schedule, needsCheck(model), words, nowMs) : [words.say('schedule.as_you')];
  const failed = scheduleProblem === null ? null : (words.sayIf(`problem.${scheduleProblem}`) ?? '');
  return h(
    'section',
    { class: 'schedule', 'aria-labelledby': 'schedule-title' },
    h(
      'div',
      { class: 'switching' },
      h('h2', { id: 'schedule-title' }, words.say('schedule.title')),
      toggle(isOn, work, words, () => actions.schedule(!isOn)),
    ),
    h(
      'div',
      { id: 'schedule-state', class: 'said' },
      h('p', {}, words.say('schedule.what', { sheet: isOn ? schedule.sheetName : status.sheetName })),
      ...lines.map((line) => h('p', {}, line)),
      failed !== null && h('p', { class: 'failed' }, words.sentences([words.say('schedule.failed'), failed])),
    ),
    viewHow(words),
  );
}

/** Stays where the keyboard is while it is being switched. */
function toggle(isOn: boolean, work: Model['work'], words: Words, click: () => void): HTMLElement {
  const isSwitching = work === 'switching';
  return h(
    'button',
    {
      type: 'button',
      id: 'schedule',
      role: 'switch',
      class: 'switch',
      'aria-checked': isOn ? 'true' : 'false',
      'aria-labelledby': 'schedule-title',
      'aria-describedby': 'schedule-state',
      'aria-busy': isSwitching ? 'true' : null,
      'aria-disabled': work === null ? null : 'true',
      click: () => work === null && click(),
    },
    h(
      'span',
      { 'aria-hidden': 'true' },
      words.say(isSwitching ? 'schedule.switching' : isOn ? 'schedule.is_on' : 'schedule.is_off'),
    ),
    h('span', { class: 'track' }, h('span', { class: 'thumb' })),
  );
}

/** Of a sheet that was never synced no time is promised: what it does then is nothing. That it did so is past once one was. */
function onLines(schedule: Schedule, isFirst: boolean, words: Words, nowMs: number): string[] {
  const { state, last, arrivesBy, isMine, by } = schedule;
  return [
    state !== 'waiting' && last !== null && (isFirst || last.code !== 'needs_check')
      ? lastLine(last, words, nowMs)
      : words.say(isFirst ? 'schedule.first' : 'schedule.waiting'),
    arrivesBy === null || isFirst ? '' : words.say('schedule.arrives', { time: words.clock(arrivesBy, nowMs) }),
    isMine ? words.say('schedule.mine') : words.say('schedule.theirs', { who: by ?? words.say('schedule.someone') }),
    isMine ? '' : words.say('schedule.end'),
  ].filter((line) => line !== '');
}

const ENDS: Readonly<Record<ScheduledRun['outcome'], TextKey>> = {
  in_step: 'verdict.short.in_step',
  in_step_except_held: 'verdict.short.in_step_except_held',
  not_in_step: 'verdict.short.not_in_step',
  unfinished: 'schedule.ended.unfinished',
  yielded: 'schedule.ended.yielded',
  stopped: 'schedule.ended.stopped',
};

function lastLine({ at, outcome, code }: ScheduledRun, words: Words, nowMs: number): string {
  const line = words.say('schedule.last', { when: words.when(at, nowMs), how: words.say(ENDS[outcome]) });
  return code === null ? line : words.sentences([line, codeWords(code, words)]);
}

const HOW = ['schedule.how.rate', 'schedule.how.budget', 'schedule.how.yields', 'schedule.how.owner'] as const;

const viewHow = (words: Words): HTMLElement =>
  fold(
    'schedule-how',
    false,
    [words.say('schedule.how')],
    h('ul', { class: 'said how' }, ...HOW.map((key) => h('li', {}, words.say(key)))),
  );

/** At the top, since what the reader believes to happen by itself does not. */
export function viewTrouble({ status }: Model, words: Words): HTMLElement | null {
  if (status === null || status.schedule.trouble === null) return null;
  const { by, isMine, trouble } = status.schedule;
  const { code, url } = trouble;
  const theirs = isMine ? '' : words.say(`trouble.theirs.${code}`, { who: by ?? words.say('schedule.someone') });
  const asks = isMine && url?.startsWith('https://') === true;
  return notice(
    'trouble',
    {
      tone: 'warn',
      sign: 'warn',
      title: words.say(`trouble.title.${code}`),
      text: [words.say(`trouble.text.${code}`), isMine ? words.say(`trouble.mine.${code}`) : theirs],
    },
    asks
      ? h(
          'p',
          {},
          h('a', { id: 'authorize', href: url, target: '_blank', rel: 'noopener' }, words.say('trouble.authorize')),
        )
      : null,
  );
}
