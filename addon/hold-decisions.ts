// A person's yes or no to what the guard holds: told to the server, which answers with the holds as they are now.
import type { HoldDecided, HoldDecision } from '../shared/protocol.ts';
import { refusal } from './answering.ts';
import { connect } from './connection.ts';
import type { Person } from './saved-run.ts';
import type { Reply } from './sidebar/answers.ts';

/** `columns` names those that are meant; empty for all that the run holds. */
export function decideHolds(
  gid: number,
  runId: string,
  verb: 'release' | 'discard',
  columns: readonly string[],
  always: boolean,
  person: Person,
): Reply<HoldDecided> {
  const send = connect(gid);
  if (send === null) return refusal('no_key', 'This document holds no sheet key yet.');
  const body: HoldDecision = {
    ...(columns.length === 0 ? {} : { columns }),
    ...(always ? { always } : {}),
    ...(person.email === null ? {} : { by: person.email }),
  };
  const answer = send([{ method: 'post', path: `v1/runs/${encodeURIComponent(runId)}/${verb}`, body }])[0];
  if (answer?.ok !== true)
    return refusal(answer?.problem.code ?? 'unreachable', 'The server did not take the decision.');
  return { ok: true, ...(answer.body as HoldDecided) };
}
