// Answers of a Check, of a sync that asks, and of holds, as the add-on gives them to the sidebar.
import type { RunReply } from '../../../addon/sidebar/answers.ts';
import type { CheckFinding, CheckReport } from '../../../addon/sidebar/check-answers.ts';
import type { Hold, SheetView } from '../../../shared/protocol.ts';
import { done, doneWithProblems, progress, reply } from './replies.ts';

export const CHECK_ID = '0193a5c2-cccc-7222-8333-444455556666';

export const sheetView = (over: Partial<SheetView> = {}): SheetView => ({
  sheetId: '0193a5c2-0000-7222-8333-444455556666',
  spreadsheetId: 'book',
  sheetName: '買主リスト',
  sheetGid: 7,
  table: 'buyers',
  keyColumn: 'buyer_number',
  headerRow: 1,
  confirmedAt: '2026-11-18T01:00:00Z',
  confirmedBy: 'hanako@example.jp',
  everSynced: true,
  headers: [],
  columns: [],
  holds: [],
  ...over,
});

export const hold = (over: Partial<Hold> = {}): Hold => ({
  id: 'h1',
  column: 'phone',
  header: '電話番号',
  reason: 'values_disappear',
  scope: 'column',
  rows: 3018,
  of: 4137,
  state: 'waiting',
  since: '2026-11-20T04:12:00Z',
  ...over,
});

export const goneHold = (over: Partial<Hold> = {}): Hold =>
  hold({
    id: 'h2',
    column: 'buyer_number',
    header: '買主番号',
    reason: 'rows_gone',
    scope: 'run',
    rows: 2060,
    ...over,
  });

/** Of the run that is held, or of one that holds columns. */
export function held(scope: 'columns' | 'run', holds: readonly Hold[]): RunReply {
  const good = done();
  if (good.notes === null || good.result === null) throw new Error('a finished run has both');
  const verdict = scope === 'run' ? 'not_in_step' : 'in_step_except_held';
  return { ...good, notes: { ...good.notes, held: { scope, holds } }, result: { ...good.result, verdict } };
}

const finding = (over: Partial<CheckFinding>): CheckFinding => ({
  weight: 'stands',
  code: 'text_too_long',
  header: '電話番号',
  column: 'phone',
  limit: 50,
  count: 3,
  most: 61,
  examples: [
    { cell: 'F18', key: 'AA00221' },
    { cell: 'F204', key: 'AA02639' },
    { cell: 'F951', key: 'AA12350' },
  ],
  ...over,
});

const ALL_FINDINGS: readonly CheckFinding[] = [
  finding({}),
  finding({
    code: 'not_a_date',
    header: '来店日',
    column: 'visited_on',
    limit: null,
    most: null,
    count: 1,
    examples: [{ cell: 'N44', key: 'AA00555' }],
  }),
  finding({ code: 'required', header: '登録日', column: 'registered_on', limit: null, most: null, count: 12 }),
  finding({
    weight: 'changes',
    code: 'rounded',
    header: '希望価格',
    column: 'budget',
    limit: null,
    most: null,
    count: 208,
  }),
  finding({
    weight: 'changes',
    code: 'formula_error',
    header: '備考',
    column: 'notes',
    limit: null,
    most: null,
    count: 2,
  }),
  finding({
    weight: 'changes',
    code: 'changed_in_database',
    header: '担当者',
    column: 'agent',
    limit: null,
    most: null,
    count: 7,
  }),
  finding({
    weight: 'changes',
    code: 'form_only',
    form: 'width',
    header: '現住所',
    column: 'address',
    limit: null,
    most: null,
    count: 1200,
  }),
  finding({ weight: 'lost', code: 'zeros_lost', header: '買主番号', column: null, limit: 5, most: null, count: 84 }),
  finding({
    weight: 'lost',
    code: 'digits_lost',
    header: '会員番号',
    column: 'member',
    limit: null,
    most: null,
    count: 5,
  }),
  finding({
    weight: 'near',
    code: 'near_limit',
    header: '氏名',
    column: 'name',
    count: 1,
    most: 48,
    examples: [{ cell: 'B77', key: 'AA01001' }],
  }),
];

const CLEAR: CheckReport = {
  limitedText: { count: 0, items: [] },
  insert: 356,
  update: 12,
  leave: 3769,
  reject: 0,
  gone: 0,
  overwrites: { count: 0, items: [] },
  findings: { count: 0, items: [] },
};

export function checked(
  over: Partial<CheckReport> = {},
  notes: Partial<NonNullable<RunReply['notes']>> = {},
): RunReply {
  const good = done();
  if (good.notes === null || good.result === null) throw new Error('a finished run has both');
  const check: CheckReport = { ...CLEAR, ...over };
  return {
    ...good,
    runId: CHECK_ID,
    mode: 'verify',
    notes: { ...good.notes, plan: check, check, ...notes },
    result: { ...good.result, verdict: 'not_in_step' },
  };
}

/** Everything that a Check can find. */
export const checkedAll = (): RunReply => {
  const { notes } = doneWithProblems();
  if (notes === null) throw new Error('a finished run has notes');
  const { duplicates, lookAlikes, blankKeys, heldColumns } = notes;
  return checked(
    {
      insert: 331,
      update: 12,
      leave: 3760,
      reject: 34,
      gone: 3,
      overwrites: { count: 7, items: ['AA00555', 'AA00556', 'AA01417', 'AA02000'] },
      findings: { count: ALL_FINDINGS.length, items: ALL_FINDINGS },
    },
    { duplicates, lookAlikes, blankKeys, heldColumns, held: { scope: 'columns', holds: [hold()] } },
  );
};

/** A sync that stands still before it overwrites seven buyers. */
export function askingOverwrites(): RunReply {
  const good = done();
  if (good.notes === null) throw new Error('a finished run has notes');
  const field = (header: string, cell: string, sheet: string | null, database: string | null) => ({
    ...{ header, cell, sheet, database },
  });
  const items = [
    {
      key: 'AA00555',
      cell: 'B44',
      fields: [field('担当者', 'G44', '山田', '鈴木'), field('希望価格', 'P44', null, '34800000')],
    },
    { key: 'AA01417', cell: 'B109', fields: [field('担当者', 'G109', '山田', '佐藤')] },
    ...Array.from({ length: 5 }, (_, i) => ({ key: `AA0200${i}`, cell: `B${300 + i}`, fields: [] })),
  ];
  return reply({
    state: 'asking',
    phase: 'push',
    asks: 'overwrites',
    progress: progress(0, 19),
    notes: { ...good.notes, overwrites: { count: 7, items } },
  });
}

export function askingMoved(): RunReply {
  const good = done();
  if (good.notes === null) throw new Error('a finished run has notes');
  const plan = { insert: 12, update: 1830, leave: 2295, reject: 0, gone: 0 };
  return reply({ state: 'asking', phase: 'push', asks: 'moved', notes: { ...good.notes, plan } });
}
