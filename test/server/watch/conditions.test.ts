// From figures to conditions: every threshold is passed strictly, and each condition says what its words need.
import { describe, expect, test } from 'vitest';
import { SETTINGS, type Settings } from '../../../server/settings/settings.ts';
import { conditionsOf, SHEET_ALERTS } from '../../../server/watch/conditions.ts';
import type { Figures } from '../../../server/watch/figures.ts';
import { issuesOf, issueText } from '../../../server/watch/issues.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const ago = (minutes: number, ms = 0) => new Date(NOW.getTime() - minutes * 60_000 - ms);
const DEFAULTS = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, { byDefault }]) => [name, byDefault]),
) as unknown as Settings;

const WELL: Figures = {
  sheetId: 'a sheet',
  sheetName: '買主',
  table: 'buyers',
  spreadsheetCount: 100,
  databaseCount: 100,
  missingCount: 0,
  isSyncing: false,
  wasMissing: false,
  rowsRead: 100,
  rowsRejected: 0,
  syncDurationMs: 2000,
  rowsPerSecond: 50,
  lastSyncAt: ago(10),
  lastHeardAt: ago(10),
  isScheduled: true,
  quietAfterHours: null,
  heldRun: null,
  heldColumns: [],
  schema: { limited: [], problem: null },
  pendingRetries: 0,
  oldestDueAt: null,
  givenUp: [],
};

const found = (figures: Partial<Figures>, settings: Partial<Settings> = {}) =>
  conditionsOf({ ...WELL, ...figures }, { ...DEFAULTS, ...settings }, NOW).map(({ type, subject }) =>
    subject === '' ? type : `${type} ${subject}`,
  );

const GONE = { runId: 'r', rows: 30, of: 100 };
const buyer = (buyerNumber: string) => ({ buyerNumber, errorType: 'data_type', code: 'not_a_number', attempts: 3 });

test.each<[string, Partial<Figures>, string[], Partial<Settings>?]>([
  ['a sheet that is well', {}, []],
  ['a sheet never compared', { spreadsheetCount: null, lastHeardAt: null, lastSyncAt: null, rowsRead: 0 }, []],
  ['10 missing', { missingCount: 10 }, []],
  ['11 missing', { missingCount: 11 }, ['missing_buyers']],
  [
    '11 missing of more in the database than in the sheet',
    { missingCount: 11, databaseCount: 900 },
    ['missing_buyers'],
  ],
  ['one missing where none may be', { missingCount: 1 }, ['missing_buyers'], { missingMoreThan: 0 }],
  ['11 missing while a sync brings them', { missingCount: 11, isSyncing: true }, []],
  [
    '11 missing before and while a sync is at work',
    { missingCount: 11, isSyncing: true, wasMissing: true },
    ['missing_buyers'],
  ],
  ['5 % refused', { rowsRejected: 5 }, []],
  ['a little more than 5 % refused', { rowsRead: 1_999_999, rowsRejected: 100_000 }, ['high_error_rate']],
  ['the only row refused', { rowsRead: 1, rowsRejected: 1 }, ['high_error_rate']],
  ['none read', { rowsRead: 0, rowsRejected: 0 }, [], { errorRateAbovePercent: 0 }],
  ['all refused where all may be', { rowsRead: 3, rowsRejected: 3 }, [], { errorRateAbovePercent: 100 }],
  ['a sync of exactly the time', { syncDurationMs: 600_000 }, []],
  ['a sync of a moment more', { syncDurationMs: 600_001 }, ['slow_sync']],
  ['heard of 3 hours ago', { lastHeardAt: ago(180) }, []],
  ['heard of a moment longer ago', { lastHeardAt: ago(180, 1) }, ['quiet_sheet']],
  ['silent for good, and never scheduled', { lastHeardAt: ago(99_999), isScheduled: false }, []],
  [
    'silent, and never scheduled, but expected every day',
    { lastHeardAt: ago(1441), isScheduled: false, quietAfterHours: 24 },
    ['quiet_sheet'],
  ],
  ['silent for less than its own time', { lastHeardAt: ago(1440), quietAfterHours: 24 }, []],
  ['silent, and may be', { lastHeardAt: ago(99_999), quietAfterHours: 0 }, []],
  ['a run that is held', { heldRun: GONE }, ['run_held']],
  ['a column that is held', { heldColumns: ['氏名'] }, []],
  ['limited columns', { schema: { limited: ['name'], problem: null } }, ['schema_invalid buyers']],
  ['a table that is gone', { schema: { limited: [], problem: 'unknown_table' } }, ['schema_invalid buyers']],
  ['a retry due for 15 minutes', { pendingRetries: 1, oldestDueAt: ago(15) }, []],
  ['a retry due for a moment more', { pendingRetries: 1, oldestDueAt: ago(15, 1) }, ['queue_stuck']],
  ['a retry not due yet', { pendingRetries: 1, oldestDueAt: new Date(NOW.getTime() + 60_000) }, []],
  ['buyers given up', { givenUp: [buyer('7'), buyer('8')] }, ['permanent_failure 7', 'permanent_failure 8']],
])('%s', (_what, figures, conditions, settings = {}) => {
  expect(found(figures, settings)).toEqual(conditions);
});

describe('of all that can be wrong at once', () => {
  const figures: Figures = {
    ...WELL,
    ...{ missingCount: 30, rowsRejected: 50, syncDurationMs: 700_000, lastHeardAt: ago(600), heldRun: GONE },
    ...{ schema: { limited: ['name', 'notes'], problem: null }, heldColumns: ['電話'] },
    ...{ pendingRetries: 3, oldestDueAt: ago(60), givenUp: [buyer('7')] },
  };
  const conditions = conditionsOf(figures, DEFAULTS, NOW);

  test('every type is found, each with the sheet it is about', () => {
    expect(conditions.map(({ type }) => type).sort()).toEqual([...SHEET_ALERTS].sort());
    for (const { sheetId, params } of conditions)
      expect({ sheetId, ...params }).toMatchObject({ sheetId: 'a sheet', sheetName: '買主', table: 'buyers' });
  });

  test.each(['en', 'ja'] as const)('every issue has a whole sentence in %s', (language) => {
    const issues = issuesOf(figures, conditions);
    expect(issues.map(({ code }) => code).sort()).toEqual([...SHEET_ALERTS, 'columns_held'].sort());
    for (const issue of issues) {
      const text = issueText(issue, language);
      expect(text).toMatch(language === 'en' ? /^[^{}–]+\.$/ : /^[^{}–]+。$/);
      expect(/[ぁ-ん]/.test(text)).toBe(language === 'ja');
    }
  });
});
