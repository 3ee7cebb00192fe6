// The self-check's page: what it will do, how far it is, and what came of it.
import { type Comparison, compareSelfCheck, NO_PROBE } from '../../../shared/self-check.ts';
import { h, icon } from '../../sidebar/dom.ts';
import type { Checked } from './check.ts';
import { isTextKey, type Say } from './words.ts';

interface Progress {
  readonly id: string;
  readonly done: number;
  readonly total: number;
}

export type View =
  | { readonly state: 'ready' }
  | { readonly state: 'running' | 'stopping'; readonly progress: Progress }
  | { readonly state: 'done'; readonly checked: Checked; readonly isStopped: boolean };

export interface Actions {
  readonly start: () => void;
  readonly stop: () => void;
  readonly download: () => void;
}

export function viewCheck(view: View, say: Say, actions: Actions): readonly (HTMLElement | null)[] {
  if (view.state === 'ready') return viewReady(say, actions);
  if (view.state === 'done') return viewDone(view.checked, view.isStopped, say, actions);
  return [viewRunning(view.progress, view.state === 'stopping', say, actions)];
}

const DOES = ['does.tab', 'does.server', 'does.trigger', 'does.nothing', 'does.time'] as const;

function viewReady(say: Say, { start }: Actions): readonly HTMLElement[] {
  return [
    h('p', { class: 'place' }, say('why')),
    h(
      'section',
      { class: 'card' },
      h('h2', {}, say('does.title')),
      h('ul', { class: 'does' }, ...DOES.map((key) => h('li', {}, say(key)))),
    ),
    h('div', { class: 'actions' }, button(say('start'), 'action', start, 'start')),
  ];
}

function viewRunning({ id, done, total }: Progress, isStopping: boolean, say: Say, { stop }: Actions): HTMLElement {
  const percent = Math.round((done * 100) / total);
  return h(
    'section',
    { class: 'card' },
    h('p', { class: 'doing' }, isStopping ? say('stopping') : stepName(id, say)),
    h(
      'div',
      { class: 'bar', role: 'progressbar', 'aria-label': say('title'), 'aria-valuenow': percent },
      h('div', { class: 'fill', style: `width: ${percent}%` }),
    ),
    h('p', { class: 'far' }, say('step', { done: Math.min(done + 1, total), total })),
    h('button', { type: 'button', id: 'stop', class: 'danger', disabled: isStopping, click: stop }, say('stop')),
  );
}

export function stepName(id: string, say: Say): string {
  const key = `step.${id}`;
  return isTextKey(key) ? say(key) : id;
}

function viewDone({ file, problem, isClean }: Checked, isStopped: boolean, say: Say, actions: Actions) {
  const lines = compareSelfCheck(file?.probes ?? []).filter(({ reason }) => reason !== NO_PROBE);
  const different = lines.filter(({ result }) => result === 'differs');
  const again = button(say('again'), file === null ? 'action' : '', actions.start, 'start');
  const save = file === null ? null : button(say('download'), 'action', actions.download, 'download');
  return [
    file === null ? viewFailed(problem, say) : viewResult(lines, different.length, isStopped, say),
    h('p', { class: isClean ? 'hint' : 'warn left' }, say(isClean ? 'done.clean' : 'done.left')),
    different.length > 0 ? viewTable(different, say) : null,
    h('div', { class: 'actions' }, save, again),
    file === null ? null : h('p', { class: 'hint' }, say('download.hint')),
  ];
}

function viewFailed(problem: string | null, say: Say): HTMLElement {
  return h(
    'section',
    { class: 'card banner bad' },
    heading('cross', say('done.failed')),
    h('p', {}, say('done.failed_why', { message: problem ?? '' })),
  );
}

function viewResult(lines: readonly Comparison[], different: number, isStopped: boolean, say: Say): HTMLElement {
  const count = (wanted: Comparison['result']) => lines.filter(({ result }) => result === wanted).length;
  const counts = {
    same: count('as_assumed'),
    differs: different,
    noted: count('noted'),
    unseen: count('not_observed'),
  };
  const [tone, sign, title] = isStopped
    ? (['calm', 'pause', say('done.stopped')] as const)
    : different > 0
      ? (['warn', 'warn', say('done.differs', { n: different })] as const)
      : (['good', 'check', say('done.same')] as const);
  return h('section', { class: `card banner ${tone}` }, heading(sign, title), h('p', {}, say('done.counts', counts)));
}

const heading = (sign: Parameters<typeof icon>[0], text: string): HTMLElement =>
  h('h2', { id: 'result', tabindex: '-1' }, icon(sign), text);

function viewTable(lines: readonly Comparison[], say: Say): HTMLElement {
  const head = (['table.what', 'table.assumed', 'table.observed'] as const).map((key) =>
    h('th', { scope: 'col' }, say(key)),
  );
  const rows = lines.map(({ id, assumed, observed }) =>
    h('tr', {}, h('th', { scope: 'row' }, id), h('td', {}, String(assumed)), h('td', {}, String(observed))),
  );
  return h('table', { class: 'differences' }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows));
}

const button = (text: string, kind: string, click: () => void, id: string): HTMLElement =>
  h('button', { type: 'button', id, class: kind, click }, text);
