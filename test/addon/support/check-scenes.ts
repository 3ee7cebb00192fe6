// The states around Check, holds, overwrites and keys, as scripts of answers.
import type { Page } from 'playwright-core';
import type { RunReply, Status } from '../../../addon/sidebar/answers.ts';
import type { TextKey } from '../../../addon/sidebar/texts.ts';
import {
  askingMoved,
  askingOverwrites,
  checked,
  checkedAll,
  goneHold,
  held,
  hold,
  sheetView,
} from './check-replies.ts';
import { doneWithProblems, hourly, status } from './replies.ts';
import type { Script } from './sidebar-page.ts';
import { after, LAST, opened, type Scene } from './sidebar-scenes.ts';

const RUN = '0193a5c2-1111-7222-8333-444455556666';
const never = sheetView({ everSynced: false });
const night = (...holds: readonly ReturnType<typeof hold>[]) =>
  sheetView({ holds: holds.map((one) => ({ ...one, runId: RUN })) });

const press =
  (...ids: readonly string[]) =>
  async (page: Page): Promise<void> => {
    for (const id of ids) {
      await page.click(`[id="${id}"]`);
      await page.clock.runFor(50);
    }
  };

/** After Check. */
const checking = (
  reply: RunReply,
  says: readonly TextKey[],
  blue: string,
  { over = {}, button = 'check' }: { readonly over?: Partial<Status>; readonly button?: string } = {},
): Scene => ({
  script: (locale) => ({ sidebarStatus: [status({ locale, last: LAST, ...over })], startRun: [reply] }),
  act: press(button),
  until: '#result',
  says,
  blue,
});

const first = { over: { sheet: never, last: null }, button: 'sync' } as const;

const unfolded = async (page: Page): Promise<void> => {
  await page.waitForSelector('#findings details');
  await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
};

/** In a list of what was found, with what the add-on answers to a press. */
const inLists = (script: Script, ids: readonly string[], says: readonly TextKey[]): Scene => ({
  script: (locale) => ({ sidebarStatus: [status({ locale, last: LAST })], startRun: [doneWithProblems()], ...script }),
  act: press('sync', ...ids),
  until: '.answers .cause',
  says,
  blue: 'sync',
});

export const CHECK_SCENES: Readonly<Record<string, Scene>> = {
  'never synced': opened({ sheet: never, last: null }, ['action.check_first', 'last.never']),
  'never synced, switched to hourly': opened(
    { sheet: never, last: null, schedule: hourly({ state: 'waiting', last: null }) },
    ['schedule.first', 'schedule.mine'],
  ),
  'hourly, which had waited for the first sync': opened(
    { schedule: hourly({ last: { at: LAST.at, outcome: 'stopped', code: 'needs_check' } }) },
    ['schedule.waiting'],
  ),
  'checked, all can go': checking(checked(), ['check.title_clear', 'check.clear', 'action.sync_now'], 'sync-now'),
  'checked, a first time': checking(
    checked({ insert: 4137, update: 0, leave: 0 }),
    ['check.clear', 'check.first', 'action.check_first'],
    'sync-now',
    first,
  ),
  'checked, nothing to send': checking(
    checked({ insert: 0, update: 0, leave: 4137 }),
    ['check.title_nothing', 'check.nothing'],
    'sync',
  ),
  'checked, everything found': checking(
    checkedAll(),
    ['check.title', 'check.weight.stands', 'check.weight.changes', 'check.weight.lost', 'check.weight.near'],
    'sync-now',
  ),
  'checked, the table would refuse': checking(
    checked({ limitedText: { count: 5, items: ['現住所', '備考（連絡事項）', '問合せ内容', '希望エリア', '希望駅'] } }),
    ['check.title'],
    'sync-now',
  ),
  'checked, the run would be held': checking(
    checked({}, { held: { scope: 'run', holds: [goneHold()] } }),
    ['check.title', 'check.run_held', 'check.would_hold'],
    'sync-now',
  ),
  'checked, everything found, unfolded': {
    ...checking(
      checkedAll(),
      ['check.would_hold', 'check.fix.form_only', 'check.fix.zeros_lost', 'check.overwrites.text'],
      'sync-now',
    ),
    act: async (page) => {
      await press('check')(page);
      await unfolded(page);
    },
  },

  'held, a column, found in the morning': opened({ sheet: night(hold()), schedule: hourly() }, [
    'holds.title',
    'holds.let',
    'holds.keep',
  ]),
  'held, two columns': after(
    [
      held('columns', [
        hold(),
        hold({ id: 'h3', column: 'notes', header: '備考', reason: 'values_replaced', rows: 941 }),
      ]),
    ],
    ['verdict.in_step_except_held', 'holds.title'],
  ),
  'held run': after([held('run', [goneHold()])], ['holds.run', 'holds.run.text', 'holds.title']),
  'held, asked once more': {
    ...opened({ sheet: night(hold()) }, ['holds.once', 'holds.always', 'holds.back'], 'hold-once-h1'),
    act: press('hold-let-h1'),
    until: '.sure',
  },
  'held run, asked once more': {
    ...opened({ sheet: night(goneHold()) }, ['holds.once', 'holds.back'], 'hold-once-h2'),
    act: press('hold-let-h2'),
    until: '.sure',
  },
  'held, the decision failed': {
    script: (locale) => ({
      sidebarStatus: [status({ locale, last: LAST, sheet: night(hold()) })],
      discardHold: [{ ok: false, code: 'unreachable', message: '' }],
    }),
    act: press('hold-keep-h1'),
    until: '.hold .failed',
    says: ['holds.failed', 'problem.unreachable'],
    blue: 'sync',
  },
  'held, kept out': opened({ sheet: night(hold({ state: 'discarded' })) }, ['holds.kept', 'holds.let']),

  'asks, overwrites': after([askingOverwrites()], ['overwrites.title', 'overwrites.which'], 'answer-go'),
  'asks, moved': after([askingMoved()], ['moved.title', 'moved.go', 'moved.again'], 'answer-go'),

  'look-alikes, the same': inLists(
    { sayLookAlike: [{ ok: true }] },
    ['lookalikes-0 ＡＡ００３１２-same'],
    ['lookalikes.is_same', 'answers.undo'],
  ),
  'look-alikes, written': inLists(
    { sayLookAlike: [{ ok: true }], writeKey: [{ ok: true, written: 'B25' }] },
    ['lookalikes-0 ＡＡ００３１２-same', 'lookalikes-0 ＡＡ００３１２-write-B25'],
    ['lookalikes.written'],
  ),
  'look-alikes, the cell is no plain one': {
    ...inLists(
      { sayLookAlike: [{ ok: true }], writeKey: [{ ok: false, code: 'cell_not_plain', message: '' }] },
      ['lookalikes-0 ＡＡ００３１２-same', 'lookalikes-0 ＡＡ００３１２-write-B25'],
      ['problem.cell_not_plain'],
    ),
    until: '.answers .failed',
  },
  'look-alikes, different': inLists(
    { sayLookAlike: [{ ok: true }] },
    ['lookalikes-0 ＡＡ００３１２-different'],
    ['lookalikes.is_different'],
  ),
  'rows that are no buyers': inLists(
    { sayNotBuyers: [{ ok: true }] },
    ['blanks-0 77-78-not'],
    ['blanks.is_noted', 'answers.undo'],
  ),
  'hourly, a first sync waits': opened(
    { schedule: hourly({ last: { at: LAST.at, outcome: 'stopped', code: 'needs_check' } }), sheet: never },
    ['problem.needs_check'],
  ),
};
