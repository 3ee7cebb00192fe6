// What this tab's headers mean now, asked without a run: columns, types and the key. Further questions go with it in the same call.
import type { BindingAnswer, BoundColumn, SheetView } from '../shared/protocol.ts';
import { bindRows, type RowBinding } from '../shared/sheet-rows.ts';
import { isTimeZone } from '../shared/time-zone.ts';
import { refusal } from './answering.ts';
import type { ApiAnswer, ApiRequest, Send } from './api.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Failed } from './sidebar/answers.ts';

export interface BoundSheet {
  readonly ok: true;
  readonly sheet: SheetReader;
  readonly headerRow: number;
  readonly headers: readonly string[];
  readonly keyColumn: string;
  readonly columns: readonly BoundColumn[];
  /** Of all synced columns. */
  readonly binding: RowBinding;
  /** To the further questions, in their order. */
  readonly answers: readonly ApiAnswer[];
}

export function boundSheet(
  sheet: SheetReader,
  send: Send,
  headerRow: number,
  more: readonly ApiRequest[] = [],
): BoundSheet | Failed {
  const headers = sheet.headers(headerRow);
  const { spreadsheetId, sheetName, gid, zone } = sheet.facts;
  const body = { spreadsheetId, sheetName, sheetGid: gid, headerRow, headers };
  const [view, bound, ...answers] = send([
    { method: 'get', path: 'v1/sheet' },
    { method: 'post', path: 'v1/sheet/binding', body },
    ...more,
  ]);
  if (view?.ok !== true) return saidNo(view);
  if (bound?.ok !== true) return saidNo(bound);
  const { keyColumn } = view.body as SheetView;
  const { columns } = bound.body as BindingAnswer;
  if (!columns.some((column) => column.state === 'synced' && column.column === keyColumn))
    return refusal('no_key_column', 'No header is bound to the key column.');
  if (!isTimeZone(zone)) return refusal('unknown_time_zone', 'The time zone of the spreadsheet is not known.');
  const binding = bindRows(columns, keyColumn, zone);
  return { ok: true, sheet, headerRow, headers, keyColumn, columns, binding, answers };
}

export const saidNo = (answer: ApiAnswer | undefined): Failed =>
  refusal(answer?.ok === false ? answer.problem.code : 'unreachable', 'The server did not answer.');

/** The key and, beside it, these columns of the table only: what is read then is as little as can be. */
export const narrowed = ({ columns, keyColumn, sheet }: BoundSheet, names: readonly string[]): RowBinding =>
  bindRows(
    columns.filter(({ column }) => column === keyColumn || names.includes(column ?? '')),
    keyColumn,
    sheet.facts.zone,
  );
