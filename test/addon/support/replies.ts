// Answers as the add-on's functions give them to the sidebar, for pages that run without Apps Script.
import type { Finding, RunReply, Schedule, Status, UnfinishedRun } from '../../../addon/sidebar/answers.ts';
import type { Receipt } from '../../../shared/protocol.ts';

type Answered<T> = { readonly ok: true } & T;

export const status = (over: Partial<Status> = {}): Answered<Status> => ({
  ok: true,
  version: '0.1.0',
  locale: 'en',
  gid: 7,
  sheetName: '買主リスト',
  spreadsheetName: 'Buyers 2026',
  connection: 'connected',
  server: 'rollcall.example',
  link: 'https://rollcall.example/dashboard',
  person: 'hanako@example.jp',
  schedule: schedule(),
  counts: { sheet: 4137, database: 3781, at: '2026-11-20T05:00:00.000Z' },
  last: null,
  unfinished: null,
  sheet: null,
  headings: null,
  place: { others: [], wrong: null },
  ...over,
});

export const schedule = (over: Partial<Schedule> = {}): Schedule => ({
  state: 'off',
  sheetName: '',
  by: null,
  isMine: false,
  since: null,
  last: null,
  arrivesBy: null,
  trouble: null,
  ...over,
});

/** Switched on by the person who looks, and running. */
export const hourly = (over: Partial<Schedule> = {}): Schedule =>
  schedule({
    state: 'on',
    sheetName: '買主リスト',
    by: 'hanako@example.jp',
    isMine: true,
    since: '2026-11-19T23:00:00Z',
    last: { at: '2026-11-20T05:12:00Z', outcome: 'in_step', code: null },
    arrivesBy: '2026-11-20T06:30:00Z',
    ...over,
  });

/** Left by the person who looks. */
export const unfinished = (over: Partial<UnfinishedRun> = {}): UnfinishedRun => ({
  mode: 'sync',
  progress: progress(1200),
  startedAt: '2026-11-20T05:20:00Z',
  heardAt: '2026-11-20T05:24:00Z',
  by: 'hanako@example.jp',
  driver: 'sidebar',
  isMine: true,
  takeOverAt: null,
  ...over,
});

export const receipt = (over: Partial<Receipt> = {}): Receipt => ({
  read: 4180,
  inserted: 356,
  updated: 12,
  unchanged: 3769,
  rejected: 0,
  duplicate: 0,
  skippedBlank: 43,
  held: 0,
  balanced: true,
  ...over,
});

export const reply = (over: Partial<RunReply> = {}): Answered<RunReply> => ({
  ok: true,
  state: 'running',
  gid: 7,
  mode: 'sync',
  runId: '0193a5c2-1111-7222-8333-444455556666',
  phase: 'push',
  progress: { rows: 4137, toSend: 4137, sent: 0, inserted: 0, updated: 0, rejected: 0 },
  pauseMs: 0,
  asks: null,
  findings: { count: 0, items: [] },
  sheetFindings: { anew: false, count: 0, items: [] },
  groups: [],
  notes: null,
  result: null,
  schema: null,
  problem: null,
  ...over,
});

export const progress = (sent: number, toSend = 4137): RunReply['progress'] => ({
  rows: 4137,
  toSend,
  sent,
  inserted: sent,
  updated: 0,
  rejected: 0,
});

export const tooLong = (row: number, column: 'H' | 'K' = 'H'): Finding => ({
  cell: `${column}${row}`,
  header: column === 'H' ? '現住所' : '備考（連絡事項）',
  column: column === 'H' ? 'address' : 'notes',
  code: 'text_too_long',
  message: 'The text is too long.',
  fix: 'Shorten it.',
  limit: 50,
  actual: 61 + (row % 7),
  rowNumber: row,
  key: `AA${String(row * 13).padStart(5, '0')}`,
});

export const done = (over: Partial<RunReply> = {}): Answered<RunReply> =>
  reply({
    state: 'done',
    phase: 'done',
    progress: progress(4137),
    notes: {
      keyIndex: 1,
      keyHeader: '買主番号',
      counts: { sheet: 4137, database: 4137, at: '2026-11-21T05:00:00.000Z' },
      unchanged: 4137,
      extra: { count: 0, items: [] },
      duplicates: { count: 0, items: [] },
      lookAlikes: { count: 0, items: [] },
      blankKeys: { count: 0, items: [] },
      heldColumns: { count: 0, items: [] },
      plan: { insert: 0, update: 0, leave: 4137, reject: 0, gone: 0 },
      check: null,
      overwrites: null,
      held: null,
    },
    result: {
      verdict: 'in_step',
      passed: true,
      receipt: receipt(),
      compared: 4137,
      missing: { count: 0, items: [] },
      mismatches: { count: 0, items: [] },
      heldCells: 0,
      durationMs: 9420,
      rowsPerSecond: 439,
    },
    ...over,
  });

/** Everything that can be wrong at once. */
export function doneWithProblems(): Answered<RunReply> {
  const good = done();
  if (good.notes === null || good.result === null) throw new Error('a finished run has both');
  return {
    ...good,
    findings: {
      count: 29,
      items: [
        ...Array.from({ length: 23 }, (_, i) => tooLong(17 + i * 31)),
        ...Array.from({ length: 4 }, (_, i) => tooLong(40 + i * 9, 'K')),
        {
          ...tooLong(204),
          cell: 'N204',
          header: '来店日',
          column: 'visited_on',
          code: 'not_a_date',
          limit: null,
          actual: null,
        },
        {
          ...tooLong(951),
          cell: null,
          header: null,
          column: null,
          code: 'unique_violation',
          limit: null,
          actual: null,
        },
      ],
    },
    groups: [
      { header: '現住所', column: 'address', code: 'text_too_long', limit: 50, count: 23 },
      { header: '備考（連絡事項）', column: 'notes', code: 'text_too_long', limit: 50, count: 4 },
      { header: '来店日', column: 'visited_on', code: 'not_a_date', limit: null, count: 1 },
      { header: null, column: null, code: 'unique_violation', limit: null, count: 1 },
    ],
    notes: {
      ...good.notes,
      counts: { sheet: 4137, database: 4112, at: '2026-11-21T05:00:00.000Z' },
      extra: { count: 3, items: ['AA90001', 'AA90002', 'AA90003'] },
      duplicates: { count: 1, items: [{ key: 'AA00221', rowNumbers: [18, 2044] }] },
      lookAlikes: {
        count: 1,
        items: [{ key: 'ＡＡ００３１２', otherKey: 'AA00312', rowNumbers: [25, 901], isSame: false }],
      },
      blankKeys: { count: 2, items: ['77-78'] },
      heldColumns: {
        count: 1,
        items: [{ header: '電話番号（携帯）', cell: 'F1', reason: 'header_unknown', proposal: 'mobile_phone' }],
      },
    },
    result: {
      ...good.result,
      verdict: 'not_in_step',
      passed: false,
      receipt: receipt({ inserted: 331, rejected: 25 }),
      missing: { count: 25, items: Array.from({ length: 25 }, (_, i) => `AA${String(221 + i * 13).padStart(5, '0')}`) },
      mismatches: {
        count: 2,
        items: [
          {
            buyerNumber: 'AA01417',
            rowNumber: 109,
            cell: 'H109',
            header: '現住所',
            field: 'address',
            spreadsheetValue: '東京都世田谷区上北沢三丁目十五番地二十号 コーポ上北沢第二 二〇五号室（ご両親宅）',
            databaseValue: '東京都世田谷区',
            cause: 'rejected',
          },
          {
            buyerNumber: 'AA00555',
            rowNumber: 44,
            cell: 'P44',
            header: '希望価格',
            field: 'budget',
            spreadsheetValue: null,
            databaseValue: '34800000',
            cause: 'changed_in_database',
          },
        ],
      },
    },
  };
}

/** `rowsRead` where not all rows were looked through. */
export function refusedSchema(rowsRead: number | null = null): Answered<RunReply> {
  const column = (name: string, header: string, index: number, cells: number) => ({
    column: name,
    header,
    index,
    dataType: 'character varying',
    limit: 50,
    tooLong: cells,
    longest: cells === 0 ? 0 : 88,
  });
  return reply({
    state: 'stopped',
    phase: 'stopped',
    progress: { rows: 0, toSend: 0, sent: 0, inserted: 0, updated: 0, rejected: 0 },
    findings: {
      count: 356,
      items: Array.from({ length: 200 }, (_, i) => tooLong(9 + i * 11, i % 3 === 0 ? 'K' : 'H')),
    },
    problem: { code: 'schema_refused', detail: '', params: {} },
    schema: {
      table: 'buyers',
      columns: [
        column('address', '現住所', 7, 238),
        column('notes', '備考（連絡事項）', 10, 118),
        column('email', 'メール', 5, 0),
      ],
      rowsRead,
      fixScript:
        'ALTER TABLE buyers\n  ALTER COLUMN address TYPE text,\n  ALTER COLUMN notes TYPE text,\n  ALTER COLUMN email TYPE text;\n',
    },
  });
}

/** More cells than any answer lists: 23 known of 640 in one column, and 260 of another that no answer named yet. */
export function doneWithMany(): Answered<RunReply> {
  const some = doneWithProblems();
  if (some.result === null) throw new Error('a finished run has a result');
  return {
    ...some,
    groups: [
      { header: '現住所', column: 'address', code: 'text_too_long', limit: 50, count: 640 },
      { header: '備考（連絡事項）', column: 'notes', code: 'text_too_long', limit: 50, count: 260 },
    ],
    findings: { count: 900, items: Array.from({ length: 23 }, (_, i) => tooLong(17 + i * 31)) },
    result: {
      ...some.result,
      missing: { ...some.result.missing, count: 230 },
      mismatches: { ...some.result.mismatches, count: 2 },
    },
  };
}
