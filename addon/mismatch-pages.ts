// The report of a run from the server, piece by piece: a group's values, the whole as a file, the last one once more.
import type { FinishAnswer, MismatchPage } from '../shared/protocol.ts';
import type { ApiRequest, Send } from './api.ts';
import { saidNo } from './bound-sheet.ts';
import { cut } from './cut.ts';
import { runResult, shownMismatch } from './run-reply.ts';
import type { Failed, Reply, RunResult } from './sidebar/answers.ts';
import type { CsvPart, GroupName, GroupPage } from './sidebar/repair-answers.ts';

/** Values whole, as the report holds them. */
export function groupPage(
  send: Send,
  runId: string,
  group: GroupName,
  cursor: string | null,
  limit: number,
): ({ readonly ok: true } & MismatchPage) | Failed {
  const answer = send([groupRequest(runId, group, cursor, limit)])[0];
  return answer?.ok === true ? { ok: true, ...(answer.body as MismatchPage) } : saidNo(answer);
}

export function groupRequest(
  runId: string,
  { field, cause, form }: GroupName,
  cursor: string | null,
  limit: number,
): ApiRequest {
  const query = [
    `field=${encodeURIComponent(field)}`,
    `cause=${encodeURIComponent(cause)}`,
    `form=${form ?? 'none'}`,
    `limit=${limit}`,
    ...(cursor === null ? [] : [`cursor=${encodeURIComponent(cursor)}`]),
  ];
  return { method: 'get', path: `v1/runs/${encodeURIComponent(runId)}/mismatches?${query.join('&')}` };
}

const PAGE = 50;
const SHOWN = 90_000;

/** Values as far as a sidebar shows them. Fifty fit an answer whatever they hold. */
export function shownPage(send: Send, runId: string, group: GroupName, cursor: string | null): Reply<GroupPage> {
  const page = groupPage(send, runId, group, cursor, PAGE);
  if (!page.ok) return page;
  return { ok: true, mismatches: cut(page.mismatches.map(shownMismatch), SHOWN).items, cursor: page.cursor };
}

/** Bytes of UTF-8 of a piece; as JSON it may be twice that where it is all quotes, and stays below 100 KB. */
const PIECE = 45_000;

/** The server's own text from that character on; it is the same each time, since a report does not change. */
export function csvPart(send: Send, runId: string, from: number): Reply<CsvPart> {
  const path = `v1/runs/${encodeURIComponent(runId)}/mismatches`;
  const answer = send([{ method: 'get', path, accept: 'text/csv' }])[0];
  if (answer?.ok !== true) return saidNo(answer);
  const text = String(answer.body);
  let [to, bytes] = [from, 0];
  while (to < text.length && bytes < PIECE) {
    const unit = text.charCodeAt(to++);
    bytes += unit < 0x80 ? 1 : 3;
  }
  // Both halves of a character go together.
  if (to < text.length && isFirstHalf(text.charCodeAt(to - 1))) to++;
  return { ok: true, text: text.slice(from, to), next: to < text.length ? to : null };
}

const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

interface Ended {
  readonly receipt: FinishAnswer['receipt'] | null;
  readonly verification: FinishAnswer['verification'] | null;
  readonly durationMs: number | null;
}

/** What a finished run's verification said, as its own last answer did. */
export function reportOf(send: Send, runId: string): Reply<{ readonly result: RunResult }> {
  const answer = send([{ method: 'get', path: `v1/runs/${encodeURIComponent(runId)}` }])[0];
  if (answer?.ok !== true) return saidNo(answer);
  const { receipt, verification, durationMs } = answer.body as Ended;
  if (receipt === null || verification === null)
    return { ok: false, code: 'unknown_run', message: 'The run has no report.' };
  const took = durationMs ?? 0;
  const rate = took === 0 ? 0 : (receipt.read * 1000) / took;
  const status = verification.passed ? 'completed' : 'completed_with_problems';
  return { ok: true, result: runResult({ status, receipt, verification, durationMs: took, rowsPerSecond: rate }) };
}
