// Every failure as application/problem+json (RFC 9457): a code for programs, a sentence in the reader's language for people.
import { isRefusal, isTransient, sqlstateOf } from '../db/sqlstate.ts';
import { ourFrames } from '../failures/stack.ts';
import type { Log } from '../log.ts';
import { type Language, Problem, problemStatus, problemText } from '../problem.ts';

const RETRY_AFTER_SECONDS = 5;

export function problemResponse(error: unknown, language: Language, requestId: string, log: Log): Response {
  const problem = toProblem(error);
  const status = problemStatus(problem.code);
  if (status >= 500) log('error', problem.code, { requestId, sqlstate: sqlstateOf(error), stack: ourFrames(error) });
  const detail = problemText(problem.code, language, problem.params);
  const title = problem.code.replaceAll('_', ' ');
  const body = {
    type: `/problems/${problem.code}`,
    title,
    status,
    detail,
    code: problem.code,
    params: problem.params,
    requestId,
  };
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'content-language': language };
  if (status === 503) headers['retry-after'] = String(RETRY_AFTER_SECONDS);
  if (problem.code === 'method_not_allowed') headers['allow'] = [problem.params['allowed']].flat().join(', ');
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  return new Response(JSON.stringify(body), { status, headers });
}

/** What the database says is never passed on: only its SQLSTATE decides, and what is unknown is internal. */
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isTransient(error)) return new Problem('database_unavailable', { retryAfter: RETRY_AFTER_SECONDS }, error);
  const sqlstate = sqlstateOf(error);
  if (isRefusal(error)) {
    return CHANGED.has(sqlstate ?? '')
      ? new Problem('contract_changed', {}, error)
      : new Problem('database_refuses', { sqlstate }, error);
  }
  return new Problem('internal', {}, error);
}

/** Undefined table or column, or no such constraint: the table is no longer the one the run froze. */
const CHANGED: ReadonlySet<string> = new Set(['42P01', '42703', '42P10']);

export function languageOf(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '')
    .split(',')
    .map((part, order) => ({ tag: part.split(';')[0]?.trim().toLowerCase() ?? '', quality: quality(part), order }))
    .sort((a, b) => b.quality - a.quality || a.order - b.order)
    .find(({ tag }) => tag.startsWith('ja') || tag.startsWith('en'));
  return first?.tag.startsWith('ja') ? 'ja' : 'en';
}

function quality(part: string): number {
  const match = /;\s*q=([\d.]+)/.exec(part);
  return match === null ? 1 : Number(match[1]);
}
