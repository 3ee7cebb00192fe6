// Pages of what an answer has no room for, two hundred lines at a time: a run's findings from the server's log, and its verification's lists.
import type { Verification } from '../shared/protocol.ts';
import { refusal } from './answering.ts';
import type { Send } from './api.ts';
import { connect } from './connection.ts';
import { cut, cutText } from './cut.ts';
import { shownMismatch } from './run-reply.ts';
import type { Finding, FindingsPage, ListPage, Reply } from './sidebar/answers.ts';

const PAGE = 200;
/** Bytes of an answer's 100 KB. */
const SHOWN = { findings: 90_000, missing: 25_000, mismatches: 60_000 };

/** What the sidebar lists elsewhere, by row, is left out. */
const LISTED_ELSEWHERE: ReadonlySet<string> = new Set(['duplicate_key', 'blank_key', 'key_looks_like']);

interface LoggedErrors {
  readonly errors: readonly (Omit<Finding, 'key' | 'message' | 'fix'> & {
    readonly buyerNumber: string | null;
    readonly createdAt: string;
    readonly id: string;
  })[];
  readonly cursor: string | null;
}

/** Newest first; each cell of a run once. */
export function findingsPage(gid: number, runId: string, cursor: string | null): Reply<FindingsPage> {
  const after = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  return asked<LoggedErrors, FindingsPage>(
    gid,
    `v1/runs/${encodeURIComponent(runId)}/errors?limit=${PAGE}${after}`,
    (body) => {
      const errors = body.errors.filter(({ code }) => !LISTED_ELSEWHERE.has(code));
      const findings = cut(errors.map(toFinding), SHOWN.findings).items;
      const last = findings.length < errors.length ? errors[findings.length - 1] : undefined;
      return { findings, cursor: last === undefined ? body.cursor : `${last.createdAt},${last.id}` };
    },
  );
}

/** The sidebar words the code; the server's own sentence would only take room. */
const toFinding = ({
  buyerNumber,
  cell,
  header,
  column,
  code,
  limit,
  actual,
  rowNumber,
}: LoggedErrors['errors'][number]): Finding => ({
  cell,
  header: header === null ? null : cutText(header, 60),
  column,
  code,
  message: '',
  fix: '',
  limit,
  actual,
  rowNumber,
  key: buyerNumber === null ? null : cutText(buyerNumber, 60),
});

/** `from` counts in both lists. */
export function listPage(gid: number, runId: string, from: number): Reply<ListPage> {
  return asked<{ readonly verification: Verification | null }, ListPage>(
    gid,
    `v1/runs/${encodeURIComponent(runId)}`,
    ({ verification }) => {
      const missing = verification?.completeness.missingBuyerNumbers ?? [];
      const mismatches = verification?.accuracy.mismatches ?? [];
      const pageOf = <T>(list: readonly T[], shown: (item: T) => T, bytes: number) => {
        const wanted = list.slice(from, from + PAGE).map(shown);
        const { items } = cut(wanted, bytes);
        return { items, size: items.length < wanted.length ? items.length : PAGE };
      };
      const first = pageOf(missing, (key) => cutText(key, 60), SHOWN.missing);
      const second = pageOf(mismatches, shownMismatch, SHOWN.mismatches);
      const size = Math.max(1, Math.min(first.size, second.size));
      const to = from + size;
      return {
        missing: first.items.slice(0, size),
        mismatches: second.items.slice(0, size),
        next: to < Math.max(missing.length, mismatches.length) ? to : null,
      };
    },
  );
}

function asked<Body, Page>(gid: number, path: string, page: (body: Body) => Page): Reply<Page> {
  const send: Send | null = connect(gid);
  if (send === null) return refusal('no_key', 'This document holds no sheet key yet.');
  const answer = send([{ method: 'get', path }])[0];
  if (answer?.ok !== true)
    return refusal(answer?.problem.code ?? 'unreachable', 'The server did not answer with the list.');
  return { ok: true, ...page(answer.body as Body) };
}
