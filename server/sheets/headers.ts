// The header contract's rule: which column each header means. Nothing is bound by position, and nothing is guessed:
// a header binds by the contract, by being a column's name, or by being an alias; any other is held with a proposal.

import { parseColumnType } from '../../shared/column-type.ts';
import type { BoundColumn } from '../../shared/protocol.ts';
import type { CatalogColumn } from '../db/catalog.ts';

export interface Contract {
  /** Normalised header → column. */
  readonly confirmed: ReadonlyMap<string, string>;
  readonly aliases: ReadonlyMap<string, string>;
}

/** Form differences that mean nothing in a heading: full width, line breaks, doubled spaces. */
export const normalizeHeader = (header: string): string => header.normalize('NFKC').replace(/\s+/g, ' ').trim();

export function bindHeaders(
  headers: readonly string[],
  columns: readonly CatalogColumn[],
  contract: Contract,
  fixed: ReadonlySet<string> = new Set(),
): BoundColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const meant = headers.map((header) => columnOf(normalizeHeader(header), byName, contract));
  const times = countBy(meant.filter((name) => name !== null));
  const candidates = proposals(columns, contract, times);
  return headers.map((header, index) => {
    const name = meant[index] ?? null;
    const column = name === null ? undefined : byName.get(name);
    if (column === undefined) return unbound(header, index, candidates);
    const doubled = (times.get(column.name) ?? 0) > 1;
    const reason = doubled ? 'header_doubled' : notSynced(column, fixed);
    const state = doubled ? 'held' : reason === null ? 'synced' : 'ignored';
    return {
      index,
      header,
      column: column.name,
      type: column.type,
      notNull: column.notNull,
      state,
      reason,
      proposal: null,
    };
  });
}

/** Why a column of the table is never synced; null where it can be. */
export function notSynced(column: CatalogColumn, fixed: ReadonlySet<string> = new Set()): string | null {
  if (column.generated) return 'filled_by_database';
  if (KEPT_BY_ROLLCALL.has(column.name) || fixed.has(column.name)) return 'kept_by_rollcall';
  return parseColumnType(column.type) === null ? 'type_not_synced' : null;
}

const KEPT_BY_ROLLCALL: ReadonlySet<string> = new Set(['created_at', 'db_updated_at', 'synced_at']);

function columnOf(header: string, byName: ReadonlyMap<string, unknown>, contract: Contract): string | null {
  const names = [contract.confirmed.get(header), header, contract.aliases.get(header)];
  return names.find((name) => name !== undefined && byName.has(name)) ?? null;
}

function unbound(header: string, index: number, candidates: readonly Candidate[]): BoundColumn {
  const text = normalizeHeader(header);
  const none = { index, header, column: null, type: null, notNull: false } as const;
  if (text === '') return { ...none, state: 'ignored', reason: 'header_blank', proposal: null };
  return { ...none, state: 'held', reason: 'header_unknown', proposal: propose(plain(text), candidates) };
}

/** A name or an alias, plain, of a column that no header is bound to. */
interface Candidate {
  readonly name: string;
  readonly column: string;
}

function proposals(
  columns: readonly CatalogColumn[],
  contract: Contract,
  taken: ReadonlyMap<string, number>,
): readonly Candidate[] {
  const free = columns.filter((column) => !taken.has(column.name) && notSynced(column) === null);
  const names = new Map(free.map((column) => [column.name, column.name]));
  for (const [alias, column] of contract.aliases) if (names.has(column)) names.set(alias, column);
  return [...names].map(([name, column]) => ({ name: plain(name), column }));
}

/** The free column whose name or alias is nearest, if it is near at all: at most a third of the letters differ. */
function propose(header: string, candidates: readonly Candidate[]): string | null {
  let best: { column: string; distance: number } | null = null;
  for (const { name, column } of candidates) {
    const most = Math.floor(Math.max(header.length, name.length) / 3);
    // The lengths alone tell of most that they are not near, and of all that would take long to compare.
    if (Math.abs(header.length - name.length) > most) continue;
    const distance = editDistance(header, name);
    if (distance <= most && (best === null || distance < best.distance)) best = { column, distance };
  }
  return best?.column ?? null;
}

const plain = (text: string): string => text.toLowerCase().replace(/[\s_\-.:：()（）]/g, '');

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function countBy(names: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return times;
}
