// The server's side of a report, as far as the add-on asks for it: what headers mean, a run's differences page by page, one buyer.
import type { ApiAnswer, ApiRequest } from '../../../addon/api.ts';
import { cellAddress } from '../../../shared/a1.ts';
import type { BoundColumn, BuyerView, Mismatch } from '../../../shared/protocol.ts';

interface ReportColumn {
  readonly header: string;
  readonly column: string;
  readonly type: string;
}

/** A difference as a test says it. */
export interface Difference {
  readonly key: string;
  readonly row: number;
  readonly sheet: string | null;
  readonly database: string | null;
}

export interface FakeReport {
  readonly columns: readonly ReportColumn[];
  /** By column of the table. */
  readonly differences: Map<string, readonly Difference[]>;
  buyer: BuyerView | null;
}

/** For `FakeServer.intercept`; null for what the report knows nothing of. */
export function answerReport(report: FakeReport, { path, body }: ApiRequest): ApiAnswer | null {
  const [address = '', query = ''] = path.split('?');
  const params = new URLSearchParams(query);
  if (address === 'v1/sheet') return ok({ keyColumn: report.columns[0]?.column, holds: [], headers: [] });
  if (address === 'v1/sheet/binding') {
    const { headers } = body as { readonly headers: readonly string[] };
    return ok({ columns: headers.map((header, index) => bound(report, header, index)), newColumns: [] });
  }
  if (address === 'v1/buyers') return report.buyer === null ? NOBODY : ok(report.buyer);
  if (!address.endsWith('/mismatches')) return null;
  const field = params.get('field') ?? '';
  const all = (report.differences.get(field) ?? []).map((difference) => mismatch(report, field, difference));
  const from = Number(params.get('cursor') ?? 0);
  const to = from + Number(params.get('limit') ?? 1000);
  return ok({ mismatches: all.slice(from, to), count: all.length, cursor: to < all.length ? String(to) : null });
}

const NOBODY: ApiAnswer = {
  ok: false,
  problem: { status: 404, code: 'unknown_buyer', detail: '', params: {}, retryAfterMs: null },
};

function bound({ columns }: FakeReport, header: string, index: number): BoundColumn {
  const known = columns.find((column) => column.header === header);
  const common = { index, header, notNull: false, proposal: null };
  return known === undefined
    ? { ...common, column: null, type: null, state: 'held', reason: 'header_unknown' }
    : { ...common, column: known.column, type: known.type, state: 'synced', reason: null };
}

function mismatch({ columns }: FakeReport, field: string, { key, row, sheet, database }: Difference): Mismatch {
  const index = columns.findIndex(({ column }) => column === field);
  return {
    buyerNumber: key,
    rowNumber: row,
    cell: cellAddress(row, index),
    header: columns[index]?.header ?? '',
    field,
    spreadsheetValue: sheet,
    databaseValue: database,
    cause: 'changed_in_database',
    form: null,
    since: '2026-11-20T05:00:00.000Z',
  };
}

const ok = (body: unknown): ApiAnswer => ({ ok: true, body });
