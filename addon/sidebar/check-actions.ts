// What a press sets off around Check, holds and keys; the views know these by name only.
import type { LookAlikeAnswer } from '../../shared/protocol.ts';
import type { Failed } from './answers.ts';
import type { CheckModel, HoldShown, KeyAnswer } from './check-model.ts';
import { checkOf } from './check-state.ts';
import { focusOn } from './focus.ts';
import type { RunActions } from './run-actions.ts';
import { callHold, callLookAlike, callNotBuyers, callWriteKey } from './server-call.ts';
import type { Store } from './store.ts';

export interface CheckActions {
  readonly start: () => void;
  /** The yes given at a Check's result. */
  readonly yes: () => void;
  /** To what a sync asks before it sends. */
  readonly answer: (choice: 'go' | 'leave') => void;
  /** Opens the question about one hold, or closes it. */
  readonly askHold: (id: string | null) => void;
  readonly decide: (hold: HoldShown, verb: 'release' | 'discard', always: boolean) => void;
  readonly lookAlike: (id: string, pair: Pair, answer: LookAlikeAnswer['answer']) => void;
  /** Writes the other spelling into the key cell of a row. */
  readonly writeKey: (id: string, pair: Pair, cell: string) => void;
  readonly notBuyers: (id: string, rows: string, isBuyer: boolean) => void;
}

export interface Pair {
  readonly key: string;
  readonly otherKey: string;
}

export function checkActions({ model, show }: Store, runs: RunActions, refresh: () => Promise<void>): CheckActions {
  const gidOf = () => model().run?.gid ?? model().status?.gid ?? 0;
  const change = (part: Partial<CheckModel>) => show({ check: { ...model().check, ...part } });

  async function decide(hold: HoldShown, verb: 'release' | 'discard', always: boolean): Promise<void> {
    show({ work: 'deciding', check: { ...model().check, problem: null } });
    const reply = await callHold(verb, gidOf(), hold.runId, hold.scope === 'run' ? [] : [hold.column], always);
    if (!reply.ok) {
      show({ work: null, check: { ...model().check, problem: { id: hold.id, code: reply.code } } });
      return;
    }
    const { decided } = model().check;
    const now = Object.fromEntries([...reply.holds, { ...hold, state: stateAfter(verb) }].map((one) => [one.id, one]));
    show({ work: null, check: { ...model().check, asked: null, decided: { ...decided, ...now } } });
    if (verb === 'release') await runs.start('sync');
    else await refresh();
  }

  /** Keeps what came of it under the question's own id. */
  async function said(
    id: string,
    call: () => Promise<{ ok: true } | Failed>,
    then: (before: KeyAnswer) => KeyAnswer,
  ): Promise<void> {
    const before = model().check.keys[id] ?? { answer: null, written: [], problem: null };
    show({ work: 'deciding' });
    const reply = await call();
    const after: KeyAnswer = reply.ok ? { ...then(before), problem: null } : { ...before, problem: reply.code };
    show({ work: null, check: { ...model().check, keys: { ...model().check.keys, [id]: after } } });
  }

  return {
    start: () => void runs.start('check'),
    yes: () => void runs.start('sync', checkOf(model().run) === null ? '' : (model().run?.runId ?? '')),
    answer: (choice) => void runs.answer(choice),
    askHold: (id) => {
      const before = model().check.asked;
      change({ asked: id });
      focusOn(id === null ? `hold-let-${before}` : `hold-back-${id}`);
    },
    decide: (hold, verb, always) => void decide(hold, verb, always),
    lookAlike: (id, { key, otherKey }, answer) =>
      void said(
        id,
        () => callLookAlike(gidOf(), key, otherKey, answer ?? ''),
        (before) => ({ ...before, answer }),
      ),
    writeKey: (id, { key, otherKey }, cell) =>
      void said(
        id,
        () => callWriteKey(gidOf(), cell, key, otherKey),
        (before) => ({ ...before, answer: 'same', written: [...before.written, cell] }),
      ),
    notBuyers: (id, rows, isBuyer) =>
      void said(
        id,
        () => callNotBuyers(gidOf(), rows, isBuyer),
        (before) => ({ ...before, answer: isBuyer ? null : 'not_buyers' }),
      ),
  };
}

const stateAfter = (verb: 'release' | 'discard'): HoldShown['state'] => (verb === 'release' ? 'released' : 'discarded');
