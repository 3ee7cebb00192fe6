// "Show 200 more": what the page knows at once, else asked of the server page by page; the keyboard goes to the first new one.
import type { Listed } from './act.ts';
import type { Failed } from './answers.ts';
import { findingGroups, withFindingsPage, withListPage } from './findings.ts';
import { focusOn } from './focus.ts';
import { itemId, PAGE } from './listing.ts';
import type { RunView } from './run-view.ts';
import { callFindings, callMore } from './server-call.ts';
import type { Store } from './store.ts';

/** A page may hold cells of other columns only: so many are asked for at one press. */
const MAX_PAGES = 10;

export function moreOf({ model, show }: Store): (list: Listed) => Promise<void> {
  return async (list) => {
    if (list.from !== null && !(await ask(list))) return;
    const { shown } = model();
    show({ shown: { ...shown, [list.id]: list.shown + PAGE }, work: list.from === null ? model().work : null });
    if (!focusOn(itemId(list.id, list.shown))) focusOn(`${list.id}-more`);
  };

  /** Whether it came about; the reader is told why not. */
  async function ask({ id, known, from }: Listed): Promise<boolean> {
    show({ work: 'listing', listing: { id, problem: null } });
    for (let page = 0; page < MAX_PAGES; page++) {
      const { run } = model();
      if (run === null || isAtEnd(run, from) || knownOf(run, id) > known) break;
      const next = await nextPage(run, from);
      if ('code' in next) {
        show({ work: null, listing: { id, problem: next.code } });
        return false;
      }
      show({ run: next });
    }
    show({ listing: null });
    return true;
  }
}

async function nextPage(run: RunView, from: Listed['from']): Promise<RunView | Failed> {
  if (from === 'findings') {
    const reply = await callFindings(run.gid, run.runId, run.nextFindings?.cursor ?? null);
    return reply.ok ? withFindingsPage(run, reply) : reply;
  }
  const reply = await callMore(run.gid, run.runId, run.nextList ?? 0);
  return reply.ok ? withListPage(run, reply) : reply;
}

const isAtEnd = (run: RunView, from: Listed['from']): boolean =>
  from === 'findings' ? run.nextFindings === null : run.nextList === null;

function knownOf(run: RunView, id: string): number {
  if (id === 'missing') return run.result?.missing.items.length ?? 0;
  return findingGroups(run).find((group) => `findings ${group.id}` === id)?.findings.length ?? 0;
}
