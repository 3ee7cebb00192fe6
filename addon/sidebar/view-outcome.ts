// How a run ended: the verdict in words, with colour and sign, and the receipt that closes.
import type { Actions } from './act.ts';
import type { RunResult } from './answers.ts';
import { banner } from './banner.ts';
import { checkOf, holdsOf } from './check-state.ts';
import { fold, h, icon } from './dom.ts';
import type { Model } from './model.ts';
import { problemWords } from './problem-words.ts';
import { canGoOn, isNotBegun, type RunView } from './run-view.ts';
import { viewCheck } from './view-check.ts';
import { viewQuestion } from './view-overwrites.ts';
import { continueButtons, viewBusy, viewTaken, viewUnfinished } from './view-unfinished.ts';
import type { Words } from './words.ts';
import { whatIsIn } from './words-of-run.ts';

export function viewOutcome(model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  const { run, work } = model;
  if (work === 'run' || work === 'stopping') return null;
  if (run === null) return viewUnfinished(model, words, actions, nowMs);
  if (run.state === 'busy') return viewBusy(model, run, words, actions, nowMs);
  if (run.problem?.code === 'taken_over') return viewTaken(model, run, words, nowMs);
  if (run.schema !== null) return null;
  if (run.state === 'asking') return viewQuestion(model, run, words, actions);
  const check = checkOf(run);
  if (check !== null) return viewCheck(model, check, words, actions);
  if (run.result !== null) return viewVerdict(model, run, run.result, words, nowMs);
  return viewProblem(run, work !== null, words, actions);
}

const VERDICTS = {
  in_step: ['good', 'check'],
  in_step_except_held: ['warn', 'pause'],
  not_in_step: ['bad', 'cross'],
} as const;

const seenAt = ({ repair }: Model, words: Words, nowMs: number): string =>
  repair.seenAt === null ? '' : words.say('groups.seen', { when: words.when(repair.seenAt, nowMs) });

function viewVerdict(model: Model, run: RunView, result: RunResult, words: Words, nowMs: number): HTMLElement {
  const { verdict, durationMs, rowsPerSecond } = result;
  const [tone, sign] = VERDICTS[verdict];
  const isHeld = run.notes?.held?.scope === 'run';
  const title = words.say(isHeld ? 'holds.run' : `verdict.${verdict}`);
  const text = isHeld ? words.say(isKeptOut(model) ? 'holds.run.kept' : 'holds.run.text') : verdictText(result, words);
  const took = words.say('verdict.took', {
    seconds: Math.round(durationMs / 100) / 10,
    rate: Math.round(rowsPerSecond),
  });
  const pushed = isHeld ? '' : pushedText(run, words);
  return banner(
    { tone, sign, title, text: [seenAt(model, words, nowMs), pushed, ...[text].flat()] },
    h('p', { class: 'took' }, took),
    viewReceipt(result, words),
  );
}

/** A person said no to the whole run: what to do is no longer asked. */
const isKeptOut = (model: Model): boolean =>
  holdsOf(model).every(({ scope, state }) => scope !== 'run' || state === 'discarded');

/** Of a run that pushed some rows only, what became of these; the verdict is of the whole sheet. */
function pushedText({ only, progress, result }: RunView, words: Words): string {
  if (only === null) return '';
  const { toSend, sent, rejected } = progress;
  const pushed =
    toSend === 0 ? words.say('push.none') : words.say('push.done', { n: Math.max(0, sent - rejected), total: toSend });
  const rest = result?.verdict === 'not_in_step' ? words.say('push.rest') : '';
  return words.sentences([`${pushed}${words.language === 'ja' ? '。' : '.'}`, rest]);
}

function verdictText({ verdict, receipt, missing, mismatches }: RunResult, words: Words): string {
  const text = words.say(`verdict.${verdict}.text`, { n: receipt.read - receipt.skippedBlank });
  if (verdict !== 'not_in_step') return text;
  const counts = [
    missing.count === 0 ? '' : words.say('verdict.not_in_step.missing', { n: missing.count }),
    mismatches.count === 0 ? '' : words.say('verdict.not_in_step.differ', { n: mismatches.count }),
  ];
  return words.sentences([...counts, text]);
}

const LINES = ['inserted', 'updated', 'unchanged', 'rejected', 'duplicate', 'skippedBlank', 'held'] as const;

/** Open where all is well; else what stands in the way comes first, and a press opens it. */
function viewReceipt({ receipt, verdict }: RunResult, words: Words): HTMLElement {
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
    verdict === 'in_step' ? 'receipt' : 'receipt-of-more',
    verdict === 'in_step',
    [words.say('receipt.title')],
    h('table', { class: 'receipt' }, h('tbody', {}, ...LINES.map(line)), h('tfoot', {}, total)),
    h('p', { class: `closes ${receipt.balanced ? 'good' : 'bad'}` }, icon(receipt.balanced ? 'check' : 'cross'), said),
  );
}

function viewProblem(run: RunView, isOff: boolean, words: Words, actions: Actions): HTMLElement | null {
  const { problem, progress, mode } = run;
  if (problem === null) return null;
  if (problem.code === 'stopped_by_person') {
    const rest = mode === 'verify' ? '' : words.say(isAllSent(run) ? 'stopped.sent' : 'stopped.again');
    const text = [whatIsIn(progress, mode, words), rest];
    return banner({ tone: 'calm', sign: 'pause', title: words.say('stopped.title'), text });
  }
  const buttons = canGoOn(run) ? continueButtons(isOff, words, actions) : null;
  const text = [problemWords(problem, words), ...(buttons === null ? [] : whereItStands(run, words))];
  const title = words.say(isNotBegun(run) ? 'run.not_begun' : 'problem.title');
  return banner({ tone: 'warn', sign: 'warn', title, text }, buttons);
}

/** What a call that was lost has done nobody knows yet, but that no row is half-written. */
function whereItStands({ state, progress, mode, problem }: RunView, words: Words): string[] {
  const isUnknown = state === 'stumbled' && progress.toSend === 0;
  const isIn = isUnknown ? words.say('in.whole') : whatIsIn(progress, mode, words);
  return [isIn, problem?.code === 'fetch_quota' ? '' : words.say('problem.wait')];
}

const isAllSent = ({ progress: { sent, toSend } }: RunView): boolean => toSend > 0 && sent >= toSend;
