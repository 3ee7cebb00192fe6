// What of a run is in the database, in words that are true in every phase.
import type { Mode } from '../../shared/protocol.ts';
import type { Progress } from '../../shared/run-steps.ts';
import type { Words } from './words.ts';

/** A row counts as in once the server has said so; refused rows are not in. */
export function whatIsIn(progress: Progress, mode: Mode, words: Words): string {
  const { toSend, rejected } = progress;
  if (mode === 'verify' || toSend === 0) return rowsIn(progress, mode, words);
  const refused = rejected === 0 ? '' : words.say('in.refused', { n: rejected });
  return words.sentences([rowsIn(progress, mode, words), refused, words.say('in.whole')]);
}

/** In one sentence, for someone else's run. */
export function rowsIn({ sent, toSend, rejected }: Progress, mode: Mode, words: Words): string {
  if (mode === 'verify') return words.say('in.verify');
  if (toSend === 0) return words.say('in.none');
  return words.say('in.some', { n: Math.max(0, sent - rejected), total: toSend });
}
