// Trying again by hand what waits in the retry queue: all of it a portion at a time, or one row.
import { focusOn } from './focus.ts';
import type { TriedSoFar } from './queue-model.ts';
import { callTryRetries, twice } from './server-call.ts';
import type { Store } from './store.ts';

export interface QueueActions {
  readonly tryAll: () => void;
  readonly tryOne: (id: string) => void;
}

/** `findAgain`: a buyer that is on the page and was tried is looked for anew. */
export function queueActions(
  { model, show }: Store,
  refresh: () => Promise<void>,
  findAgain: (key: string) => void,
): QueueActions {
  async function tryAgain(id: string | null): Promise<void> {
    const { status, repair } = model();
    const gid = status?.gid ?? 0;
    const { waiting, givenUp } = status?.queue ?? { waiting: { count: 0 }, givenUp: { count: 0 } };
    let tried: TriedSoFar = {
      total: id === null ? waiting.count + givenUp.count : 1,
      went: 0,
      refused: 0,
      waits: 0,
      problem: null,
    };
    show({ work: 'retrying', tried });
    focusOn('queue-card');
    for (let cursor: string | null = null; ; ) {
      const reply = await twice(() => callTryRetries(gid, id, cursor));
      if (!reply.ok) tried = { ...tried, problem: reply.code };
      else {
        const { went, refused, waits } = reply;
        tried = { ...tried, went: tried.went + went, refused: tried.refused + refused, waits: tried.waits + waits };
      }
      show({ tried });
      if (!reply.ok || reply.next === null) break;
      cursor = reply.next;
    }
    show({ work: null });
    await refresh();
    const { found, wanted } = repair.buyer;
    if (id !== null && found?.retry?.id === id) findAgain(wanted);
  }

  return { tryAll: () => void tryAgain(null), tryOne: (id) => void tryAgain(id) };
}
