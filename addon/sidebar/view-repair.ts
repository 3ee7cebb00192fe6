// What was taken into the sheet or put back, the cells that were left and why, and the way back; short ways beside Sync and Verify.
import type { Actions } from './act.ts';
import { notice } from './banner.ts';
import { cellButton } from './cell-button.ts';
import { whyNoPush } from './check-state.ts';
import { needsSetup } from './contract-model.ts';
import { h } from './dom.ts';
import type { Model } from './model.ts';
import { codeWords } from './problem-words.ts';
import type { NamedCell } from './repair-answers.ts';
import type { Repaired } from './repair-model.ts';
import type { RunView } from './run-view.ts';
import type { Words } from './words.ts';

export function viewRepaired({ repair, work, status }: Model, words: Words, actions: Actions, nowMs: number) {
  const { repaired } = repair;
  if (repaired === null || work === 'run' || work === 'stopping') return null;
  if (work === 'taking') return viewRunning(repaired, words);
  const { named } = repaired;
  const isGood = named.count === 0 && repaired.problem === null;
  const card = notice(
    'repaired',
    {
      tone: isGood ? 'good' : 'warn',
      sign: isGood ? 'check' : 'warn',
      title: titleOf(repaired, words),
      text: textOf(repaired, words),
    },
    named.count > 0 ? h('p', {}, words.say('take.left', { n: named.count })) : null,
    ...byReason(named.items).map(([why, cells]) => viewReason(why, cells, words, actions)),
    (status?.taken ?? null) === null ? null : viewBack({ status, work }, words, actions, nowMs),
  );
  card.setAttribute('tabindex', '-1');
  return card;
}

function viewRunning({ what, total, done, already, named }: Repaired, words: Words): HTMLElement {
  const n = done + already + named.count;
  const text = what === 'back' ? words.say('back.running') : words.say('take.running', { n, total });
  return h('section', { class: 'card progress', id: 'repaired', tabindex: -1 }, h('h2', { class: 'doing' }, text));
}

function titleOf({ what, done, problem }: Repaired, words: Words): string {
  if (problem !== null && done === 0) return words.say('take.failed');
  if (done === 0) return words.say('take.none');
  return words.say(what === 'taken' ? 'take.done' : 'back.done', { n: done });
}

const textOf = ({ what, done, already, problem }: Repaired, words: Words): string[] => [
  problem === null ? '' : problem === 'busy_here' ? words.say('busy.here') : codeWords(problem, words),
  already === 0 ? '' : words.say('take.already', { n: already }),
  what === 'taken' && done > 0 ? words.say('take.proof') : '',
];

function byReason(cells: readonly NamedCell[]): (readonly [NamedCell['why'], readonly NamedCell[]])[] {
  const reasons = [...new Set(cells.map(({ why }) => why))];
  return reasons.map((why) => [why, cells.filter((cell) => cell.why === why)]);
}

const FIRST = 12;

function viewReason(why: NamedCell['why'], cells: readonly NamedCell[], words: Words, actions: Actions): HTMLElement {
  const shown = cells.slice(0, FIRST);
  return h(
    'div',
    { class: 'left-alone' },
    h('p', { class: 'cause' }, words.say(`stands.${why}`)),
    h(
      'ul',
      { class: 'inline' },
      ...shown.map(({ cell, key }, i) =>
        cell === null
          ? h('li', { class: 'key' }, key)
          : cellButton({ id: `left ${why}-${i}`, a1: cell, label: cell }, words, actions),
      ),
    ),
    cells.length > shown.length && h('p', { class: 'fix' }, words.say('list.unlisted', { n: cells.length - FIRST })),
  );
}

/** Found on opening, or after another run: what was taken can still be put back. */
export function viewTaken({ status, work, repair }: Model, words: Words, actions: Actions, nowMs: number) {
  const taken = status?.taken ?? null;
  if (taken === null || repair.repaired !== null || work === 'run' || work === 'stopping') return null;
  if (status?.connection !== 'connected') return null;
  return h('section', { class: 'card taken' }, viewBack({ status, work }, words, actions, nowMs));
}

function viewBack({ status, work }: Pick<Model, 'status' | 'work'>, words: Words, actions: Actions, nowMs: number) {
  const taken = status?.taken ?? null;
  if (taken === null) return null;
  const { cells, header, at, by } = taken;
  const button = (id: string, text: string, click: () => void) =>
    h('button', { type: 'button', id, disabled: work !== null, click }, text);
  const said = [
    words.say('back.offer', { n: cells, header, when: words.when(at, nowMs) }),
    by === null ? '' : words.say('back.by', { who: by }),
  ];
  return h(
    'div',
    { class: 'back' },
    h('p', { class: 'fix' }, words.sentences(said)),
    h(
      'div',
      { class: 'actions' },
      button('put-back', words.say('back.button', { n: cells }), actions.repair.putBack),
      button('keep-taken', words.say('back.keep'), actions.repair.keep),
    ),
  );
}

/** Then what the run before had found is no longer on the page. */
const isNothingSelected = ({ problem }: RunView): boolean => problem?.code === 'nothing_selected';

/** While headings are agreed on there is nothing to sync; of a sheet that was never synced a Check comes before any row. */
export function viewShort(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { status, run, work } = model;
  if (status?.connection !== 'connected' || model.contract.form !== null || needsSetup(status)) return null;
  const link = (id: string, text: string, click: () => void) =>
    h('button', { type: 'button', class: 'link', id, disabled: work !== null, click }, text);
  const { last } = status;
  const hasReport =
    (run === null || isNothingSelected(run)) && last?.verdict === 'not_in_step' && last.runId !== undefined;
  return h(
    'div',
    { class: 'short' },
    hasReport && link('show-last', words.say('groups.show'), actions.repair.showLast),
    whyNoPush(model) === null &&
      link('push-selected', words.say('push.selected'), () => actions.repair.push('selection')),
  );
}
