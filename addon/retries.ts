// The retry queue of this sheet at the server: what waits, and trying it again because a person says so.
import { refusal } from './answering.ts';
import type { ApiAnswer, ApiRequest, Send } from './api.ts';
import { cut, cutText } from './cut.ts';
import type { Reply } from './sidebar/answers.ts';
import type { RetryQueue, TriedAgain, Waiting } from './sidebar/queue-answers.ts';

/** As `GET /v1/retries` answers. */
interface Page {
  readonly retries: readonly {
    readonly id: string;
    readonly buyerNumber: string;
    readonly rowNumber: number;
    readonly attempts: number;
    readonly nextRetryAt: string | null;
    readonly errors: readonly Pick<Waiting, 'cell' | 'header' | 'code'>[];
  }[];
  readonly count: number;
  readonly cursor: string | null;
}

const LISTED = 60;
/** Bytes of an answer's 100 KB. */
const SHOWN = 8_000;

/** Asked with the other questions of a look at the tab. */
export const QUEUE: readonly ApiRequest[] = [
  page(`status=pending&limit=${LISTED}`),
  page(`status=failed&limit=${LISTED}`),
];

/** Null where the server does not tell. */
export function queueOf([pending, failed]: readonly (ApiAnswer | undefined)[]): RetryQueue | null {
  if (pending?.ok !== true || failed?.ok !== true) return null;
  return { waiting: shown(pending.body as Page), givenUp: shown(failed.body as Page) };
}

const shown = ({ retries, count }: Page) => cut(retries.map(toWaiting), SHOWN, count);

function toWaiting({ id, buyerNumber, rowNumber, attempts, nextRetryAt, errors }: Page['retries'][number]): Waiting {
  const { cell = null, header = null, code = 'other' } = errors[0] ?? {};
  return {
    id,
    key: cutText(buyerNumber, 60),
    rowNumber,
    cell,
    header: header === null ? null : cutText(header, 60),
    code,
    attempts,
    nextAt: nextRetryAt,
  };
}

/** One buyer's entry. */
export const entryOf = (key: string): ApiRequest => page(`buyerNumber=${encodeURIComponent(key)}&limit=1`);

export const entryId = (answer: ApiAnswer | undefined): string | null =>
  answer?.ok === true ? ((answer.body as Page).retries[0]?.id ?? null) : null;

/** As many as a call has time for, whatever the rows weigh; four at once. */
const PORTION = 24;
const AT_ONCE = 4;

/** One entry, or all of them a portion at a time, due or not. `cursor` is `next` of the portion before. */
export function tryAgain(send: Send, id: string | null, cursor: string | null): Reply<TriedAgain> {
  const listed =
    id === null
      ? send([page(`limit=${PORTION}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)])[0]
      : null;
  if (listed?.ok === false) return refusal(listed.problem.code, 'The queue could not be read.');
  const { retries, cursor: next } = (listed?.body as Page | undefined) ?? { retries: [{ id: id ?? '' }], cursor: null };
  const tried = { went: 0, refused: 0, waits: 0 };
  for (let from = 0; from < retries.length; from += AT_ONCE) {
    const answers = send(retries.slice(from, from + AT_ONCE).map((one) => again(one.id)));
    for (const answer of answers) {
      const problem = count(tried, answer);
      if (problem !== null) return refusal(problem, 'A row could not be tried again.');
    }
  }
  return { ok: true, ...tried, next };
}

function page(query: string): ApiRequest {
  return { method: 'get', path: `v1/retries?${query}` };
}

const again = (id: string): ApiRequest => ({
  method: 'post',
  path: `v1/retries/${encodeURIComponent(id)}/retry`,
  body: {},
});

/** A code where going on makes no sense. An entry that is gone was written since, or its row left the sheet. */
function count(tried: { went: number; refused: number; waits: number }, answer: ApiAnswer): string | null {
  if (answer.ok) {
    const { succeeded = 0, failed = 0, permanentlyFailed = 0 } = answer.body as Partial<Record<string, number>>;
    tried.went += succeeded;
    tried.refused += failed + permanentlyFailed;
    if (succeeded + failed + permanentlyFailed === 0) tried.waits++;
    return null;
  }
  const { code } = answer.problem;
  if (code === 'unknown_retry') tried.went++;
  else if (code === 'retry_waits') tried.waits++;
  else return code;
  return null;
}
