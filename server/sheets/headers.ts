// The header contract's rule: which column each header means. Nothing is bound by position, and nothing is guessed: a header binds
// by the contract, by being a column's name, or by being an alias; one that changed since is held with a proposal, and it alone.

import { createHash } from 'node:crypto';
import { parseColumnType } from '../../shared/column-type.ts';
import type { BoundColumn, HeaderDecision } from '../../shared/protocol.ts';
import type { CatalogColumn } from '../db/catalog.ts';
import { type Copy, type HeaderChanges, headerChanges, WIDTH } from './header-changes.ts';
import { candidatesOf, nearestColumn } from './near-name.ts';

/** What was agreed of one header. */
export interface Agreed {
  readonly decision: HeaderDecision;
  /** Null unless `decision` is `column`. */
  readonly column: string | null;
  readonly asValue: boolean;
  /** Which of several headers of this text counts; null where there was but one. */
  readonly copy: Copy | null;
}

/** All by normalised header. */
export interface Contract {
  readonly agreed: ReadonlyMap<string, Agreed>;
  readonly aliases: ReadonlyMap<string, string>;
  /** Where headers stood when all was last well; empty for a sheet that no run has seen. */
  readonly places: ReadonlyMap<string, number>;
  /** Of those, the ones that an earlier reading held and nobody answered for. */
  readonly doubted: ReadonlySet<string>;
}

/** Where headers lead to: a table as the catalog has it, and what Rollcall needs of it for itself. */
export interface HeaderTarget {
  readonly columns: readonly CatalogColumn[];
  readonly keyColumn: string;
  readonly scope: { readonly column: string } | null;
}

/** Form differences that mean nothing in a heading: full width, line breaks, doubled spaces. */
export const normalizeHeader = (header: string): string => header.normalize('NFKC').replace(/\s+/g, ' ').trim();

/** The normalised header as it is remembered: a very long one, which no index takes, as its beginning and a hash. */
export function headerText(header: string): string {
  const text = normalizeHeader(header);
  if (text.length <= MAX_TEXT) return text;
  const hash = createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16);
  // Never half a character.
  return `${text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, '')}… ${hash}`;
}

const MAX_TEXT = 400;

export interface ReadHeaders {
  readonly columns: readonly BoundColumn[];
  readonly texts: readonly string[];
  readonly changes: HeaderChanges;
}

export const bindHeaders = (
  headers: readonly string[],
  target: HeaderTarget,
  contract: Contract,
): readonly BoundColumn[] => readHeaders(headers, target, contract).columns;

export function readHeaders(headers: readonly string[], target: HeaderTarget, contract: Contract): ReadHeaders {
  const texts = headers.map(headerText);
  const changes = headerChanges(texts, contract);
  const copies = countBy(texts);
  // Where one of two alike stood before is no proof that it is the one: it may have been moved, and the other renamed.
  const isTwice = (text: string) =>
    text !== '' && (copies.get(text) ?? 0) > 1 && contract.agreed.get(text)?.copy == null;
  const byName = new Map(target.columns.map((column) => [column.name, column]));
  const doubts = isAsItWas(copies, changes, contract) ? NOBODY : contract.doubted;
  const said = texts.map((text, index) =>
    speak(text, index, byName, target.keyColumn, contract, isTwice(text) ? { ...changes, replaced: NONE } : changes),
  );
  const times = countBy(said.flatMap((one) => (one.kind === 'column' ? [one.column.name] : [])));
  const fixed = new Set(target.scope === null ? [] : [target.scope.column]);
  const isFree = (column: CatalogColumn) => !times.has(column.name) && notSynced(column, fixed) === null;
  const candidates = candidatesOf(target.columns.filter(isFree), contract.aliases);
  const columns = said.map((one, index): BoundColumn => {
    const header = headers[index] ?? '';
    if (one.kind === 'column') {
      const { column, asValue } = one;
      const isDoubted = doubts.has(texts[index] ?? '') && column.name !== target.keyColumn;
      const isMoved =
        isDoubted || changes.lost.has(index) || (changes.moved.has(index) && column.name !== target.keyColumn);
      const doubled = (times.get(column.name) ?? 0) > 1;
      const heldFor = doubled ? 'header_doubled' : isMoved ? 'header_moved' : null;
      return bound(index, header, column, asValue, notSynced(column, fixed), heldFor);
    }
    const none = { index, header, column: null, type: null, notNull: false, proposal: null } as const;
    if (one.kind === 'nothing') return { ...none, state: 'ignored', reason: one.reason };
    if (one.kind === 'unknown') {
      const proposal = nearestColumn(texts[index] ?? '', candidates);
      return { ...none, state: 'held', reason: 'header_unknown', proposal };
    }
    const proposal = [one.former, one.own].find((column) => column !== null && isFree(column))?.name ?? null;
    if (texts[index] !== '') return { ...none, state: 'held', reason: 'header_renamed', proposal };
    return { ...none, state: proposal === null ? 'ignored' : 'held', reason: 'header_blank', proposal };
  });
  return { columns, texts, changes };
}

/** Every remembered header is there once, in its order, and nothing stands where another did. */
const isAsItWas = (
  copies: ReadonlyMap<string, number>,
  { moved, lost, replaced }: HeaderChanges,
  { places, agreed }: Contract,
) =>
  moved.size + lost.size + replaced.size === 0 &&
  [...places.keys()].every((text) => text === WIDTH || copies.get(text) === (agreed.get(text)?.copy?.of ?? 1));

const NOBODY: ReadonlySet<string> = new Set();

/** What one header says, for itself. `instead`: stands where another did that meant `former`; `own` is what its text means. */
type Said =
  | { readonly kind: 'column'; readonly column: CatalogColumn; readonly asValue: boolean }
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'instead'; readonly former: CatalogColumn | null; readonly own: CatalogColumn | null };

function speak(
  text: string,
  index: number,
  byName: ReadonlyMap<string, CatalogColumn>,
  keyColumn: string,
  { agreed, aliases }: Contract,
  { replaced, genuine }: HeaderChanges,
): Said {
  const own = agreed.get(text);
  const former = agreed.get(replaced.get(index) ?? '') ?? null;
  const names = [own?.column, text, aliases.get(text)];
  const column = byName.get(names.find((name) => typeof name === 'string' && byName.has(name)) ?? '');
  if (former !== null && former.column === null) return { kind: 'instead', former: null, own: null };
  // A second key header is no rename: it is not known which of the two tells rows apart.
  const isSecondKey = column?.name === keyColumn && genuine.has(text);
  if (former !== null && former.column !== column?.name && !isSecondKey)
    return { kind: 'instead', former: byName.get(former.column ?? '') ?? null, own: column ?? null };
  if (text === '') return { kind: 'nothing', reason: 'header_blank' };
  if (own !== undefined && own.decision !== 'column') return { kind: 'nothing', reason: LEFT_OUT[own.decision] };
  if (own?.copy && (genuine.get(text) ?? index) !== index) return { kind: 'nothing', reason: LEFT_OUT.ignored };
  return column === undefined ? { kind: 'unknown' } : { kind: 'column', column, asValue: own?.asValue === true };
}

const NONE: ReadonlyMap<number, string> = new Map();

const LEFT_OUT = { ignored: 'ignored_by_person', never: 'never_sent' } as const;

function bound(
  index: number,
  header: string,
  column: CatalogColumn,
  asValue: boolean,
  never: string | null,
  heldFor: string | null,
): BoundColumn {
  const state = never !== null ? 'ignored' : heldFor !== null ? 'held' : 'synced';
  return {
    index,
    header,
    column: column.name,
    type: column.type,
    notNull: column.notNull,
    state,
    reason: never ?? heldFor,
    proposal: never === null && heldFor === 'header_moved' ? column.name : null,
    ...(asValue && isTextType(column.type) ? { asValue } : {}),
  };
}

export function isTextType(type: string): boolean {
  const kind = parseColumnType(type)?.kind;
  return kind === 'text' || kind === 'char';
}

/** Why a column of the table is never synced; null where it can be. */
export function notSynced(column: CatalogColumn, fixed: ReadonlySet<string> = new Set()): string | null {
  if (column.generated) return 'filled_by_database';
  if (KEPT_BY_ROLLCALL.has(column.name) || fixed.has(column.name)) return 'kept_by_rollcall';
  return parseColumnType(column.type) === null ? 'type_not_synced' : null;
}

const KEPT_BY_ROLLCALL: ReadonlySet<string> = new Set(['created_at', 'db_updated_at', 'synced_at']);

function countBy(names: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return times;
}
