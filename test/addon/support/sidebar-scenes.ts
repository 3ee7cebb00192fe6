// Every state of the sidebar as a script of answers, and what a reader does to come there.
import type { Page } from 'playwright-core';
import type { LastRun, RunReply, Schedule, Status, UnfinishedRun } from '../../../addon/sidebar/answers.ts';
import type { TextKey } from '../../../addon/sidebar/texts.ts';
import { CONTRACT_SCENES } from './contract-scenes.ts';
import { REPAIR_SCENES } from './repair-scenes.ts';
import {
  done,
  doneWithMany,
  doneWithProblems,
  hourly,
  progress,
  receipt,
  refusedSchema,
  reply,
  schedule,
  status,
  unfinished,
} from './replies.ts';
import type { Scene } from './scene.ts';

export type { Scene };

/** Of all scenes, but where a scene moves the clock. */
export const NOW = '2026-11-20T05:30:00Z';

export const LAST: LastRun = {
  at: '2026-11-20T05:02:00Z',
  mode: 'sync',
  verdict: 'in_step',
  receipt: receipt(),
  by: 'hanako@example.jp',
};

async function sync(page: Page): Promise<void> {
  await page.click('#sync');
  await page.clock.runFor(50);
}
const OTHER = { isMine: false, by: 'taro@example.jp' } as const;

/** On opening. */
export const opened = (over: Partial<Status>, says: readonly TextKey[], blue: string | null = 'sync'): Scene => ({
  script: (locale) => ({ sidebarStatus: [status({ locale, last: LAST, ...over })] }),
  says,
  blue,
});

const left = (over: Partial<UnfinishedRun>, says: readonly TextKey[], blue: string): Scene =>
  opened({ unfinished: unfinished(over) }, says, blue);

const hourlyScene = (over: Partial<Schedule>, says: readonly TextKey[]): Scene =>
  opened({ schedule: hourly(over) }, says);

/** After Sync, with the answers of `startRun` and then of `continueRun`. */
export const after = (
  replies: readonly (RunReply | string)[],
  says: readonly TextKey[],
  blue: string | null = 'sync',
  until = '#result',
): Scene => ({
  script: (locale) => ({
    sidebarStatus: [status({ locale, last: LAST })],
    startRun: replies.slice(0, 1),
    continueRun: replies.slice(1),
  }),
  act: sync,
  until,
  says,
  blue,
});

const running = (over: Partial<RunReply>, says: readonly TextKey[], until = '.progress'): Scene =>
  after([reply(over), 'never'], says, 'sync', until);

const stopped = (code: string, params: Readonly<Record<string, unknown>> = {}, over: Partial<RunReply> = {}) =>
  reply({ state: 'stopped', phase: 'stopped', problem: { code, detail: '', params }, ...over });

/** Stop is pressed while the first answer's run goes on. */
const stoppedAt = (over: Partial<RunReply>, says: readonly TextKey[]): Scene => ({
  script: (locale) => ({
    sidebarStatus: [status({ locale, last: LAST })],
    startRun: [reply(over)],
    continueRun: ['never'],
    stopRun: [
      stopped('stopped_by_person', {}, over.progress ? { progress: over.progress, mode: over.mode ?? 'sync' } : {}),
    ],
  }),
  act: async (page) => {
    await sync(page);
    await page.click('#stop');
  },
  until: '#result',
  says,
  blue: 'sync',
});

const nothing = { rows: 0, toSend: 0, sent: 0, inserted: 0, updated: 0, rejected: 0 };
const busy = (params: Readonly<Record<string, unknown>>): RunReply =>
  reply({ state: 'busy', phase: 'stopped', problem: { code: 'sheet_busy', detail: '', params } });
const TARO = { who: 'taro@example.jp', since: '2026-11-20T05:12:00Z', lastHeard: '2026-11-20T05:29:30Z' };
const exceptHeld = (): RunReply => {
  const good = done();
  if (good.result === null) throw new Error('a finished run has a result');
  return { ...good, result: { ...good.result, verdict: 'in_step_except_held', heldCells: 2 } };
};

export const SCENES: Readonly<Record<string, Scene>> = {
  ...CONTRACT_SCENES,
  ...REPAIR_SCENES,
  fresh: opened({}, ['action.sync', 'schedule.what', 'schedule.as_you']),
  'fresh, nothing known': opened({ last: null, counts: null, person: null, link: null }, ['last.never']),
  loading: { script: () => ({ sidebarStatus: ['never'] }), says: ['connection.checking'], blue: null },
  'no status': {
    script: () => ({ sidebarStatus: [{ ok: false, code: 'no_sheet', message: '' }] }),
    says: ['problem.no_sheet'],
    blue: 'retry',
  },
  'no key': opened({ connection: 'no_key' }, ['connect.why', 'connect.hint'], 'connect'),
  'key refused': opened({ connection: 'refused' }, ['connect.refused'], 'connect'),
  unreachable: opened({ connection: 'unreachable' }, ['connect.unreachable'], 'retry'),

  'unfinished, mine': left({}, ['unfinished.title', 'in.whole', 'action.give_up'], 'continue'),
  'unfinished, mine, nothing sent': left({ progress: nothing }, ['in.none'], 'continue'),
  'unfinished, mine, a verify': left({ mode: 'verify' }, ['in.verify'], 'continue'),
  'unfinished, mine, elsewhere': left({ takeOverAt: '2026-11-20T05:31:00Z' }, ['unfinished.window'], 'continue'),
  'unfinished, other, waiting': left(
    { ...OTHER, takeOverAt: '2026-11-20T05:31:45Z' },
    ['busy.title', 'action.take_over'],
    'sync',
  ),
  'unfinished, other, silent': left({ ...OTHER, takeOverAt: '2026-11-20T05:26:00Z' }, ['over.now'], 'take-over'),
  'unfinished, other, left': left(OTHER, ['unfinished.left'], 'take-over'),
  'unfinished, hourly, at it': left(
    { ...OTHER, driver: 'schedule', takeOverAt: '2026-11-20T05:31:00Z' },
    ['unfinished.hourly.title', 'unfinished.sync_takes'],
    'sync',
  ),
  'unfinished, hourly, later': left({ driver: 'schedule' }, ['unfinished.sync_takes'], 'sync'),

  'running, open': running({ phase: 'open', progress: nothing }, ['phase.open', 'action.stop']),
  'running, comparing': running({ phase: 'compare', progress: { ...nothing, rows: 48_000 } }, ['phase.compare']),
  'running, sending': running({ phase: 'push', progress: progress(1200) }, ['phase.push'], '[aria-valuenow="29"]'),
  'running, comparing again': running({ phase: 'compare', progress: progress(4137) }, ['phase.compare_again']),
  'running, values': running({ phase: 'values', progress: progress(4137) }, ['phase.values']),
  'running, finishing': running({ phase: 'finish', progress: progress(4137) }, ['phase.finish']),
  'running, paused': running({ pauseMs: 60_000 }, ['phase.pause'], '.doing:not(:empty)'),
  'running, no answer': after(['lost'], ['phase.retry'], 'sync', '.progress'),
  'running, cells found': running(
    { findings: doneWithProblems().findings, groups: doneWithMany().groups },
    ['findings.title', 'action.stop'],
    '#findings h2',
  ),
  'waiting for another window': after(
    [reply({ state: 'busy', pauseMs: 60_000, problem: { code: 'busy_here', detail: '', params: {} } })],
    ['phase.busy'],
    'sync',
    '.progress',
  ),
  stopping: {
    ...stoppedAt({}, ['action.stopping']),
    script: (locale) => ({
      sidebarStatus: [status({ locale })],
      startRun: [reply()],
      continueRun: ['never'],
      stopRun: ['never'],
    }),
    until: '#stop:disabled',
  },

  'busy, waiting': after([busy({ ...TARO, takeOverAt: '2026-11-20T05:31:30Z' })], ['busy.title', 'action.take_over']),
  'busy, silent': after([busy({ ...TARO, takeOverAt: '2026-11-20T05:29:59Z' })], ['over.now'], 'take-over'),
  'busy, a script': after(
    [busy({ ...TARO, who: 'a script (API)', trigger: 'api', takeOverAt: '2026-11-20T05:31:30Z' })],
    ['busy.title'],
  ),
  'busy, no name': after([busy({ ...TARO, who: 'an editor (sidebar)', trigger: 'sidebar' })], ['busy.title']),

  'stopped while comparing': stoppedAt({ phase: 'compare', progress: nothing }, ['stopped.title', 'in.none']),
  'stopped while sending': stoppedAt({ progress: progress(1200) }, ['in.whole', 'stopped.again']),
  'stopped while sending, some refused': stoppedAt({ progress: { ...progress(1200), rejected: 7 } }, ['in.whole']),
  'stopped before the last look': stoppedAt({ phase: 'compare', progress: progress(4137) }, ['stopped.sent']),
  'stopped a verify': stoppedAt({ mode: 'verify', phase: 'values', progress: nothing }, ['in.verify']),
  'taken over': after(
    [reply(), stopped('taken_over', { who: TARO.who, since: TARO.since })],
    ['taken.title', 'taken.goes'],
  ),
  'taken over by my other window': after(
    [reply(), stopped('taken_over', { who: 'hanako@example.jp', since: TARO.since })],
    ['taken.goes'],
  ),

  'stopped, server away': after(
    [reply({ progress: progress(1200) }), stopped('unreachable', {}, { progress: progress(1200) })],
    ['problem.unreachable', 'in.whole', 'problem.wait'],
    'continue',
  ),
  'stopped, quota': after(
    [stopped('fetch_quota', {}, { progress: progress(300) })],
    ['problem.fetch_quota'],
    'continue',
  ),
  'stopped, too large': after([stopped('sheet_too_large')], ['problem.sheet_too_large']),
  'stopped, headers doubled': after([stopped('key_header_doubled', { cells: ['A1', 'D1'] })], ['problem.title']),
  'stopped, versions': after([stopped('invalid_body')], ['problem.versions']),
  'call failed': {
    ...after(['lost'], ['problem.call_failed', 'in.whole'], 'continue'),
    act: async (page) => {
      await sync(page);
      for (let i = 0; i < 4; i++) await page.clock.runFor(3000);
    },
  },

  'in step': after([done()], ['verdict.in_step', 'receipt.closes']),
  'in step except held': after([exceptHeld()], ['verdict.in_step_except_held']),
  'not in step': after(
    [doneWithProblems()],
    ['verdict.not_in_step', 'findings.title', 'groups.title', 'missing.title', 'duplicates.title'],
  ),
  'not in step, all unfolded': {
    ...after([doneWithProblems()], ['lookalikes.title', 'blanks.title', 'held.title', 'extra.title']),
    act: async (page) => {
      await sync(page);
      await page.waitForSelector('#lists details');
      await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
    },
  },
  'not in step, next page failed': {
    script: (locale) => ({
      sidebarStatus: [status({ locale })],
      startRun: [doneWithMany()],
      listFindings: [{ ok: false, code: 'unreachable', message: '' }],
    }),
    act: async (page) => {
      await sync(page);
      const more = page.locator('#findings .more').first();
      await more.click();
      await more.click();
    },
    until: '#findings .failed',
    says: ['list.failed', 'problem.unreachable'],
    blue: 'sync',
  },
  'schema refused': after([refusedSchema()], ['schema.title', 'schema.then', 'findings.title']),
  'schema refused, of a sheet too large to be looked through': after(
    [refusedSchema(12_000)],
    ['schema.title', 'schema.partly'],
  ),

  'hourly, waiting': hourlyScene({ state: 'waiting', last: null }, ['schedule.waiting', 'schedule.mine']),
  'hourly, on': hourlyScene({}, ['schedule.is_on', 'schedule.mine']),
  'hourly, unfinished': hourlyScene({ last: { at: LAST.at, outcome: 'unfinished', code: null } }, ['schedule.title']),
  'hourly, yielded': hourlyScene({ last: { at: LAST.at, outcome: 'yielded', code: null } }, ['schedule.title']),
  'hourly, stopped': hourlyScene({ last: { at: LAST.at, outcome: 'stopped', code: 'wrong_key' } }, ['schedule.title']),
  "hourly, other's": hourlyScene(OTHER, ['schedule.end']),
  'hourly, explained': { ...hourlyScene({}, ['schedule.how.rate']), act: (page) => page.click('.schedule summary') },
  'hourly, silent': hourlyScene({ trouble: { code: 'silent', at: NOW, url: null }, arrivesBy: null }, [
    'trouble.title.silent',
    'trouble.mine.silent',
  ]),
  'hourly, authorization': hourlyScene(
    { trouble: { code: 'authorization', at: NOW, url: 'https://script.example/authorize' }, arrivesBy: null },
    ['trouble.title.authorization', 'trouble.authorize'],
  ),
  "hourly, other's authorization": hourlyScene(
    { ...OTHER, trouble: { code: 'authorization', at: NOW, url: 'https://script.example/authorize' }, arrivesBy: null },
    ['trouble.title.authorization'],
  ),
  'hourly, no document': hourlyScene({ trouble: { code: 'no_document', at: NOW, url: null }, arrivesBy: null }, [
    'trouble.title.no_document',
    'trouble.mine.no_document',
  ]),
  'hourly, switching': {
    script: (locale) => ({ sidebarStatus: [status({ locale })], setSchedule: ['never'] }),
    act: (page) => page.click('#schedule'),
    until: '#schedule[aria-busy]',
    says: ['schedule.switching'],
    blue: 'sync',
  },
  'hourly, switch failed': {
    script: (locale) => ({ sidebarStatus: [status({ locale })], setSchedule: ['lost'] }),
    act: (page) => page.click('#schedule'),
    until: '.failed',
    says: ['schedule.is_off', 'schedule.failed'],
    blue: 'sync',
  },
  'to disconnect': {
    ...opened({ schedule: schedule() }, ['settings.sure', 'settings.yes']),
    act: async (page) => {
      await page.click('#settings-fold');
      await page.click('#disconnect');
    },
    until: '#keep',
  },
};
