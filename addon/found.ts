// The cells that stand in the way, as far as a run has come: listed as they are found, counted by column and cause exactly.
import type { BatchAnswer, CellError, RejectedRow } from '../shared/protocol.ts';
import { cutText } from './cut.ts';
import type { Finding, FindingCount } from './sidebar/answers.ts';

/** What an execution lists; the rest is counted, and read from the server's log. */
const LISTED = 400;

/** Of a group, between two executions: so many that every refused row of an ordinary sheet is known by its key. */
const KEPT_KEYS = 2000;

export interface Found {
  /** A compare began in this execution: what earlier ones found in the sheet is void. */
  anew: boolean;
  readonly sheet: Finding[];
  readonly server: Finding[];
  /** Of this execution, with those that are not listed. */
  counts: { sheet: number; server: number };
  /** Cells that never left the sheet, of the last compare. */
  inSheet: Map<string, Counted>;
  /** Rows that the server refused and has not taken since. */
  atServer: Map<string, Refused>;
}

type Group = Omit<FindingCount, 'count'>;
interface Counted {
  readonly group: Group;
  count: number;
}
interface Refused {
  readonly group: Group;
  /** Keys of the rows, as people see them: a row may move. */
  readonly keys: Set<string>;
  /** Rows whose keys are too many to be kept between two executions. */
  readonly more: number;
}

/** The groups as they are kept between two executions. */
export interface KeptGroups {
  readonly sheet: readonly FindingCount[];
  readonly server: readonly (Group & { readonly keys: readonly string[]; readonly more: number })[];
}

export const nothingFound = (kept: KeptGroups | null): Found => ({
  anew: false,
  sheet: [],
  server: [],
  counts: { sheet: 0, server: 0 },
  inSheet: new Map(
    (kept?.sheet ?? []).map(({ count, ...group }): [string, Counted] => [nameOf(group), { group, count }]),
  ),
  atServer: new Map(
    (kept?.server ?? []).map(({ keys, more, ...group }): [string, Refused] => [
      nameOf(group),
      { group, keys: new Set(keys), more },
    ]),
  ),
});

export const keptGroups = ({ inSheet, atServer }: Found): KeptGroups => ({
  sheet: [...inSheet.values()].map(({ group, count }) => ({ ...group, count })),
  server: [...atServer.values()].map(({ group, keys, more }) => ({
    ...group,
    keys: [...keys].slice(0, KEPT_KEYS),
    more: more + Math.max(0, keys.size - KEPT_KEYS),
  })),
});

export function beginCompare(found: Found): void {
  found.anew = true;
  found.sheet.length = 0;
  found.counts.sheet = 0;
  found.inSheet.clear();
}

export function foundInSheet(found: Found, rejected: readonly RejectedRow[]): void {
  for (const { rowNumber, key, errors } of rejected) {
    for (const error of errors) {
      const group = groupOf(error);
      const counted = found.inSheet.get(nameOf(group)) ?? { group, count: 0 };
      counted.count++;
      found.inSheet.set(nameOf(group), counted);
      found.counts.sheet++;
      if (found.sheet.length < LISTED) found.sheet.push(toFinding(error, rowNumber, key));
    }
  }
}

/** Of a batch that landed: the rows that the server refused; the others are taken, whatever was said of them before. `sent` is row number and key of each. */
export function foundByServer(
  found: Found,
  sent: ReadonlyMap<number, string>,
  rejected: BatchAnswer['rejected'],
): void {
  for (const { keys } of found.atServer.values()) for (const key of sent.values()) keys.delete(key);
  for (const { rowNumber, key, errors, queued } of rejected) {
    for (const error of errors) {
      const group = groupOf(error);
      const refused = found.atServer.get(nameOf(group)) ?? { group, keys: new Set(), more: 0 };
      refused.keys.add(sent.get(rowNumber) ?? '');
      found.atServer.set(nameOf(group), refused);
      found.counts.server++;
      if (found.server.length < LISTED) found.server.push({ ...toFinding(error, rowNumber, key), queued });
    }
  }
}

/** What a compare did not list any more stands in nobody's way: the row is gone, or its key, or a cell of it never leaves the sheet. */
export function keepListed(found: Found, shown: readonly string[]): void {
  if (found.atServer.size === 0) return;
  const listed = new Set(shown);
  for (const { keys } of found.atServer.values()) for (const key of keys) if (!listed.has(key)) keys.delete(key);
}

/** Cell by cell, for a table that is refused: listed only. */
export function foundTooLong(found: Found, rowNumber: number, error: CellError): void {
  if (found.server.length < LISTED) found.server.push(toFinding(error, rowNumber, null));
}

/** All groups, largest first. */
export function groupsOf({ inSheet, atServer }: Found): FindingCount[] {
  const groups = new Map<string, FindingCount>();
  const add = (group: Group, count: number) => {
    const known = groups.get(nameOf(group))?.count ?? 0;
    if (count > 0) groups.set(nameOf(group), { ...group, count: known + count });
  };
  for (const { group, count } of inSheet.values()) add(group, count);
  for (const { group, keys, more } of atServer.values()) add(group, keys.size + more);
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

const groupOf = ({ header, column, code, limit }: CellError): Group => ({
  header: header === null ? null : cutText(header, 60),
  column,
  code,
  limit,
});

const nameOf = ({ header, column, code, limit }: Group): string => [header, column, code, limit].join('|');

/** Keys and headers are a person's texts and may be of any length. */
function toFinding(error: CellError, rowNumber: number, key: string | null): Finding {
  const { cell, column, code, limit, actual } = error;
  return {
    cell,
    header: error.header === null ? null : cutText(error.header, 60),
    column,
    code,
    message: cutText(error.message, 160),
    fix: cutText(error.fix, 160),
    limit,
    actual,
    rowNumber,
    key: key === null ? null : cutText(key, 60),
  };
}
