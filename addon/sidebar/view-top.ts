// The top of the sidebar: name, connection, where the data goes and who looks, both sides' counts, the last run, the two buttons.
import type { Verdict } from '../../shared/protocol.ts';
import type { Actions } from './act.ts';
import type { Connection, Counts, LastRun, Status } from './answers.ts';
import { needsCheck } from './check-state.ts';
import { needsSetup } from './contract-model.ts';
import { h, type IconName, icon, unseen } from './dom.ts';
import { leadOf } from './lead.ts';
import type { Model } from './model.ts';
import { isDatabaseAway } from './status-trouble.ts';
import type { Words } from './words.ts';

export function viewTop(model: Model, words: Words, nowMs: number): HTMLElement {
  const { status } = model;
  const counts = model.run?.notes?.counts ?? status?.counts ?? null;
  const isSyncing = status?.connection === 'connected' && model.contract.form === null;
  const verdict = model.run?.result?.verdict ?? status?.last?.verdict ?? null;
  return h(
    'div',
    { class: 'top' },
    h('div', { class: 'brand' }, h('h1', {}, words.say('app.name')), chip(status, words)),
    status !== null && viewPlace(status, words),
    isSyncing && viewCounts(counts, verdict, words),
    isSyncing && viewLast(status?.last ?? null, words, nowMs),
  );
}

/** Google lets a person be signed in as several at once: whose rights these are had better be said. */
const viewPlace = ({ sheetName, server, person, link }: Status, words: Words): HTMLElement =>
  h(
    'div',
    { class: 'place' },
    h('p', { class: 'tab' }, sheetName),
    h(
      'p',
      { class: 'goes' },
      h('span', {}, words.say('place.server', { server })),
      link !== null && h('a', { id: 'link', href: link, target: '_blank', rel: 'noopener' }, words.say('app.link')),
    ),
    person !== null && h('p', {}, words.say('place.person', { who: person })),
  );

const CHIPS: Readonly<Record<Connection | 'checking', readonly [IconName, string]>> = {
  connected: ['check', 'good'],
  no_key: ['pause', 'calm'],
  refused: ['cross', 'bad'],
  unreachable: ['warn', 'warn'],
  wrong_sheet: ['cross', 'bad'],
  checking: ['clock', 'calm'],
};

function chip(status: Status | null, words: Words): HTMLElement {
  const connection = status?.connection ?? 'checking';
  const [name, tone] = CHIPS[connection];
  const isAway = status !== null && isDatabaseAway(status);
  const text = isAway ? words.say('connect.database_chip') : words.say(`connection.${connection}`);
  return h('span', { class: `chip ${tone}` }, icon(name), text);
}

/** As many rows on both sides prove nothing while values differ: then the sign is no good news. */
function viewCounts(counts: Counts | null, verdict: Verdict | null, words: Words): HTMLElement {
  const apart = counts === null || counts.sheet === null ? null : Math.abs(counts.sheet - counts.database);
  const [tone, sign, said] =
    apart === null
      ? (['calm', '·', words.say('counts.unknown')] as const)
      : apart === 0
        ? ([verdict === 'not_in_step' ? 'calm' : 'good', '=', words.say('counts.equal')] as const)
        : (['warn', '≠', words.say('counts.apart', { n: apart })] as const);
  return h(
    'div',
    { class: 'counts' },
    side(words.say('counts.sheet'), counts?.sheet ?? null, words),
    h('div', { class: `sign ${tone}`, title: said }, h('span', { 'aria-hidden': 'true' }, sign), unseen(said)),
    side(words.say('counts.database'), counts?.database ?? null, words),
  );
}

const side = (name: string, count: number | null, words: Words): HTMLElement =>
  h(
    'p',
    {},
    h('span', { class: 'side' }, name),
    h('span', { class: 'number' }, count === null ? '–' : words.number(count)),
  );

function viewLast(last: LastRun | null, words: Words, nowMs: number): HTMLElement {
  if (last === null) return h('p', { class: 'last' }, words.say('last.never'));
  const text = words.say(last.mode === 'sync' ? 'last.sync' : 'last.verify', { when: words.when(last.at, nowMs) });
  const by = last.by === null ? null : words.say('last.by', { who: last.by });
  return h('p', { class: 'last', title: by }, `${text} · ${words.say(`verdict.short.${last.verdict}`)}`);
}

export function viewActions(model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  if (model.status === null || model.status.connection !== 'connected') return null;
  if (model.contract.form !== null || needsSetup(model.status)) return null;
  const isOff = model.work !== null;
  const isFirst = needsCheck(model);
  const starts = {
    sync: isFirst ? actions.check.start : () => actions.start('sync'),
    verify: () => actions.start('verify'),
    check: actions.check.start,
  };
  const button = (mode: 'sync' | 'verify' | 'check', isLead: boolean) =>
    h(
      'button',
      {
        type: 'button',
        id: mode,
        class: isLead ? 'action' : null,
        disabled: isOff,
        title: words.say(isFirst && mode === 'sync' ? 'action.hint_check' : `action.hint_${mode}`),
        click: starts[mode],
      },
      words.say(isFirst && mode === 'sync' ? 'action.check_first' : `action.${mode}`),
    );
  return h(
    'div',
    { class: 'actions' },
    button('sync', leadOf(model, nowMs) === 'sync'),
    button('verify', false),
    !isFirst && button('check', false),
  );
}
