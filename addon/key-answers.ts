// A person's answers on keys: whether two spellings are one buyer, and which rows without a key are no buyers at all.
import { fingerprintRow } from '../shared/fingerprint.ts';
import type { BindingAnswer, LookAlikeAnswer, NotBuyersAnswer, SheetView } from '../shared/protocol.ts';
import { expandRanges } from '../shared/row-set.ts';
import { bindRows, type RowBinding, type SheetRow } from '../shared/sheet-rows.ts';
import { refusal } from './answering.ts';
import type { ApiRequest, Send } from './api.ts';
import { connect } from './connection.ts';
import { needsOf, readRows } from './read-rows.ts';
import type { Person } from './saved-run.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Failed, Reply } from './sidebar/answers.ts';

type Done = Reply<object>;

/** `answer` null takes an earlier one back. */
export function answerLookAlike(
  gid: number,
  pair: Pick<LookAlikeAnswer, 'key' | 'otherKey' | 'answer'>,
  person: Person,
): Done {
  const send = connect(gid);
  if (send === null) return noKey;
  const { key, otherKey, answer } = pair;
  const body: LookAlikeAnswer = { key, otherKey, answer, ...by(person) };
  return told(send, { method: 'put', path: 'v1/sheet/look-alikes', body });
}

/** The rows are known by what stands in them: an edited one is asked about again. `ranges` as in `4138-4150,4160`. */
export function answerNotBuyers(sheet: SheetReader, ranges: string, isBuyer: boolean, person: Person): Done {
  const send = connect(sheet.facts.gid);
  if (send === null) return noKey;
  const binding = bindingOf(sheet, send);
  if ('code' in binding) return binding;
  const rows = readRowsOf(sheet, binding, expandRanges(ranges));
  if (rows === null) return refusal('row_changed', 'A row that was named has a key now, or is empty.');
  const fingerprints = rows.map((row) => fingerprintRow(row.cells, binding.order, row.held));
  const body: NotBuyersAnswer = { fingerprints: [...new Set(fingerprints)], isBuyer, ...by(person) };
  return told(send, { method: 'put', path: 'v1/sheet/not-buyers', body });
}

/** What a run would bind now. */
function bindingOf(sheet: SheetReader, send: Send): RowBinding | Failed {
  const { spreadsheetId, sheetName, gid, zone } = sheet.facts;
  const view = send([{ method: 'get', path: 'v1/sheet' }])[0];
  if (view?.ok !== true) return refused(view?.problem.code);
  const { keyColumn, headerRow } = view.body as SheetView;
  const row = headerRow ?? 1;
  const headers = sheet.headers(row);
  const body = { spreadsheetId, sheetName, sheetGid: gid, headerRow: row, headers };
  const bound = send([{ method: 'post', path: 'v1/sheet/binding', body }])[0];
  if (bound?.ok !== true) return refused(bound?.problem.code);
  const { columns } = bound.body as BindingAnswer;
  const isBound = columns.some(({ column, state }) => column === keyColumn && state === 'synced');
  return isBound ? bindRows(columns, keyColumn, zone) : refusal('no_key_column', 'No header means the key column.');
}

/** Null where one of them is not a row with data and without a key. */
function readRowsOf(sheet: SheetReader, binding: RowBinding, numbers: readonly number[]): readonly SheetRow[] | null {
  const first = numbers[0];
  const last = numbers[numbers.length - 1];
  if (first === undefined || last === undefined) return null;
  const wanted = new Set(numbers);
  const rows = readRows(sheet, binding, needsOf(binding), first, last - first + 1).filter(({ rowNumber }) =>
    wanted.has(rowNumber),
  );
  const stand =
    rows.length === numbers.length &&
    rows.every(({ key, blank, errors }) => key === null && !blank && errors.length === 0);
  return stand ? rows : null;
}

const by = ({ email }: Person): { by?: string } => (email === null ? {} : { by: email });

function told(send: Send, request: ApiRequest): Done {
  const answer = send([request])[0];
  return answer?.ok === true ? { ok: true } : refused(answer?.problem.code);
}

const refused = (code: string | undefined): Failed =>
  refusal(code ?? 'unreachable', 'The server did not take the answer.');

const noKey = refusal('no_key', 'This document holds no sheet key yet.');
