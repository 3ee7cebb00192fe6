// Merged cells, protections, array formulas, and what becomes of them when rows and columns move; copies of tabs and documents.
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../addon/playground/host/host.ts';
import type { CellInput, Sheet, SheetInput } from '../../../addon/playground/host/sheet.ts';
import { Spreadsheet } from '../../../addon/playground/host/spreadsheet.ts';
import { type Fixture, gasHost } from '../../support/gas-host.ts';

const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function made(body: string, fixture: Fixture = {}): Promise<Host> {
  const host = await gasHost(`function go() { var sheet = SpreadsheetApp.getActiveSheet(); ${body} }`, fixture);
  hosts.push(host);
  return host;
}

async function resultOf(body: string, sheet: Partial<SheetInput> = {}, user = 'you@example.com'): Promise<unknown> {
  const sheets = [{ gid: 7, name: '台帳', rows: [], ...sheet }];
  const host = await gasHost(`function go() { var sheet = SpreadsheetApp.getActiveSheet(); ${body} }`, {
    spreadsheetInput: { sheets },
    user,
  });
  hosts.push(host);
  const result = await host.run('go');
  return result.ok ? result.value : result.error.message;
}

function sheetOf(rows: CellInput[][], more: Partial<SheetInput> = {}): Sheet {
  const sheets = [{ gid: 0, name: 'a', rows, ...more }];
  return new Spreadsheet({ id: 'i', name: 'n', timeZone: 'UTC', locale: 'en_US', sheets }).sheet(0);
}

const grid = (sheet: Sheet): unknown[][] =>
  Array.from({ length: sheet.lastRow() }, (_, row) =>
    Array.from({ length: sheet.lastColumn() }, (_, column) => sheet.value(row + 1, column + 1)),
  );

const B1_C2 = { row: 1, column: 2, rows: 2, columns: 2 };

describe('merged cells', () => {
  test('keep what stands in the first of them, and the others take nothing', async () => {
    const code = `
      sheet.getRange('A1:C2').setValues([['w', 'w', 'w'], ['w', 'w', 'w']]);
      return [sheet.getRange('A1:C2').getValues(), sheet.getRange('C2').isPartOfMerge(), sheet.getRange('A1:A9').isPartOfMerge(),
        sheet.getRange('A1:B1').getMergedRanges().map(function (range) { return range.getA1Notation(); })];`;
    const rows = [
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ];
    expect(await resultOf(code, { rows, merges: [B1_C2] })).toEqual([
      [
        ['w', 'w', ''],
        ['w', '', ''],
      ],
      true,
      false,
      ['B1:C2'],
    ]);
  });

  test('move with their rows and columns, grow in the middle, and are neither torn nor sorted', () => {
    const sheet = sheetOf([['a', 'b']], { merges: [B1_C2] });
    sheet.insertColumn(1);
    sheet.insertRow(1, []);
    expect(sheet.merges).toEqual([{ row: 2, column: 3, rows: 2, columns: 2 }]);
    sheet.insertColumn(4, ['x']);
    expect(sheet.merges).toEqual([{ row: 2, column: 3, rows: 2, columns: 3 }]);
    expect(() => sheet.moveColumn(4, 1)).toThrow('torn apart');
    sheet.set(3, 1, 'z');
    const backwards = () => sheet.sortRows(1, (a, b) => String(b[0]).localeCompare(String(a[0])));
    expect(backwards).toThrow('torn apart');
    expect(() => sheet.merge({ row: 3, column: 5, rows: 1, columns: 2 })).toThrow('overlap');
    sheet.moveRows(2, 2, 5);
    expect(sheet.merges).toEqual([{ row: 5, column: 3, rows: 2, columns: 3 }]);
    for (const column of [5, 4, 3]) sheet.deleteColumn(column);
    expect(sheet.merges).toEqual([]);
  });
});

describe('a protection', () => {
  const protections = [
    { range: { row: 1, column: 2, rows: 3, columns: 1 }, editors: ['boss@example.com'], description: 'prices' },
    { range: { row: 9, column: 1, rows: 1, columns: 9 }, editors: [], isWarningOnly: true },
  ];
  const tried = (what: string) => `try { ${what}; return 'done'; } catch (error) { return error.message; }`;

  test('of a range stops those who may not edit it, whatever they write, and nobody else', async () => {
    const refused = expect.stringContaining('protected cell or object');
    const write = tried(`sheet.getRange('A1:B1').setValues([['a', 'b']])`);
    expect(await resultOf(write, { protections })).toEqual(refused);
    expect(await resultOf(tried(`sheet.getRange('B2').setNumberFormat('@')`), { protections })).toEqual(refused);
    expect(await resultOf(tried(`sheet.getRange('B2').clearContent()`), { protections })).toEqual(refused);
    expect(await resultOf(tried(`sheet.getRange('B2').setFormula('=1+1')`), { protections })).toEqual(refused);
    expect(await resultOf(tried(`sheet.getRange('A1:A9').setValue(1)`), { protections })).toBe('done');
    expect(await resultOf(write, { protections }, 'boss@example.com')).toBe('done');
  });

  test('says where it is and who may edit there', async () => {
    const code = `
      return [SpreadsheetApp.ProtectionType.RANGE, SpreadsheetApp.ProtectionType.SHEET].map(function (type) {
        return sheet.getProtections(type).map(function (one) {
          return [one.getRange().getA1Notation(), one.canEdit(), one.isWarningOnly(), one.getDescription(),
            one.getUnprotectedRanges().map(function (range) { return range.getA1Notation(); })];
        });
      });`;
    const whole = { editors: [], unprotected: [{ row: 2, column: 1, rows: 2, columns: 2 }] };
    expect(await resultOf(code, { protections: [...protections, whole], maxRows: 20, maxColumns: 10 })).toEqual([
      [
        ['B1:B3', false, false, 'prices', []],
        ['A9:I9', true, true, '', []],
      ],
      [['A1:J20', false, false, '', ['A2:B3']]],
    ]);
    const write = tried(`sheet.getRange('A2:B3').setValue(1); sheet.getRange('A3:A4').setValue(1)`);
    expect(await resultOf(write, { protections: [whole] })).toContain('protected');
    expect(await resultOf(tried(`sheet.getRange('A2:B3').setValue(1)`), { protections: [whole] })).toBe('done');
  });

  test('moves with its rows and columns, but not with a sort', () => {
    const sheet = sheetOf([['b'], ['a']], { protections: [{ range: B1_C2, editors: [] }] });
    sheet.insertColumn(1);
    sheet.insertRow(2, []);
    expect(sheet.protections[0]?.range).toEqual({ row: 1, column: 3, rows: 3, columns: 2 });
    sheet.sortRows(1, () => 1);
    expect(sheet.protections[0]?.range).toEqual({ row: 1, column: 3, rows: 3, columns: 2 });
    sheet.unprotect(sheet.protections[0]?.id ?? 0);
    expect(sheet.protections).toEqual([]);
  });
});

describe('an array formula', () => {
  const spill = [
    [1, 2],
    [3, 4],
  ];
  const array = { value: null, formula: '=SQUARE()', spill };
  const rows = () => [
    ['k', array],
    ['l', null],
  ];

  test('shows its results in cells that have no formula, and an error where one of them is written over', async () => {
    const code = `
      var range = sheet.getRange('A1:C2');
      var before = [range.getValues(), range.getFormulas()];
      sheet.getRange('B2').setNumberFormat('@');
      var formatted = range.getValues()[1][1];
      sheet.getRange('C2').setValue('x');
      var blocked = range.getValues();
      sheet.getRange('C2').clearContent();
      return [before, formatted, blocked, range.getValues()];`;
    const whole = [
      ['k', 1, 2],
      ['l', 3, 4],
    ];
    const formulas = [
      ['', '=SQUARE()', ''],
      ['', '', ''],
    ];
    const blocked = [
      ['k', '#REF!', ''],
      ['l', '', 'x'],
    ];
    expect(await resultOf(code, { rows: rows() })).toEqual([[whole, formulas], 3, blocked, whole]);
  });

  test('moves with its cell, shows its results anew around what was put in, and takes them with it', () => {
    const sheet = sheetOf(rows());
    sheet.insertRow(2, ['new']);
    sheet.insertColumn(1, ['first']);
    expect(grid(sheet)).toEqual([
      ['first', 'k', 1, 2],
      [null, 'new', 3, 4],
      [null, 'l', null, null],
    ]);
    sheet.sortRows(1, (a, b) => String(b[1]).localeCompare(String(a[1])));
    expect(grid(sheet)).toEqual([
      [null, 'new', null, null],
      [null, 'l', null, null],
      ['first', 'k', 1, 2],
      [null, null, 3, 4],
    ]);
    sheet.set(3, 3, 'plain');
    expect(grid(sheet)[2]).toEqual(['first', 'k', 'plain']);
    sheet.set(3, 3, array);
    sheet.deleteRow(3);
    expect(grid(sheet)).toEqual([
      [null, 'new'],
      [null, 'l'],
    ]);
  });

  test('finds its place taken from the start', () => {
    expect(grid(sheetOf([['k', array, 'taken']]))).toEqual([['k', '#REF!', 'taken']]);
  });
});

test('columns move with their formats and formulas', () => {
  const sheet = sheetOf([[1, { value: 2, formula: '=1+1' }, { value: 3, format: '0%' }]], { formats: ['0.0', '', ''] });
  const seen = () =>
    [1, 2, 3, 4].map((column) => [sheet.value(1, column), sheet.format(1, column), sheet.formula(1, column)]);
  sheet.moveColumn(1, 3);
  const [one, two, three, none] = [
    [1, '0.0', ''],
    [2, '', '=1+1'],
    [3, '0%', ''],
    [null, '', ''],
  ];
  expect(seen()).toEqual([two, three, one, none]);
  sheet.insertColumn(2);
  expect(seen()).toEqual([two, none, three, one]);
  sheet.deleteColumn(2);
  sheet.moveColumn(3, 1);
  expect(seen()).toEqual([one, two, three, none]);
  expect(sheet.maxColumns).toBe(26);
});

describe('a text that a script writes', () => {
  const written = (format: string, text: string) =>
    resultOf(`
      var cell = sheet.getRange('A1');
      cell.setNumberFormat('${format}').setValue(${JSON.stringify(text)});
      return [cell.getValue(), cell.getFormula(), cell.getDisplayValue()];`);

  test.each(['001', '=1+1', "'001", '2024-04-01', 'TRUE', '1e5'])(
    'stays as it is in a cell of plain text: %s',
    async (text) => {
      expect(await written('@', text)).toEqual([text, '', text]);
    },
  );

  test('loses an apostrophe in front elsewhere, and is text then', async () => {
    expect(await written('General', "'001")).toEqual(['001', '', '001']);
    expect(await written('General', '=1+1')).toEqual([2, '=1+1', '2']);
  });
});

test('several ranges can be chosen at once', async () => {
  const host = await made(`
    var seen = function (list) { return list.getRanges().map(function (range) { return range.getA1Notation(); }); };
    return [SpreadsheetApp.getActiveRangeList(), SpreadsheetApp.getActive().getActiveRangeList(), sheet.getActiveRangeList(),
      SpreadsheetApp.getSelection().getActiveRangeList(), sheet.getSelection().getActiveRangeList()].map(seen)
      .concat([[sheet.getSelection().getActiveRange().getA1Notation(), sheet.getSelection().getActiveSheet().getName()]]);`);
  const [first, last] = [
    { row: 2, column: 1, rows: 3, columns: 1 },
    { row: 9, column: 2, rows: 1, columns: 2 },
  ];
  host.spreadsheet.select({ gid: 7, ...last, others: [first] }, 'person');
  const both = ['A2:A4', 'B9:C9'];
  expect(await host.run('go')).toEqual({ ok: true, value: [both, both, both, both, both, ['B9:C9', '台帳']] });
});

describe('a copy', () => {
  test('of a tab has an id and a name of its own, and all that the tab had', () => {
    const input = { rows: [['a', { value: 1, formula: '=X()', spill: [[1], [2]] }]], merges: [{ ...B1_C2, row: 5 }] };
    const sheets = [{ gid: 3, name: '台帳', formats: ['@'], ...input }];
    const book = new Spreadsheet({ id: 'i', name: 'n', timeZone: 'UTC', locale: 'ja_JP', sheets });
    const copies = [book.duplicateSheet(3), book.duplicateSheet(3)];
    expect(copies.map(({ name, gid }) => [name, gid])).toEqual([
      ['台帳 のコピー', 4],
      ['台帳 のコピー 2', 5],
    ]);
    expect(book.sheets.map(({ gid }) => gid)).toEqual([3, 5, 4]);
    const { name: _name, gid: _gid, ...rest } = book.sheet(3).snapshot();
    expect(copies[0]?.snapshot()).toEqual({ ...rest, gid: 4, name: '台帳 のコピー' });
    copies[0]?.set(1, 1, 'changed');
    expect(book.sheet(3).value(1, 1)).toBe('a');
    book.renameSheet(3, 'Buyers');
    expect(book.sheets[0]?.name).toBe('Buyers');
  });

  test('of a document has the same tab ids and document properties, the same user, and no trigger', async () => {
    const host = await made(
      'return [SpreadsheetApp.getActive().getId(), sheet.getSheetId(), sheet.getRange(1, 1).getValue()];',
      {
        rows: [['here']],
      },
    );
    host.properties('document').set({ key: 'document' });
    host.properties('user').set({ key: 'user' });
    const copy = await host.copy();
    hosts.push(copy);
    expect(copy.spreadsheet.name).toBe('買主 のコピー');
    expect(await copy.run('go')).toEqual({ ok: true, value: [expect.stringMatching(/^copy-/), 7, 'here'] });
    copy.properties('document').set({ more: 'of the copy' });
    copy.properties('user').set({ more: 'of both' });
    expect(copy.properties('document').all()).toEqual({ key: 'document', more: 'of the copy' });
    expect(host.properties('document').all()).toEqual({ key: 'document' });
    expect(host.properties('user').all()).toEqual({ key: 'user', more: 'of both' });
    copy.spreadsheet.sheet(7).set(1, 1, 'changed');
    expect(host.spreadsheet.sheet(7).value(1, 1)).toBe('here');
    const without = await host.copy({ name: '買主', assume: { documentPropertiesAreCopied: false } });
    hosts.push(without);
    expect([without.spreadsheet.name, without.properties('document').all()]).toEqual(['買主', {}]);
  });
});

test('a script that calls a service while it loads is told so', async () => {
  await expect(gasHost('var sheet = SpreadsheetApp.getActiveSheet();')).rejects.toThrow(
    'called while the script loads',
  );
});
