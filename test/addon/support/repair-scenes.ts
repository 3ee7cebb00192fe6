// The states of the sidebar about differences: groups, the question before cells are overwritten, what came of it, a buyer.
import type { Page } from 'playwright-core';
import type { LastRun, RunReply, RunResult } from '../../../addon/sidebar/answers.ts';
import type { FoundBuyer, PutBackReply, Taken, TakeReply } from '../../../addon/sidebar/repair-answers.ts';
import type { Language } from '../../../addon/sidebar/texts.ts';
import type { Mismatch, MismatchGroup } from '../../../shared/protocol.ts';
import { done, receipt, status } from './replies.ts';
import type { Scene } from './scene.ts';
import type { Script } from './sidebar-page.ts';

const SINCE = '2026-11-20T05:02:00Z';
const RUN = '0193a5c2-1111-7222-8333-444455556666';

const mismatchAt = (row: number, over: Partial<Mismatch> = {}): Mismatch => ({
  buyerNumber: `AA${String(row * 13).padStart(5, '0')}`,
  rowNumber: row,
  cell: `H${row}`,
  header: '現住所',
  field: 'address',
  spreadsheetValue: '東京都世田谷区上北沢３－１５－２０ コーポ上北沢第二 ２０５号室',
  databaseValue: '東京都世田谷区上北沢3-15-20 コーポ上北沢第二 205号室',
  cause: 'form_only',
  form: 'width',
  since: SINCE,
  ...over,
});

const groupOf = (count: number, example: Mismatch, rows: readonly number[]): MismatchGroup => ({
  field: example.field,
  header: example.header,
  cause: example.cause,
  form: example.form ?? null,
  count,
  since: example.since ?? null,
  examples: rows.map((row) => ({ ...example, rowNumber: row, cell: example.cell.replace(/\d+/, String(row)) })),
});

const inDatabase: Partial<Mismatch> = { cause: 'changed_in_database', form: null };
const FORM = groupOf(12_000, mismatchAt(2), [2, 3, 4]);
const CHANGED = groupOf(
  20,
  mismatchAt(9, {
    ...inDatabase,
    cell: 'P9',
    header: '希望価格',
    field: 'budget',
    spreadsheetValue: null,
    databaseValue: '34800000',
  }),
  [9, 10, 41],
);
const ONE = groupOf(
  1,
  mismatchAt(109, {
    cause: 'rejected',
    form: null,
    cell: 'K109',
    header: '備考（連絡事項）',
    field: 'notes',
    since: null,
    spreadsheetValue: '長い備考',
    databaseValue: null,
  }),
  [109],
);

function differing(groups: readonly MismatchGroup[], missing = 0): { ok: true } & RunReply {
  const good = done({ mode: 'verify', only: null });
  if (good.result === null || good.notes === null) throw new Error('a finished run has both');
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const keys = Array.from({ length: Math.min(25, missing) }, (_, i) => `AA${String(221 + i * 13).padStart(5, '0')}`);
  const result: RunResult = {
    ...good.result,
    verdict: 'not_in_step',
    passed: false,
    receipt: receipt({ inserted: 0, updated: 0, unchanged: 4137 }),
    missing: { count: missing, items: keys },
    missingCauses: missing === 0 ? {} : { never_synced: missing - 2, deleted_in_database: 2 },
    mismatches: { count, items: [] },
    groups: { count: groups.length, items: [...groups] },
  };
  return { ...good, result };
}

const TAKEN: Taken = { header: '希望価格', cells: 17, at: '2026-11-20T05:29:00Z', by: 'hanako@example.jp' };

const took: { ok: true } & TakeReply = {
  ok: true,
  written: 17,
  already: 0,
  named: {
    count: 3,
    items: [
      { cell: 'P41', key: 'AA00533', why: 'formula' },
      { cell: 'P44', key: 'AA00572', why: 'merged' },
      { cell: null, key: 'AA00585', why: 'key_gone' },
    ],
  },
  next: null,
  taken: TAKEN,
};

const back: { ok: true } & PutBackReply = {
  ok: true,
  restored: 16,
  named: { count: 1, items: [{ cell: 'P10', key: 'AA00130', why: 'changed' }] },
  isMore: false,
  taken: null,
};

const BUYER: { ok: true } & FoundBuyer = {
  ok: true,
  key: 'AA00312',
  keyHeader: '買主番号',
  cells: ['B25'],
  isStored: true,
  fields: [
    {
      header: '現住所',
      column: 'address',
      cell: 'H25',
      sheet: '東京都杉並区',
      database: '東京都世田谷区',
      differs: true,
      fault: null,
    },
    {
      header: '氏名',
      column: 'name',
      cell: 'C25',
      sheet: '林 結衣',
      database: '林 結衣',
      differs: false,
      fault: null,
    },
  ],
  lastChange: {
    at: SINCE,
    runId: RUN,
    outcome: 'updated',
    by: 'hanako@example.jp',
    fields: ['現住所', '備考（連絡事項）'],
  },
  lastSeenEqual: '2026-11-19T01:00:00Z',
  errors: [{ at: SINCE, code: 'text_too_long', cell: 'K25', header: '備考（連絡事項）' }],
  retry: { id: '0193a5c2-2222-7222-8333-444455556666', attempts: 1, nextAt: '2026-11-20T05:35:00Z' },
  lookAlikes: ['ＡＡ００３１２'],
};

async function verify(page: Page): Promise<void> {
  await page.click('#verify');
  await page.clock.runFor(50);
}

const script =
  (over: Script = {}, reply: unknown = differing([FORM, CHANGED, ONE], 25)) =>
  (locale: Language): Script => ({ sidebarStatus: [status({ locale })], startRun: [reply], ...over });

/** After Verify. */
const verified = (
  says: Scene['says'],
  over: Script = {},
  act: (page: Page) => Promise<void> = async () => undefined,
  reply?: unknown,
): Scene => ({
  script: script(over, reply),
  act: async (page) => {
    await verify(page);
    await act(page);
    await page.clock.runFor(50);
  },
  says,
  blue: 'sync',
});

const ask = (page: Page): Promise<void> => page.click('[id="group budget|changed_in_database|-take"]');
async function take(page: Page): Promise<void> {
  await ask(page);
  await page.click('#take-yes');
  await page.clock.runFor(50);
}

const found = (says: Scene['says'], answer: unknown): Scene => ({
  script: (locale) => ({ sidebarStatus: [status({ locale })], findBuyerByKey: [answer] }),
  act: async (page) => {
    await page.fill('#buyer-key', 'AA00312');
    await page.press('#buyer-key', 'Enter');
    await page.clock.runFor(50);
  },
  says,
  blue: 'sync',
});

const LAST: LastRun = {
  at: SINCE,
  mode: 'verify',
  verdict: 'not_in_step',
  receipt: receipt(),
  by: 'hanako@example.jp',
  runId: RUN,
};

const pushed = (over: Partial<RunReply>, says: Scene['says']): Scene =>
  verified(says, { pushOnly: [{ ...differing([CHANGED]), mode: 'sync', ...over }] }, (page) =>
    page.click('#push-missing'),
  );

const progress = { rows: 4137, toSend: 25, sent: 25, inserted: 25, updated: 0, rejected: 0 };

export const REPAIR_SCENES: Readonly<Record<string, Scene>> = {
  'differences in groups': verified(['groups.title', 'cause.form_only', 'form.width', 'groups.form', 'push.missing']),
  'differences of one form, twelve thousand': verified(
    ['form.width', 'problem.too_many_chosen', 'csv.button'],
    {},
    async () => undefined,
    differing([FORM]),
  ),
  'differences, more of a group': verified(
    ['action.more'],
    {
      listGroup: [{ ok: true, mismatches: Array.from({ length: 50 }, (_, i) => mismatchAt(i + 2)), cursor: '1,50' }],
    },
    (page) => page.click('[id="group address|form_only|width-more"]'),
  ),
  'differences, more of a group failed': verified(
    ['list.failed'],
    { listGroup: [{ ok: false, code: 'unreachable', message: '' }] },
    (page) => page.click('[id="group address|form_only|width-more"]'),
  ),
  'missing only': verified(['missing.title', 'push.missing'], {}, async () => undefined, differing([], 25)),
  'asked to overwrite': verified(['take.title', 'take.text', 'take.for_example', 'take.no'], {}, ask),
  'asked to overwrite one': verified(['take.title'], {}, (page) =>
    page.click('[id="group budget|changed_in_database|-0-take"]'),
  ),
  'writing into the sheet': verified(['take.running'], { takeFromDatabase: ['never'] }, take),
  'taken, some left': verified(
    ['take.proof', 'stands.formula', 'stands.merged', 'stands.key_gone', 'groups.settled', 'back.keep'],
    { takeFromDatabase: [took] },
    take,
  ),
  'not taken, no room to keep': verified(
    ['take.failed', 'problem.no_room_to_keep'],
    { takeFromDatabase: [{ ok: false, code: 'no_room_to_keep', message: '' }] },
    take,
  ),
  'put back, one changed since': verified(
    ['stands.changed'],
    { takeFromDatabase: [took], putBackTaken: [back] },
    async (page) => {
      await take(page);
      await page.click('#put-back');
    },
  ),
  'taken before a reload': {
    script: (locale) => ({ sidebarStatus: [status({ locale, taken: TAKEN })] }),
    says: ['back.keep'],
    blue: 'sync',
  },
  'pushed the missing, others differ': pushed({ only: 'missing', progress }, ['push.rest']),
  'nothing to push': pushed({ only: 2, progress: { ...progress, toSend: 0, sent: 0 } }, ['push.none']),
  'nothing selected': {
    ...verified(['problem.nothing_selected', 'groups.show'], {}, (page) => page.click('#push-selected')),
    script: (locale) => ({
      sidebarStatus: [status({ locale, last: LAST })],
      startRun: [differing([FORM, CHANGED])],
      pushOnly: [{ ok: false, code: 'nothing_selected', message: '' }],
    }),
  },
  'a report to be shown again': {
    script: (locale) => ({ sidebarStatus: [status({ locale, last: LAST })] }),
    says: ['groups.show'],
    blue: 'sync',
  },
  'a report shown again': {
    script: (locale) => ({
      sidebarStatus: [status({ locale, last: LAST })],
      showReport: [{ ok: true, result: differing([FORM, CHANGED]).result }],
    }),
    act: async (page) => {
      await page.click('#show-last');
      await page.clock.runFor(50);
    },
    until: '#groups h2',
    says: ['groups.title'],
    blue: 'sync',
  },
  'the report could not be fetched': verified(
    ['csv.failed'],
    { reportCsv: [{ ok: false, code: 'unreachable', message: '' }] },
    (page) => page.click('#csv'),
  ),
  'a buyer, other on both sides': found(
    ['buyer.row', 'push.buyer', 'buyer.alike', 'buyer.equal', 'queue.again', 'queue.now'],
    BUYER,
  ),
  'a buyer, all values': {
    ...found(['buyer.all'], { ...BUYER, fields: BUYER.fields.map((field) => ({ ...field, differs: false })) }),
    act: async (page) => {
      await page.fill('#buyer-key', 'AA00312');
      await page.press('#buyer-key', 'Enter');
      await page.clock.runFor(50);
      await page.click('#buyer-all-fold');
    },
  },
  'a buyer, in the sheet only': found(['buyer.only_sheet', 'push.buyer'], {
    ...BUYER,
    isStored: false,
    lastChange: null,
    lastSeenEqual: null,
    errors: [],
    retry: null,
    lookAlikes: [],
    fields: BUYER.fields.map((field) => ({ ...field, database: null, differs: false })),
  }),
  'a buyer, in the database only': found(['buyer.only_database', 'queue.given_up'], {
    ...BUYER,
    cells: [],
    retry: { id: null, attempts: 3, nextAt: null },
    fields: BUYER.fields.map((field) => ({ ...field, cell: null, sheet: null, differs: false })),
  }),
  'a buyer, twice in the sheet': found(['buyer.twice'], { ...BUYER, cells: ['B25', 'B901'], lookAlikes: [] }),
  'a buyer, nowhere': found(['buyer.neither'], {
    ...BUYER,
    cells: [],
    isStored: false,
    lastChange: null,
    lastSeenEqual: null,
    errors: [],
    retry: null,
    fields: [],
  }),
  'a buyer, not looked for': found(['problem.unreachable'], { ok: false, code: 'unreachable', message: '' }),
};
