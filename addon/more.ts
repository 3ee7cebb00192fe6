// Pages of what an answer has no room for, two hundred lines at a time: a run's findings from the server's log, and its verification's lists.
import type { Verification } from '../shared/protocol.ts';
import { refusal } from './answering.ts';
import type { Send } from './api.ts';
import { connect } from './connection.ts';
import { cutText } from './cut.ts';
import { shownMismatch } from './run-reply.ts';
import type { Finding, FindingsPage, ListPage, Reply } from './sidebar/answers.ts';

const PAGE = 200;
/** Of an answer's 100 KB, in characters that may take three bytes each. */
const MISMATCHES_SHOWN = 60;

/** What the sidebar lists elsewhere, by row, is left out. */
const LISTED_ELSEWHERE: ReadonlySet<string> = new Set(['duplicate_key', 'blank_key', 'key_looks_like']);

interface LoggedErrors {
  readonly errors: readonly (Omit<Finding, 'key' | 'message' | 'fix'> & { readonly buyerNumber: string | null })[];
  readonly cursor: string | null;
}

/** Newest first; each cell of a run once. */
export function findingsPage(runId: string, cursor: string | null): Reply<FindingsPage> {
  const after = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  return asked<LoggedErrors, FindingsPage>(`v1/runs/${runId}/errors?limit=${PAGE}${after}`, (body) => ({
    findings: body.errors.filter(({ code }) => !LISTED_ELSEWHERE.has(code)).map(toFinding),
    cursor: body.cursor,
  }));
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
export function listPage(runId: string, from: number): Reply<ListPage> {
  return asked<{ readonly verification: Verification | null }, ListPage>(`v1/runs/${runId}`, ({ verification }) => {
    const missing = verification?.completeness.missingBuyerNumbers ?? [];
    const mismatches = verification?.accuracy.mismatches ?? [];
    const size = mismatches.length > from ? MISMATCHES_SHOWN : PAGE;
    const to = from + size;
    return {
      missing: missing.slice(from, to).map((key) => cutText(key, 60)),
      mismatches: mismatches.slice(from, to).map(shownMismatch),
      next: to < Math.max(missing.length, mismatches.length) ? to : null,
    };
  });
}

function asked<Body, Page>(path: string, page: (body: Body) => Page): Reply<Page> {
  const send: Send | null = connect();
  if (send === null) return refusal('no_key', 'This document holds no sheet key yet.');
  const answer = send([{ method: 'get', path }])[0];
  if (answer?.ok !== true)
    return refusal(answer?.problem.code ?? 'unreachable', 'The server did not answer with the list.');
  return { ok: true, ...page(answer.body as Body) };
}
