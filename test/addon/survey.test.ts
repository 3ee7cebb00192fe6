// What a Check gathers of a sheet's rows, part by part: counts that are exact, three examples, and no content but keys.
import { describe, expect, it } from 'vitest';
import { checkReport, planOf } from '../../addon/check-report.ts';
import { type Survey, surveyed, surveyor } from '../../addon/survey.ts';
import { shortened } from '../../addon/survey-keys.ts';
import type { Cell, CellValue } from '../../shared/cell.ts';
import type { BoundColumn, CompareAnswer } from '../../shared/protocol.ts';
import { bindRows, canonicalRow, rowSource } from '../../shared/sheet-rows.ts';

const column = (index: number, name: string, type: string, notNull = false): BoundColumn => ({
  index,
  header: name.toUpperCase(),
  column: name,
  type,
  notNull,
  state: 'synced',
  reason: null,
  proposal: null,
});

const BINDING = bindRows(
  [
    column(0, 'id', 'text'),
    column(1, 'name', 'character varying(10)'),
    column(2, 'budget', 'numeric(10,2)'),
    column(3, 'weight', 'real'),
    column(4, 'on', 'date', true),
    column(5, 'member', 'text'),
  ],
  'id',
  'Asia/Tokyo',
);

type Row = readonly [string | number, ...CellValue[]];
const GOOD: Row = ['AA1', 'Yamada', 12.5, 1.5, '2024-04-01', 'x'];

const cells = (row: readonly CellValue[]): Cell[] =>
  row.map((value) => ({ value, display: String(value ?? ''), format: '' }));

/** Parts of a sheet from row 2 on, as a compare reads them. */
function survey(...parts: readonly (readonly Row[])[]): Survey {
  const run: Parameters<typeof surveyed>[0] = { survey: null, surveyor: null };
  let next = 2;
  parts.forEach((rows, part) => {
    run.surveyor = surveyor(BINDING);
    for (const row of rows) {
      const source = rowSource(cells(row));
      const canonical = canonicalRow(BINDING, next++, source);
      run.surveyor.look(canonical, source);
      run.surveyor.take(canonical);
    }
    surveyed(run, part === 0);
  });
  if (run.survey === null) throw new Error('nothing was gathered');
  return run.survey;
}

const answer = (over: Partial<CompareAnswer> = {}): CompareAnswer => ({
  round: 1,
  nextBatch: 1,
  send: [],
  unchanged: 0,
  missing: 0,
  different: 0,
  extra: { count: 0, keys: [] },
  duplicates: [],
  lookAlikes: [],
  blankKeys: [],
  held: null,
  sample: [],
  overwrites: { count: 0, keys: [] },
  differing: [],
  databaseCount: 0,
  truncated: false,
  ...over,
});

const report = (gathered: Survey, over: Partial<CompareAnswer> = {}, rows = 20) =>
  checkReport(
    gathered,
    { rowNumbers: Array.from({ length: rows }, (_, i) => i + 2), inSheet: rows, keyIndex: 0, keyHeader: 'ID' },
    answer(over),
    [],
  );

const named = (rows: readonly Row[]) =>
  report(survey(rows)).findings.items.map(({ weight, code, header, count, most, limit, examples }) => ({
    ...{ weight, code, header, count, most, limit },
    cells: examples.map(({ cell }) => cell),
  }));

const withCell = (index: number, value: CellValue, key = 'AA1'): Row => [key, ...GOOD.slice(1).with(index - 1, value)];

describe('a Check finds', () => {
  it('nothing in rows that are as their columns want them', () => {
    expect(named([GOOD, withCell(2, '¥1,234'), withCell(3, null), withCell(5, 123_456)])).toEqual([]);
  });

  it.each<[string, Row, object]>([
    ['a text too long', withCell(1, 'x'.repeat(12)), { weight: 'stands', code: 'text_too_long', limit: 10, most: 12 }],
    ['a value that does not convert', withCell(2, 'soon'), { weight: 'stands', code: 'not_a_number' }],
    ['an empty cell where one is required', withCell(4, ''), { weight: 'stands', code: 'required', cells: ['E2'] }],
    ['a number with more places than the column', withCell(2, 1.234), { weight: 'changes', code: 'rounded' }],
    ['a number with more digits than a real', withCell(3, 1.234_567), { weight: 'changes', code: 'rounded' }],
    ['a formula error', withCell(5, '#N/A'), { weight: 'changes', code: 'formula_error', cells: ['F2'] }],
    [
      'a number that ends in a zero nobody typed',
      withCell(5, 123_456_789_012_340),
      { weight: 'lost', code: 'digits_lost' },
    ],
    ['a number longer than a sheet holds', withCell(5, 1_234_567_890_123_456), { weight: 'lost', code: 'digits_lost' }],
    [
      'a text that only just fits',
      withCell(1, 'x'.repeat(9)),
      { weight: 'near', code: 'near_limit', most: 9, limit: 10 },
    ],
  ])('%s', (_, row, expected) => {
    expect(named([row])).toMatchObject([{ count: 1, ...expected }]);
  });

  it.each<[string, Row]>([
    ['fifteen digits that end in another digit', withCell(5, 123_456_789_012_341)],
    ['as many digits as text', withCell(5, '1234567890123450')],
    ['a real of six digits', withCell(3, 1.234_56)],
    ['a number that needs no rounding', withCell(2, 1.25)],
    ['white space in a column of numbers', withCell(2, ' ')],
  ])('nothing in %s', (_, row) => {
    expect(named([row])).toEqual([]);
  });

  it('each cause of each column once, with an exact count, three examples and the worst', () => {
    const rows = Array.from({ length: 7 }, (_, i) => withCell(1, 'x'.repeat(11 + i), `AA${i}`));
    expect(named(rows)).toEqual([
      {
        ...{ weight: 'stands', code: 'text_too_long', header: 'NAME', count: 7, most: 17, limit: 10 },
        cells: ['B2', 'B3', 'B4'],
      },
    ]);
  });

  it('the same in one part and in many', () => {
    const rows = Array.from({ length: 9 }, (_, i) =>
      withCell(i % 2 === 0 ? 1 : 4, i % 2 === 0 ? 'x'.repeat(8 + i) : ''),
    );
    expect(survey(rows.slice(0, 4), rows.slice(4, 5), rows.slice(5))).toEqual(survey(rows));
  });

  it('blank rows to be of no interest', () => {
    expect(named([['', '', '', '', '', '']])).toEqual([]);
  });

  it('a part begun anew void', () => {
    const run: Parameters<typeof surveyed>[0] = { survey: survey([withCell(4, '')]), surveyor: surveyor(BINDING) };
    surveyed(run, true);
    expect(run.survey?.groups).toEqual({});
  });

  it('no content of a cell worth keeping, but keys', () => {
    const kept = JSON.stringify(survey([withCell(1, 'a very secret name', 'AA7'), withCell(2, 'secret')]));
    expect(kept).toContain('AA7');
    expect(kept).not.toContain('secret');
  });
});

describe('keys that are a digit short', () => {
  const lengths = (counts: Readonly<Record<number, number>>) =>
    Object.fromEntries(Object.entries(counts).map(([length, count]) => [length, { count, examples: [] }]));

  it.each([
    ['codes that lost their zero', { 5: 4053, 4: 84 }, { usual: 5, count: 84 }],
    ['telephone numbers', { 11: 900, 10: 100 }, { usual: 11, count: 100 }],
  ])('are named: %s', (_, counts, found) => {
    expect(shortened(lengths(counts))).toMatchObject(found);
  });

  it.each([
    ['a counter from one on', { 1: 9, 2: 90, 3: 900, 4: 1000 }],
    ['a counter whose last numbers are few', { 3: 900, 4: 3138 }],
    ['keys of any length', { 3: 40, 4: 50, 5: 60 }],
    ['too few to have a custom', { 5: 8, 4: 1 }],
    ['keys all of one length', { 5: 4137 }],
    ['keys two digits short', { 5: 4000, 3: 3 }],
  ])('are not seen in %s', (_, counts) => {
    expect(shortened(lengths(counts))).toBeNull();
  });

  it('are found among a sheet’s keys, whatever else stands among them', () => {
    const rows = Array.from(
      { length: 30 },
      (_, i): Row => [i === 7 ? '1234' : i === 9 ? 'AA1234' : `0${1230 + i}`, ...GOOD.slice(1)],
    );
    expect(named(rows)).toEqual([
      { weight: 'lost', code: 'zeros_lost', header: 'ID', count: 1, most: null, limit: 5, cells: ['A9'] },
    ]);
  });
});

describe('the plan', () => {
  const found = { rowNumbers: [2, 3, 4, 5, 6], inSheet: 7 };

  it('counts what a sync sends, and keeps out what it does not', () => {
    const compared = answer({
      send: [0, 1, 3],
      differing: [1, 3],
      unchanged: 1,
      missing: 2,
      different: 2,
      extra: { count: 4, keys: [] },
    });
    expect(planOf(found, compared, null)).toEqual({ insert: 1, update: 2, leave: 1, reject: 3, gone: 4 });
  });

  it('keeps out the rows that the server will refuse', () => {
    const gathered = { ...survey([GOOD]), refused: '2,5' };
    expect(planOf(found, answer({ send: [0, 1, 3], differing: [1, 3], unchanged: 1 }), gathered)).toMatchObject({
      ...{ insert: 0, update: 1, leave: 1, reject: 5 },
    });
  });

  it('of a held run tells what it would do', () => {
    const held = { reason: 'rows_gone', columns: ['id'], scope: 'run', holds: [] } as const;
    expect(planOf(found, answer({ held, missing: 2, different: 3, unchanged: 1 }), null)).toMatchObject({
      insert: 2,
      update: 3,
    });
  });

  it('names a row once that has an error and lacks what is required', () => {
    expect(survey([[GOOD[0], 'x'.repeat(11), ...GOOD.slice(2, 4), '', 'x']]).refused).toBe('');
    expect(survey([withCell(4, '')]).refused).toBe('2');
  });
});
