// How a run ended: the verdict in words, with colour and sign, and the receipt that closes.
import type { Receipt } from '../../shared/protocol.ts';
import type { Actions } from './act.ts';
import type { RunResult } from './answers.ts';
import { fold, h, type IconName, icon } from './dom.ts';
import type { Model, RunView } from './model.ts';
import { canContinue } from './view-top.ts';
import type { Words } from './words.ts';

export function viewOutcome(model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  const { run, work } = model;
  if (work === 'run' || work === 'stopping') return null;
  if (run === null) return viewUnfinished(model, words, actions, nowMs);
  if (run.schema !== null) return null;
  if (run.result !== null) return viewVerdict(run, run.result, words);
  return viewProblem(run, words, canContinue(model) ? continueButtons(words, actions) : null, nowMs);
}

interface Banner {
  readonly tone: 'good' | 'warn' | 'bad' | 'calm';
  readonly sign: IconName;
  readonly title: string;
  readonly text: string;
}

/** `result` takes the focus when a run ends, so that a keyboard goes on reading from here. */
export function banner({ tone, sign, title, text }: Banner, ...more: readonly (Node | null)[]): HTMLElement {
  return h(
    'section',
    { class: `card banner ${tone}`, id: 'result', tabindex: -1 },
    h('h2', {}, icon(sign), title),
    h('p', {}, text),
    ...more,
  );
}

const VERDICTS = {
  in_step: ['good', 'check'],
  in_step_except_held: ['warn', 'pause'],
  not_in_step: ['bad', 'cross'],
} as const;

function viewVerdict(run: RunView, result: RunResult, words: Words): HTMLElement {
  const { verdict, receipt, durationMs, rowsPerSecond } = result;
  const [tone, sign] = VERDICTS[verdict];
  const isHeld = run.notes?.runHeld !== null && run.notes?.runHeld !== undefined;
  const title = isHeld ? words.say('held.run') : words.say(`verdict.${verdict}`);
  const text = isHeld ? words.say('held.run.text') : verdictText(result, words);
  const took = words.say('verdict.took', {
    seconds: Math.round(durationMs / 100) / 10,
    rate: Math.round(rowsPerSecond),
  });
  return banner({ tone, sign, title, text }, h('p', { class: 'took' }, took), viewReceipt(receipt, words));
}

function verdictText({ verdict, receipt, missing, mismatches }: RunResult, words: Words): string {
  const text = words.say(`verdict.${verdict}.text`, { n: receipt.read - receipt.skippedBlank });
  if (verdict !== 'not_in_step') return text;
  const counts = [
    missing.count === 0 ? '' : words.say('verdict.not_in_step.missing', { n: missing.count }),
    mismatches.count === 0 ? '' : words.say('verdict.not_in_step.differ', { n: mismatches.count }),
  ];
  return [...counts, text].filter((sentence) => sentence !== '').join(' ');
}

const LINES = ['inserted', 'updated', 'unchanged', 'rejected', 'duplicate', 'skippedBlank', 'held'] as const;

function viewReceipt(receipt: Receipt, words: Words): HTMLElement {
  const line = (name: (typeof LINES)[number]) =>
    h(
      'tr',
      { class: receipt[name] === 0 ? 'none' : null },
      h('th', { scope: 'row' }, words.say(`receipt.${name}`)),
      h('td', {}, words.number(receipt[name])),
    );
  const total = h(
    'tr',
    { class: 'total' },
    h('th', { scope: 'row' }, words.say('receipt.read')),
    h('td', {}, words.number(receipt.read)),
  );
  const said = words.say(receipt.balanced ? 'receipt.closes' : 'receipt.open');
  return fold(
    'receipt',
    true,
    [words.say('receipt.title')],
    h('table', { class: 'receipt' }, h('tbody', {}, ...LINES.map(line)), h('tfoot', {}, total)),
    h('p', { class: `closes ${receipt.balanced ? 'good' : 'bad'}` }, icon(receipt.balanced ? 'check' : 'cross'), said),
  );
}

function viewProblem(run: RunView, words: Words, buttons: HTMLElement | null, nowMs: number): HTMLElement | null {
  const { problem } = run;
  if (problem === null) return null;
  if (problem.code === 'stopped_by_person') {
    const { sent, toSend } = run.progress;
    const text = sent === 0 ? words.say('stopped.none') : words.say('stopped.some', { sent, total: toSend });
    return banner({ tone: 'calm', sign: 'pause', title: words.say('stopped.title'), text });
  }
  if (run.state === 'busy') return viewBusy(problem.params, words, nowMs);
  const text = words.sayIf(`problem.${problem.code}`, problem.params) ?? (problem.detail || words.say('problem.other'));
  return banner({ tone: 'warn', sign: 'warn', title: words.say('problem.title'), text }, buttons);
}

/** `trigger` tells what kind of run holds the sheet; `who`, where the server knows a person. */
function viewBusy(params: Readonly<Record<string, unknown>>, words: Words, nowMs: number): HTMLElement {
  const { who, since, takeOverAt, trigger } = params;
  const isPerson = typeof who === 'string' && (trigger === undefined || who.includes('@'));
  const said = { who, since: typeof since === 'string' ? words.when(since, nowMs) : null };
  const text =
    said.since === null
      ? words.say('busy.here')
      : isPerson
        ? words.say('busy.who', said)
        : (words.sayIf(`busy.${trigger}`, said) ?? words.say('busy.sidebar', said));
  const over =
    typeof takeOverAt === 'string' ? h('p', {}, words.say('busy.over', { when: words.when(takeOverAt, nowMs) })) : null;
  return banner({ tone: 'calm', sign: 'person', title: words.say('busy.title'), text }, over);
}

function viewUnfinished({ status }: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  const unfinished = status?.unfinished ?? null;
  if (unfinished === null || status?.connection !== 'connected') return null;
  const { progress, startedAt, by } = unfinished;
  const text = words.say(by === null ? 'unfinished.text' : 'unfinished.by', {
    when: words.when(startedAt, nowMs),
    who: by,
    sent: progress.sent,
    total: progress.toSend,
  });
  const title = words.say('unfinished.title');
  return banner({ tone: 'calm', sign: 'clock', title, text }, continueButtons(words, actions));
}

const continueButtons = (words: Words, actions: Actions): HTMLElement =>
  h(
    'div',
    { class: 'actions' },
    h(
      'button',
      { type: 'button', id: 'continue', class: 'action', click: actions.resume },
      words.say('action.continue'),
    ),
    h('button', { type: 'button', id: 'give-up', click: actions.stop }, words.say('action.give_up')),
  );
