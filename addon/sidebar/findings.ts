// The cells in the way by column and cause, and how pages of lists are added without losing or doubling any. Pure.
import type { Cut, Finding, FindingCount, FindingsPage, ListPage, RunResult } from './answers.ts';
import { mergeFindings } from './merge-findings.ts';
import type { RunView } from './run-view.ts';

export interface FindingGroup extends FindingCount {
  /** Stands for the group in ids of the page. */
  readonly id: string;
  /** Those known so far. */
  readonly findings: readonly Finding[];
}

/** The largest group first. Counts are the add-on's, and a refused schema's where there is one; the cells may be fewer. */
export function findingGroups({ findings, sheetFindings, groups, schema }: RunView): FindingGroup[] {
  const known = new Map<string, Finding[]>();
  for (const finding of mergeFindings(sheetFindings.items, findings.items)) {
    const id = groupId(finding);
    const group = known.get(id);
    if (group === undefined) known.set(id, [finding]);
    else group.push(finding);
  }
  const counted = new Map(groups.map((group) => [groupId(group), group]));
  const ids = new Set([...counted.keys(), ...known.keys()]);
  return [...ids]
    .flatMap((id) => {
      const cells = known.get(id) ?? [];
      const group = counted.get(id) ?? cells[0];
      if (group === undefined) return [];
      const { header, column, code, limit } = group;
      const refused = schema?.columns.find((candidate) => candidate.column === column)?.tooLong ?? 0;
      const count = Math.max(counted.get(id)?.count ?? 0, refused, cells.length);
      return [{ id, header, column, code, limit, count, findings: cells }];
    })
    .sort((a, b) => b.count - a.count);
}

const groupId = ({ header, column, code, limit }: Omit<FindingCount, 'count'>): string =>
  `${column ?? header ?? ''}|${code}|${limit ?? ''}`;

/** Cells counted before the add-on could say of which column: they are in no group yet. */
export function ungrouped({ findings, sheetFindings, schema, groups }: RunView): number {
  if (groups.length > 0 || schema !== null) return 0;
  return findings.count - findings.items.length + sheetFindings.count - sheetFindings.items.length;
}

/** These have lists of their own, by key: in the log they stand once for each row. */
const LISTED_BY_KEY: ReadonlySet<string> = new Set(['duplicate_key', 'blank_key', 'key_looks_like', 'key_same_buyer']);

export function withFindingsPage(run: RunView, { findings, cursor }: FindingsPage): RunView {
  const counted = new Set(run.groups.map(({ code }) => code));
  const found = findings.filter(({ code }) => counted.has(code) || !LISTED_BY_KEY.has(code));
  const items = mergeFindings(run.findings.items, found);
  const count = Math.max(run.findings.count, items.length);
  return { ...run, findings: { count, items }, nextFindings: cursor === null ? null : { cursor } };
}

export function withListPage(run: RunView, { missing, mismatches, next }: ListPage): RunView {
  if (run.result === null) return run;
  const result: RunResult = {
    ...run.result,
    missing: grown(run.result.missing, missing, (key) => key),
    mismatches: grown(run.result.mismatches, mismatches, ({ rowNumber, field }) => `${rowNumber}|${field}`),
  };
  return { ...run, result, nextList: next };
}

function grown<T>({ count, items }: Cut<T>, found: readonly T[], keyOf: (item: T) => string): Cut<T> {
  const all = new Map([...items, ...found].map((item) => [keyOf(item), item]));
  return { count: Math.max(count, all.size), items: [...all.values()] };
}
