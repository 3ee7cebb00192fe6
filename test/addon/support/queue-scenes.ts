// The states of the sidebar about rows that are tried again, and while server or database are away.
import type { Page } from 'playwright-core';
import type { RetryQueue, Waiting } from '../../../addon/sidebar/queue-answers.ts';
import type { TextKey } from '../../../addon/sidebar/texts.ts';
import { doneWithProblems, progress, reply, status, tooLong } from './replies.ts';
import type { Scene } from './scene.ts';
import type { Script } from './sidebar-page.ts';

const RUN = '0193a5c2-1111-7222-8333-444455556666';

export const waiting = (n: number, over: Partial<Waiting> = {}): Waiting => ({
  id: `${RUN.slice(0, -2)}${String(n).padStart(2, '0')}`,
  key: tooLong(17 + n * 31).key ?? '',
  rowNumber: 17 + n * 31,
  cell: `H${17 + n * 31}`,
  header: '現住所',
  code: 'database_refused',
  attempts: 1,
  nextAt: '2026-11-20T06:04:00Z',
  ...over,
});

export const queue = (waits: readonly Waiting[], givenUp: readonly Waiting[] = [], more = 0): RetryQueue => ({
  waiting: { count: waits.length + more, items: waits },
  givenUp: { count: givenUp.length, items: givenUp },
});

const GIVEN_UP = waiting(5, { attempts: 3, nextAt: null });
const SOON = waiting(1, { attempts: 2, nextAt: '2026-11-20T05:29:58Z' });
const MANY = queue(
  Array.from({ length: 12 }, (_, n) => waiting(n)),
  [GIVEN_UP],
  188,
);

const opened = (shown: RetryQueue, says: readonly TextKey[], over: Partial<Scene> = {}): Scene => ({
  script: (locale) => ({ sidebarStatus: [status({ locale, queue: shown })] }),
  until: '#queue-card',
  says,
  blue: 'sync',
  ...over,
});

const tried = (script: Script, after: RetryQueue, says: readonly TextKey[]): Scene => ({
  script: (locale) => ({
    sidebarStatus: [status({ locale, queue: MANY }), status({ locale, queue: after })],
    ...script,
  }),
  act: async (page) => {
    await page.click('#queue-all');
    await page.clock.runFor(100);
  },
  says,
  blue: 'sync',
});

const portion = (over: object) => ({ ok: true, went: 0, refused: 0, waits: 0, next: null, ...over });

async function sync(page: Page): Promise<void> {
  await page.click('#sync');
  await page.clock.runFor(50);
}

const paused = (pausedBy: string, says: readonly TextKey[]): Scene => ({
  script: (locale) => ({
    sidebarStatus: [status({ locale })],
    startRun: [reply({ progress: progress(1200), pauseMs: 60_000, pausedBy })],
  }),
  act: sync,
  until: '.progress .fix',
  says,
  blue: 'sync',
});

export const QUEUE_SCENES: Readonly<Record<string, Scene>> = {
  'queue, one row waits': opened(queue([waiting(0)]), ['queue.again', 'queue.now']),
  'queue, some wait and one was given up': opened(queue([waiting(0), SOON], [GIVEN_UP]), [
    ...(['queue.again', 'queue.soon', 'queue.given_up', 'queue.now', 'queue.text'] as const),
  ]),
  'queue, given up only': opened(queue([], [GIVEN_UP]), ['queue.given_up']),
  'queue, long': opened(MANY, ['action.more', 'queue.text']),
  'queue, trying again': tried({ tryRetries: ['never'] }, MANY, ['queue.trying']),
  'queue, tried again, all went': tried({ tryRetries: [portion({ went: 201 })] }, queue([]), ['queue.title_empty']),
  'queue, tried again, some were refused': tried(
    { tryRetries: [portion({ went: 150, next: '1' }), portion({ refused: 50, waits: 1 })] },
    queue([waiting(0)], [GIVEN_UP]),
    ['queue.went', 'queue.refused', 'queue.sync_first'],
  ),
  'queue, tried again, the database is away': tried(
    { tryRetries: [{ ok: false, code: 'database_unavailable', message: '' }] },
    MANY,
    ['problem.database_unavailable'],
  ),
  'queue, with the cells after a sync': {
    script: (locale) => ({
      sidebarStatus: [
        status({ locale }),
        status({ locale, queue: queue([waiting(0), waiting(1)], [waiting(2, { attempts: 3, nextAt: null })]) }),
      ],
      startRun: [doneWithProblems()],
    }),
    act: sync,
    until: '.again',
    says: ['findings.title', 'queue.given_up'],
    blue: 'sync',
  },
  'paused, the database is away': paused('database_unavailable', ['pause.database_unavailable', 'in.whole']),
  'paused, the server is away': paused('unreachable', ['pause.unreachable', 'in.whole']),
  'stopped, the database is away': {
    script: (locale) => ({
      sidebarStatus: [status({ locale })],
      startRun: [
        reply({
          state: 'stopped',
          phase: 'stopped',
          progress: progress(1200),
          problem: { code: 'database_unavailable', detail: '', params: {} },
        }),
      ],
    }),
    act: sync,
    until: '#result',
    says: ['problem.database_unavailable', 'in.whole', 'problem.wait', 'action.give_up'],
    blue: 'continue',
  },
  'opened while the database is away': {
    script: (locale) => ({
      sidebarStatus: [status({ locale, connection: 'unreachable', why: 'database_unavailable' })],
    }),
    says: ['connect.database', 'connect.try'],
    blue: 'retry',
  },
};
