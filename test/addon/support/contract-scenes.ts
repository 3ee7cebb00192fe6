// Scenes of the sidebar about headings and places: what the add-on answers, and what a reader does.
import type { Page } from 'playwright-core';
import type { Status } from '../../../addon/sidebar/answers.ts';
import type { Heading, HeldHeading, SetupView, WrongPlace } from '../../../addon/sidebar/answers-contract.ts';
import type { Language } from '../../../addon/sidebar/texts.ts';
import type { SheetView } from '../../../shared/protocol.ts';
import { status } from './replies.ts';
import type { Scene } from './scene.ts';
import type { Script } from './sidebar-page.ts';

const COLUMNS = ['buyer_number', 'name', 'name_kana', 'phone', 'mobile_phone', 'address', 'notes', 'budget'];
const HEADINGS = ['買主番号', '氏名', 'フリガナ', '電話番号', '携帯番号', '現住所', '備考', '予算'];

export const sheetView = (over: Partial<SheetView> = {}): SheetView => ({
  sheetId: '0193a5c2-0000-7000-8000-000000000001',
  spreadsheetId: 'book',
  sheetName: '買主リスト',
  sheetGid: 7,
  table: 'buyers',
  keyColumn: 'buyer_number',
  headerRow: 3,
  confirmedAt: '2026-11-19T02:10:00Z',
  confirmedBy: 'hanako@example.jp',
  everSynced: true,
  headers: [],
  columns: COLUMNS.map((name) => ({ name, type: 'text', notNull: false, notSynced: null })),
  holds: [],
  ...over,
});

export const heading = (index: number, over: Partial<Heading> = {}): Heading => ({
  index,
  cell: `${String.fromCharCode(65 + index)}3`,
  header: HEADINGS[index] ?? '',
  use: 'column',
  column: COLUMNS[index] ?? null,
  reason: null,
  proposal: null,
  before: null,
  isText: true,
  asValue: false,
  ...over,
});

const matching = HEADINGS.map((_, index) => heading(index));

export const setupView = (over: Partial<SetupView> = {}): { readonly ok: true } & SetupView => ({
  ok: true,
  gid: 7,
  headerRow: 3,
  rows: [
    { row: 1, kind: 'title', texts: ['買主リスト 2026'], filled: 1 },
    { row: 3, kind: 'headings', texts: HEADINGS.slice(0, 5), filled: 8 },
    {
      row: 4,
      kind: 'data',
      texts: ['00001', '山田　太郎', 'ヤマダ　タロウ', '03-1234-5678', '090-1234-5678'],
      filled: 8,
    },
    {
      row: 5,
      kind: 'data',
      texts: ['00002', '佐藤　花子', 'サトウ　ハナコ', '06-1234-5678', '080-1234-5678'],
      filled: 8,
    },
  ],
  merged: { count: 0, items: [] },
  blanks: { count: 0, items: [] },
  headings: { count: 8, items: matching },
  columns: COLUMNS.map((name) => ({ name, type: name === 'budget' ? 'bigint' : 'text' })),
  table: 'buyers',
  keyColumn: 'buyer_number',
  confirmedAt: null,
  confirmedBy: null,
  ...over,
});

const UNSET: Partial<Status> = {
  sheet: sheetView({ headerRow: null, confirmedAt: null, everSynced: false }),
  counts: null,
};

const first = (view: Partial<SetupView>, says: Scene['says'], blue: string | null = 'confirm-setup'): Scene => ({
  script: (locale) => ({ sidebarStatus: [status({ locale, ...UNSET })], viewSetup: [setupView(view)] }),
  until: '#setup .actions button',
  says,
  blue,
});

const settings = (view: Partial<SetupView>, says: Scene['says'], act?: (page: Page) => Promise<void>): Scene => ({
  script: (locale) => ({
    sidebarStatus: [status({ locale, sheet: sheetView() })],
    viewSetup: [setupView({ confirmedAt: '2026-11-19T02:10:00Z', confirmedBy: 'hanako@example.jp', ...view })],
  }),
  act: async (page) => {
    await page.click('#settings-fold');
    await page.click('#headings-settings');
    await page.clock.runFor(50);
    await act?.(page);
  },
  until: '#setup-close',
  says,
  blue: 'confirm-setup',
});

const held = (index: number, reason: string, over: Partial<HeldHeading> = {}): HeldHeading => ({
  index,
  cell: `${String.fromCharCode(65 + index)}3`,
  header: HEADINGS[index] ?? '',
  reason,
  proposal: null,
  before: null,
  ...over,
});

const changed = (
  items: readonly HeldHeading[],
  says: Scene['says'],
  act?: (page: Page) => Promise<void>,
  more: Script = {},
): Scene => ({
  script: (locale: Language) => ({
    sidebarStatus: [
      status({
        locale,
        sheet: sheetView(),
        headings: {
          headerRow: 3,
          held: { count: items.length, items },
          free: ['mobile_phone', 'notes'],
          movedTo: null,
        },
      }),
    ],
    ...more,
  }),
  ...(act === undefined ? {} : { act }),
  until: '#headings',
  says,
  blue: 'sync',
});

const place = (wrong: WrongPlace, says: Scene['says'], blue: string | null): Scene => ({
  script: (locale) => ({
    sidebarStatus: [status({ locale, connection: 'wrong_sheet', counts: null, place: { others: [], wrong } })],
  }),
  until: '#elsewhere',
  says,
  blue,
});

const URL = 'https://docs.google.com/spreadsheets/d/book/edit';

export const CONTRACT_SCENES: Readonly<Record<string, Scene>> = {
  'first set-up, all match': first({}, ['setup.title', 'setup.which', 'setup.titles', 'setup.kind.headings']),
  'first set-up, some to look at': first(
    {
      headings: {
        count: 10,
        items: [
          heading(4, { use: 'held', column: null, reason: 'header_unknown', proposal: 'mobile_phone' }),
          heading(8, { use: 'held', column: null, reason: 'header_unknown', header: '趣味' }),
          ...matching.filter(({ index }) => index !== 4),
          heading(9, { use: 'database', column: 'synced_at', reason: 'kept_by_rollcall', header: '同期日時' }),
        ],
      },
    },
    ['setup.title', 'reason.header_unknown', 'setup.leave'],
  ),
  'first set-up, two rows and gaps': first(
    {
      rows: [
        { row: 1, kind: 'title', texts: ['買主リスト 2026'], filled: 1 },
        { row: 2, kind: 'group', texts: ['本人', '連絡先', '希望'], filled: 3 },
        ...setupView().rows.slice(1),
      ],
      merged: { count: 1, items: ['F3:G3'] },
      blanks: {
        count: 2,
        items: [
          { cell: 'G3', above: '連絡先' },
          { cell: 'K3', above: null },
        ],
      },
    },
    ['setup.kind.group', 'setup.two_rows', 'setup.merged'],
  ),
  'first set-up, no key': first({ headings: { count: 7, items: matching.slice(1) } }, ['setup.no_key']),
  'first set-up, loading': {
    script: (locale) => ({ sidebarStatus: [status({ locale, ...UNSET })], viewSetup: ['never'] }),
    until: '#setup',
    says: ['setup.loading'],
    blue: null,
  },
  'first set-up, failed': {
    script: (locale) => ({
      sidebarStatus: [status({ locale, ...UNSET })],
      viewSetup: [{ ok: false, code: 'unreachable', message: '' }],
    }),
    until: '#setup-retry',
    says: ['problem.unreachable', 'connect.try'],
    blue: 'setup-retry',
  },
  'settings of headings': settings({}, ['setup.settings', 'setup.save', 'setup.close']),
  'settings of headings, unfolded and changed': settings(
    {
      headings: {
        count: 18,
        items: [
          ...Array.from({ length: 16 }, (_, i) =>
            heading(i, {
              header: HEADINGS[i] ?? `項目${i}`,
              cell: `${String.fromCharCode(65 + i)}3`,
              column: COLUMNS[i] ?? `item_${i}`,
              asValue: i === 5,
            }),
          ),
          heading(16, { use: 'ignored', column: null, header: 'メモ' }),
          heading(17, { use: 'never', column: null, header: '暗証番号' }),
        ],
      },
    },
    ['setup.change', 'setup.as_value', 'setup.leave', 'setup.never'],
    async (page) => {
      await page.click('#setup-matched-fold');
      await page.click('#setup-left-fold');
      await page.click('#edit-1');
      await page.check('#value-1');
    },
  ),
  'settings of headings, one is gone': settings(
    {
      headings: {
        count: 8,
        items: matching.map((one) =>
          one.index === 6
            ? heading(6, {
                header: '',
                use: 'held',
                column: null,
                reason: 'header_blank',
                proposal: 'notes',
                before: '備考',
              })
            : one,
        ),
      },
    },
    ['headings.blank', 'setup.look'],
  ),
  'settings of headings, a column twice': settings({}, ['setup.doubled'], async (page) => {
    await page.click('#setup-matched-fold');
    await page.click('#edit-1');
    await page.selectOption('#use-1', 'phone');
  }),
  'headings changed': changed(
    [
      held(3, 'header_renamed', { header: '電話', proposal: 'phone', before: '電話番号' }),
      held(4, 'header_unknown', { proposal: 'mobile_phone' }),
      held(5, 'header_moved', { proposal: 'address' }),
      held(6, 'header_blank', { header: '', proposal: 'notes', before: '備考' }),
      held(7, 'header_doubled', { proposal: 'budget' }),
    ],
    ['headings.title', 'headings.same', 'headings.use', 'headings.this_one', 'headings.write_back'],
  ),
  'headings changed, a new column': changed(
    [held(8, 'header_unknown', { header: '趣味' })],
    ['headings.new_column', 'headings.operator', 'headings.choose', 'setup.never'],
    async (page) => {
      await page.click('#more-8-fold');
      await page.click('#new-8');
    },
    {
      newColumn: [{ ok: true, name: 'shumi', migration: '-- 趣味\nALTER TABLE buyers ADD COLUMN shumi text;\n' }],
    },
  ),
  'headings changed, the answer failed': changed(
    [held(3, 'header_renamed', { header: '電話', proposal: 'phone', before: '電話番号' })],
    ['problem.headings_moved'],
    (page) => page.click('#same-3'),
    { answerHeader: [{ ok: false, code: 'headings_moved', message: '' }] },
  ),
  'headings moved to another row': {
    script: (locale) => ({
      sidebarStatus: [
        status({
          locale,
          sheet: sheetView(),
          headings: { headerRow: 3, held: { count: 0, items: [] }, free: [], movedTo: 4 },
        }),
      ],
    }),
    until: '#headings',
    says: ['headings.moved_title'],
    blue: 'sync',
  },
  'a tab beside the connected one': {
    script: (locale) => ({
      sidebarStatus: [
        status({
          locale,
          gid: 8,
          sheetName: '買主リストのコピー',
          connection: 'no_key',
          counts: null,
          place: { others: [{ gid: 7, name: '買主リスト' }], wrong: null },
        }),
      ],
    }),
    until: '#elsewhere',
    says: ['place.other_title', 'place.connect_too'],
    blue: 'go-7',
  },
  'a copied file': place(
    { kind: 'copied_file', sheetName: '買主リスト', gid: 7, url: URL },
    ['place.copied_file.title', 'place.copied_file.fix', 'place.original', 'place.forget'],
    null,
  ),
  'a key of another file': place(
    { kind: 'other_file', sheetName: '買主リスト', gid: 7, url: URL },
    ['place.other_file.title', 'place.original', 'connect.hint'],
    'connect',
  ),
  'a key of another tab': place(
    { kind: 'other_tab', sheetName: '買主リスト', gid: 7, url: null },
    ['place.other_tab.title', 'connect.hint'],
    'connect',
  ),
};
