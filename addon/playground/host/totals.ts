// What all executions of a host cost together; kept apart from the logs, of which only the latest are kept.
import type { ExecutionLog } from './events.ts';

export interface Totals {
  readonly executions: number;
  readonly failed: number;
  readonly killed: number;
  readonly calls: number;
  readonly cells: number;
  readonly fetches: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Of the executions themselves. */
  readonly virtualMs: number;
  /** What the pages waited beside that: google.script.run's own time. */
  readonly latencyMs: number;
  readonly largestHeapMb: number;
}

export const NOTHING_YET: Totals = {
  executions: 0,
  failed: 0,
  killed: 0,
  calls: 0,
  cells: 0,
  fetches: 0,
  bytesSent: 0,
  bytesReceived: 0,
  virtualMs: 0,
  latencyMs: 0,
  largestHeapMb: 0,
};

export const addUp = (sum: Totals, log: ExecutionLog): Totals => ({
  ...sum,
  executions: sum.executions + 1,
  failed: sum.failed + (log.outcome === 'failed' ? 1 : 0),
  killed: sum.killed + (log.outcome === 'killed' ? 1 : 0),
  calls: sum.calls + log.calls,
  cells: sum.cells + log.cells,
  fetches: sum.fetches + log.fetches,
  bytesSent: sum.bytesSent + log.bytesSent,
  bytesReceived: sum.bytesReceived + log.bytesReceived,
  virtualMs: sum.virtualMs + log.virtualMs,
  largestHeapMb: Math.max(sum.largestHeapMb, log.heapMb),
});
