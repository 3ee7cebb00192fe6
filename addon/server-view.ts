// What the server says of one tab on opening: whether it takes its key, counts, the header contract, and whether this is the place it knows.
import type { BindingAnswer, SheetView } from '../shared/protocol.ts';
import type { ApiAnswer, ApiRequest, Send } from './api.ts';
import { storedHeaderRow, storeHeaderRow } from './header-row.ts';
import { headingState } from './heading-state.ts';
import { reading } from './requests.ts';
import { QUEUE, queueOf } from './retries.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Connection, Counts } from './sidebar/answers.ts';
import type { HeadingState, Place } from './sidebar/answers-contract.ts';
import type { RetryQueue } from './sidebar/queue-answers.ts';
import { adoptKey, hasOwnKey } from './tab-keys.ts';
import { otherPlaces, wrongPlace } from './wrong-place.ts';

export interface ServerView {
  readonly connection: Connection;
  /** The problem's code where it does not answer as it should. */
  readonly why?: string | null;
  readonly counts: Counts | null;
  readonly sheet: SheetView | null;
  readonly headings: HeadingState | null;
  readonly place: Place;
  readonly queue: RetryQueue | null;
}

const NOTHING = { counts: null, sheet: null, headings: null, queue: null } as const;

/** Asks once more where no answer came; a key without the right to see counts is connected all the same. */
export function viewServer(send: Send | null, sheet: SheetReader): ServerView {
  const place: Place = { others: otherPlaces(sheet), wrong: null };
  if (send === null) return { ...NOTHING, connection: 'no_key', place };
  const row = storedHeaderRow(sheet.facts.gid);
  const bound = row === null ? null : bindingRequest(sheet, row);
  const requests: readonly ApiRequest[] = [COUNTS, SHEET, ...QUEUE, ...(bound === null ? [] : [bound.request])];
  const first = send(requests);
  const answers = first[0]?.ok === false && refused(first[0]) === 'unreachable' ? send(requests) : first;
  const [counts, view, pending, failed, binding] = answers;
  if (counts === undefined) return { ...NOTHING, connection: 'unreachable', place };
  const connection = counts.ok ? 'connected' : refused(counts);
  if (connection !== 'connected') return { ...NOTHING, connection, place, why: counts.ok ? null : counts.problem.code };
  const agreed = view?.ok === true ? (view.body as SheetView) : null;
  const wrong = wrongPlace(sheet, agreed, binding);
  if (wrong !== null) return elsewhere(sheet, place, wrong);
  if (agreed !== null) adoptKey(sheet.facts.gid, sheet.facts.spreadsheetId);
  return {
    connection,
    counts: counts.ok ? readCounts(counts.body) : null,
    sheet: agreed,
    headings: agreed === null ? null : headingsNow(send, sheet, agreed, bound, binding),
    place,
    queue: queueOf([pending, failed]),
  };
}

const COUNTS: ApiRequest = { method: 'get', path: 'v1/reports/counts' };
export const SHEET: ApiRequest = { method: 'get', path: 'v1/sheet' };

/** The document's own key opens another tab: this one has none. A key that was given to this very tab is at the wrong place. */
function elsewhere(sheet: SheetReader, place: Place, wrong: NonNullable<Place['wrong']>): ServerView {
  const isOther = wrong.kind === 'other_tab' && !hasOwnKey(sheet.facts.gid);
  if (!isOther) return { ...NOTHING, connection: 'wrong_sheet', place: { ...place, wrong } };
  const { gid, sheetName: name } = wrong;
  const others = gid === null ? place.others : [{ gid, name }, ...place.others];
  return { ...NOTHING, connection: 'no_key', place: { ...place, others } };
}

export interface Bound {
  readonly request: ApiRequest;
  readonly headers: readonly string[];
}

/** Null where the sheet cannot be read, or holds nothing in that row. */
export function bindingRequest(sheet: SheetReader, headerRow: number): Bound | null {
  const headers = reading(() => sheet.headers(headerRow));
  if (headers === null || headers.every((header) => header.trim() === '')) return null;
  const { spreadsheetId, sheetName, gid } = sheet.facts;
  const body = { spreadsheetId, sheetName, sheetGid: gid, headerRow, headers };
  return { request: { method: 'post', path: 'v1/sheet/binding', body }, headers };
}

/** Agreed on in another window, or before the document forgot: the row is learnt from the server, and asked about. */
function headingsNow(
  send: Send,
  sheet: SheetReader,
  agreed: SheetView,
  bound: Bound | null,
  binding: ApiAnswer | undefined,
): HeadingState | null {
  const { headerRow, confirmedAt } = agreed;
  if (headerRow === null || confirmedAt === null) return null;
  const { gid } = sheet.facts;
  if (storedHeaderRow(gid) === headerRow) return headingState(sheet, agreed, headerRow, read(binding), bound);
  storeHeaderRow(gid, headerRow);
  const again = bindingRequest(sheet, headerRow);
  return headingState(sheet, agreed, headerRow, read(again === null ? undefined : send([again.request])[0]), again);
}

const read = (answer: ApiAnswer | undefined): BindingAnswer | null =>
  answer?.ok === true ? (answer.body as BindingAnswer) : null;

function refused(answer: Extract<ApiAnswer, { ok: false }>): Connection {
  const { status, code } = answer.problem;
  if (status === 401) return 'refused';
  return status === 0 || status >= 500 || code === 'fetch_not_allowed' || code === 'fetch_quota'
    ? 'unreachable'
    : 'connected';
}

interface SheetCounts {
  readonly spreadsheetCount: number | null;
  readonly databaseCount: number;
  readonly countedAt: string | null;
}

/** A key sees its own sheet only. */
function readCounts(body: unknown): Counts | null {
  const { sheets = [] } = body as { readonly sheets?: readonly SheetCounts[] };
  const only = sheets.length === 1 ? sheets[0] : undefined;
  if (only === undefined) return null;
  return { sheet: only.spreadsheetCount, database: only.databaseCount, at: only.countedAt ?? '' };
}
