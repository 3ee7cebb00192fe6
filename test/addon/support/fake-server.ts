// A server of one sheet in memory that speaks the protocol as far as the add-on can tell: a table of texts, runs, rounds, batches.
import type { ApiAnswer, ApiRequest, Send } from '../../../addon/api.ts';
import { fingerprintOrder, fingerprintRow } from '../../../shared/fingerprint.ts';
import type {
  BatchRequest,
  BoundColumn,
  CellError,
  CompareRequest,
  OpenRunRequest,
  RejectedRow,
} from '../../../shared/protocol.ts';

export interface FakeServer {
  readonly send: Send;
  /** Key → cells, in the order of the headers of the last run. */
  readonly table: Map<string, (string | null)[]>;
  readonly asked: string[];
  /** Answers before the server does, where it gives anything. */
  intercept: (request: ApiRequest) => ApiAnswer | null;
  /** Texts longer than this are refused. */
  limit: number;
}

interface Run {
  id: string;
  columns: BoundColumn[];
  round: number;
  nextBatch: number;
  parts: CompareRequest[];
  rejectedKeys: Set<string>;
  inserted: Set<string>;
  updated: Set<string>;
  compared: { rows: number; unchanged: number; skippedBlank: number; clientRejected: number; missing: string[] };
}

export function fakeServer(): FakeServer {
  let run: Run | null = null;
  const server: FakeServer = {
    table: new Map(),
    asked: [],
    intercept: () => null,
    limit: 50,
    send: (requests) => requests.map(answer),
  };

  function answer(request: ApiRequest): ApiAnswer {
    const body = request.body === undefined ? undefined : JSON.parse(JSON.stringify(request.body));
    const [, , runId = '', what = 'runs', number] = request.path.split('/');
    server.asked.push([request.method, what, number].filter(Boolean).join(' '));
    const early = server.intercept(request);
    if (early !== null) return early;
    if (request.path === 'v1/runs') return ok(open(body));
    if (run === null || run.id !== runId) return refused(404, 'unknown_run');
    if (what === 'compare') return ok(compare(run, body));
    if (what === 'batches') return push(run, body);
    if (what === 'values') return ok({ mismatches: [] });
    if (what !== 'finish') return ok({});
    const answered = ok(finish(run));
    run = null;
    return answered;
  }

  function open({ headers, runId = 'r' }: OpenRunRequest) {
    const columns = headers.map(
      (header, index): BoundColumn => ({
        index,
        header,
        column: header,
        type: 'text',
        notNull: false,
        state: 'synced',
        reason: null,
        proposal: null,
      }),
    );
    if (run?.id !== runId) run = newRun(runId, columns);
    return { runId, batchSize: 100, partSize: 50_000, keyColumn: 'buyer_number', columns };
  }

  function compare(current: Run, part: CompareRequest) {
    current.parts.push(part);
    if (part.last !== true) return { accepted: true };
    const total = (count: (each: CompareRequest) => number) =>
      current.parts.reduce((sum, each) => sum + count(each), 0);
    const skippedBlank = total((each) => each.skippedBlank ?? 0);
    const clientRejected = total((each) => (each.rejected as RejectedRow[] | undefined)?.length ?? 0);
    const keys = current.parts.flatMap((each) => each.keys);
    const prints = current.parts.flatMap((each) => each.fingerprints);
    const order = fingerprintOrder(current.columns.map((column) => column.header));
    const differing = keys.flatMap((key, i) => {
      const stored = server.table.get(key ?? '');
      return stored !== undefined && fingerprintRow(stored, order, []) === prints[i] ? [] : [i];
    });
    const missing = differing.filter((i) => !server.table.has(keys[i] ?? ''));
    const send = differing.filter((i) => !current.rejectedKeys.has(keys[i] ?? ''));
    const extra = [...server.table.keys()].filter((key) => !keys.includes(key));
    current.parts = [];
    current.round++;
    current.compared = {
      rows: keys.length,
      unchanged: keys.length - differing.length,
      skippedBlank,
      clientRejected,
      missing: missing.map((i) => keys[i] ?? ''),
    };
    return {
      round: current.round,
      nextBatch: current.nextBatch,
      send,
      unchanged: keys.length - differing.length,
      missing: missing.length,
      different: differing.length - missing.length,
      extra: { count: extra.length, keys: extra },
      duplicates: [],
      lookAlikes: [],
      blankKeys: [],
      held: null,
      sample: [],
      overwrites: { count: 0, keys: [] },
      differing: differing.filter((i) => server.table.has(keys[i] ?? '')),
      databaseCount: keys.length - missing.length + extra.length,
      truncated: false,
    };
  }

  function push(current: Run, { round, rows }: BatchRequest): ApiAnswer {
    if (round !== current.round) return refused(409, 'stale_round');
    current.nextBatch++;
    let inserted = 0;
    let updated = 0;
    const rejected = rows.flatMap(({ rowNumber, cells }) => {
      const key = cells[0] ?? '';
      const errors = cells.flatMap((text, i) =>
        (text?.length ?? 0) > server.limit ? [tooLong(rowNumber, i, text)] : [],
      );
      if (errors.length > 0) {
        current.rejectedKeys.add(key);
        return [{ rowNumber, key, retryable: false, queued: false, errors }];
      }
      if (server.table.has(key)) updated++;
      else inserted++;
      (server.table.has(key) ? current.updated : current.inserted).add(key);
      server.table.set(key, [...cells]);
      return [];
    });
    return ok({ inserted, updated, unchanged: 0, rejected });
  }

  const tooLong = (rowNumber: number, index: number, text: string | null | undefined): CellError => ({
    cell: `${String.fromCharCode(65 + index)}${rowNumber}`,
    header: 'address',
    column: 'address',
    errorType: 'field_length',
    code: 'text_too_long',
    message: 'too long',
    limit: server.limit,
    actual: text?.length ?? 0,
    fix: 'shorten',
  });

  return server;
}

const newRun = (id: string, columns: BoundColumn[]): Run => ({
  id,
  columns,
  round: 0,
  nextBatch: 1,
  parts: [],
  rejectedKeys: new Set(),
  inserted: new Set(),
  updated: new Set(),
  compared: { rows: 0, unchanged: 0, skippedBlank: 0, clientRejected: 0, missing: [] },
});

function finish({ compared, rejectedKeys, inserted, updated }: Run) {
  const { rows, skippedBlank, clientRejected, missing } = compared;
  const rejected = rejectedKeys.size + clientRejected;
  const receipt = {
    read: rows + skippedBlank + clientRejected,
    inserted: inserted.size,
    updated: updated.size,
    unchanged: compared.unchanged - inserted.size - updated.size,
    rejected,
    duplicate: 0,
    skippedBlank,
    held: 0,
    balanced: true,
  };
  const verdict = rejected + missing.length === 0 ? 'in_step' : 'not_in_step';
  return {
    status: verdict === 'in_step' ? 'completed' : 'completed_with_problems',
    receipt,
    verification: {
      timestamp: '2026-11-21T00:00:00Z',
      completeness: { complete: missing.length === 0, missingCount: missing.length, missingBuyerNumbers: missing },
      accuracy: { accurate: true, sampleSize: rows, mismatchCount: 0, mismatches: [] },
      passed: verdict === 'in_step',
      verdict,
      notCompared: { cells: [], columns: [] },
      summary: '',
    },
    durationMs: 1,
    rowsPerSecond: 1,
  };
}

const ok = (body: unknown): ApiAnswer => ({ ok: true, body });

export const refused = (
  status: number,
  code: string,
  params: Readonly<Record<string, unknown>> = {},
  retryAfterMs: number | null = null,
): ApiAnswer => ({ ok: false, problem: { status, code, detail: '', params, retryAfterMs } });
