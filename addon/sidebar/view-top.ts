// The top of the sidebar: name, connection, both sides' counts, the last run, and the two buttons.
import type { Actions } from './act.ts';
import type { Connection, Counts, LastRun } from './answers.ts';
import { h, type IconName, icon } from './dom.ts';
import type { Model } from './model.ts';
import type { Words } from './words.ts';

export function viewTop(model: Model, words: Words, nowMs: number): HTMLElement {
  const { status } = model;
  const counts = model.run?.notes?.counts ?? status?.counts ?? null;
  return h(
    'header',
    { class: 'top' },
    h(
      'div',
      { class: 'brand' },
      h('h1', {}, words.say('app.name')),
      chip(status === null ? 'checking' : status.connection, words),
    ),
    status !== null && h('p', { class: 'place' }, status.sheetName),
    status?.connection === 'connected' && viewCounts(counts, words),
    status?.connection === 'connected' && viewLast(status.last, words, nowMs),
  );
}

const CHIPS: Readonly<Record<Connection | 'checking', readonly [IconName, string]>> = {
  connected: ['check', 'good'],
  no_key: ['pause', 'calm'],
  refused: ['cross', 'bad'],
  unreachable: ['warn', 'warn'],
  checking: ['clock', 'calm'],
};

function chip(connection: Connection | 'checking', words: Words): HTMLElement {
  const [name, tone] = CHIPS[connection];
  return h('span', { class: `chip ${tone}` }, icon(name), words.say(`connection.${connection}`));
}

function viewCounts(counts: Counts | null, words: Words): HTMLElement {
  const apart = counts === null || counts.sheet === null ? null : Math.abs(counts.sheet - counts.database);
  const [tone, sign, said] =
    apart === null
      ? (['calm', '·', words.say('counts.unknown')] as const)
      : apart === 0
        ? (['good', '=', words.say('counts.equal')] as const)
        : (['warn', '≠', words.say('counts.apart', { n: apart })] as const);
  return h(
    'dl',
    { class: 'counts' },
    side(words.say('counts.sheet'), counts?.sheet ?? null, words),
    h('div', { class: `sign ${tone}`, title: said }, h('span', { 'aria-hidden': 'true' }, sign), unseen(said)),
    side(words.say('counts.database'), counts?.database ?? null, words),
  );
}

const unseen = (text: string): HTMLElement => h('span', { class: 'unseen' }, text);

const side = (name: string, count: number | null, words: Words): HTMLElement =>
  h('div', {}, h('dt', {}, name), h('dd', {}, count === null ? '–' : words.number(count)));

function viewLast(last: LastRun | null, words: Words, nowMs: number): HTMLElement {
  if (last === null) return h('p', { class: 'last' }, words.say('last.never'));
  const text = words.say(last.mode === 'sync' ? 'last.sync' : 'last.verify', { when: words.when(last.at, nowMs) });
  const by = last.by === null ? null : words.say('last.by', { who: last.by });
  return h('p', { class: 'last', title: by }, `${text} · ${words.say(`verdict.short.${last.verdict}`)}`);
}

export function viewActions(model: Model, words: Words, actions: Actions): HTMLElement | null {
  if (model.status === null || model.status.connection !== 'connected') return null;
  const isOff = model.work !== null;
  const isPrimary = isOff || !canContinue(model);
  return h(
    'div',
    { class: 'actions' },
    h(
      'button',
      {
        type: 'button',
        id: 'sync',
        class: isPrimary ? 'action' : '',
        disabled: isOff,
        title: words.say('action.hint_sync'),
        click: () => actions.start('sync'),
      },
      words.say('action.sync'),
    ),
    h(
      'button',
      {
        type: 'button',
        id: 'verify',
        disabled: isOff,
        title: words.say('action.hint_verify'),
        click: () => actions.start('verify'),
      },
      words.say('action.verify'),
    ),
  );
}

/** One blue button at a time: where a run can be continued, that is the one. */
export function canContinue({ run, status }: Model): boolean {
  if (run === null) return status?.unfinished !== null && status?.unfinished !== undefined;
  if (run.state === 'stumbled') return true;
  return run.state === 'stopped' && PASSING.has(run.problem?.code ?? '');
}

/** What heals by waiting, so that going on makes sense. */
const PASSING: ReadonlySet<string> = new Set([
  'unreachable',
  'server_error',
  'database_unavailable',
  'sheet_unreadable',
  'fetch_quota',
]);
