// Drives a run call by call until it ends; a call that Google loses is asked again twice, then the reader is.
import type { Reply, RunReply } from './answers.ts';

export interface LoopHooks {
  readonly sleep: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
  readonly onReply: (reply: RunReply) => void;
  /** An answer that was under way when the reader pressed Stop: what it found is not lost. */
  readonly onLate: (reply: RunReply) => void;
  readonly onRetry: () => void;
}

const RETRIES_MS = [1500, 4000];
/** A document held by another window for longer than this is not waited for. */
const MAX_BUSY = 15;

/** The last answer: a run that ended, or a call that failed for good. */
export async function driveRun(
  first: () => Promise<Reply<RunReply>>,
  next: (gid: number) => Promise<Reply<RunReply>>,
  gid: number,
  hooks: LoopHooks,
): Promise<Reply<RunReply>> {
  let call = first;
  let current = gid;
  for (let busy = 0; ; ) {
    const reply = await withRetries(call, hooks);
    if (!reply.ok) return reply;
    if (hooks.isStopped()) {
      hooks.onLate(reply);
      return reply;
    }
    hooks.onReply(reply);
    const isBusyHere = reply.state === 'busy' && reply.problem?.code === 'busy_here';
    busy = isBusyHere ? busy + 1 : 0;
    if (reply.state !== 'running' && (!isBusyHere || busy > MAX_BUSY)) return reply;
    if (reply.pauseMs > 0) await hooks.sleep(reply.pauseMs);
    if (hooks.isStopped()) return reply;
    // Not begun yet, it is begun again; once begun, it is continued on the tab it was begun on.
    if (!isBusyHere) {
      current = reply.gid;
      call = () => next(current);
    }
  }
}

async function withRetries(call: () => Promise<Reply<RunReply>>, hooks: LoopHooks): Promise<Reply<RunReply>> {
  let reply = await call();
  for (const pauseMs of RETRIES_MS) {
    if (reply.ok || reply.code !== 'call_failed' || hooks.isStopped()) return reply;
    hooks.onRetry();
    await hooks.sleep(pauseMs);
    if (hooks.isStopped()) return reply;
    reply = await call();
  }
  return reply;
}
