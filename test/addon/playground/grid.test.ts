// Tabs and ranges as a script uses them, and sheets of ten million cells.
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../addon/playground/host/host.ts';
import type { Sheet } from '../../../addon/playground/host/sheet.ts';
import { Spreadsheet } from '../../../addon/playground/host/spreadsheet.ts';
import { type Fixture, gasHost } from '../../support/gas-host.ts';

const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function made(body: string, fixture: Fixture = {}): Promise<Host> {
  const host = await gasHost(`function go() { ${body} }`, fixture);
  hosts.push(host);
  return host;
}

async function resultOf(body: string, fixture: Fixture = {}): Promise<unknown> {
  const result = await (await made(body, fixture)).run('go');
  return result.ok ? result.value : result.error.message;
}

function sheetOf(rows: (string | number | null)[][]): Sheet {
  const sheets = [{ gid: 0, name: 'a', rows }];
  return new Spreadsheet({ id: 'i', name: 'n', timeZone: 'UTC', locale: 'en_US', sheets }).sheet(0);
}

describe('tabs', () => {
  test('are inserted in front and deleted by a script, and the page hears of both', async () => {
    const host = await made(`
      var book = SpreadsheetApp.getActiveSpreadsheet();
      var sheet = book.insertSheet('Scratch');
      sheet.getRange('A1').setValue('here');
      var seen = [book.getActiveSheet().getName(), book.getSheets().length, sheet.getMaxRows(), sheet.getMaxColumns(),
        book.getSheetById(sheet.getSheetId()).getRange(1, 1).getValue(), book.getSheetById(12345)];
      book.deleteSheet(sheet);
      return seen.concat(book.getActiveSheet().getName(), book.getSheetByName('Scratch'));`);
    const heard: unknown[] = [];
    host.onEvent((event) => {
      if (event.kind === 'sheets') heard.push(event.sheets.map(({ name }) => name));
    });
    const value = ['Scratch', 2, 1000, 26, 'here', null, '台帳', null];
    expect(await host.run('go')).toEqual({ ok: true, value });
    expect(heard).toEqual([['台帳', 'Scratch'], ['台帳']]);
  });

  test('have names of their own, and one of them stays', async () => {
    expect(await resultOf(`SpreadsheetApp.getActive().insertSheet('台帳');`)).toContain('already exists');
    expect(await resultOf('var s = SpreadsheetApp.getActive(); s.deleteSheet(s.getSheets()[0]);')).toContain(
      'remove all the sheets',
    );
  });

  test('hold no more than ten million cells together', async () => {
    const sheets = [{ gid: 7, name: '台帳', rows: [], maxRows: 100_000, maxColumns: 100 }];
    expect(await resultOf('SpreadsheetApp.getActive().insertSheet();', { spreadsheetInput: { sheets } })).toContain(
      'limit of 10000000 cells',
    );
  });
});

describe('a range', () => {
  test('takes a few formulas, whose results are fixed, and no others', async () => {
    const code = `
      var range = SpreadsheetApp.getActiveSheet().getRange(1, 1, 1, 3);
      ['=NA()', '=1/0', '=TRUE()'].forEach(function (formula, i) { range.getSheet().getRange(1, i + 1).setFormula(formula); });
      return [range.getValues()[0], range.getDisplayValues()[0], range.getFormulas()[0]];`;
    expect(await resultOf(code)).toEqual([
      ['#N/A', '#DIV/0!', true],
      ['#N/A', '#DIV/0!', 'TRUE'],
      ['=NA()', '=1/0', '=TRUE()'],
    ]);
    expect(await resultOf(`SpreadsheetApp.getActiveSheet().getRange('A1').setFormula('=SUM(A2:A3)');`)).toContain(
      'results of =NA()',
    );
  });

  test('takes number formats, and keeps them when its content is cleared', async () => {
    const code = `
      var range = SpreadsheetApp.getActiveSheet().getRange('A1:B1');
      range.setValues([[1234, 1]]).setNumberFormats([['#,##0', '0.00']]);
      var shown = range.getDisplayValues()[0];
      range.clearContent();
      return [shown, range.getValues()[0], range.getNumberFormats()[0]];`;
    expect(await resultOf(code)).toEqual([
      ['1,234', '1.00'],
      ['', ''],
      ['#,##0', '0.00'],
    ]);
  });

  test('takes all values or none', async () => {
    const code = `
      var range = SpreadsheetApp.getActiveSheet().getRange('A1:B1');
      try { range.setValues([['a', '=SUM(A1)']]); } catch (error) { return range.getValues()[0]; }`;
    expect(await resultOf(code, { rows: [['old', 'older']] })).toEqual(['old', 'older']);
  });
});

describe('a sheet', () => {
  test('knows where it ends after every edit', () => {
    const sheet = sheetOf([
      ['a', 'b'],
      ['c', null],
    ]);
    const ends = () => [sheet.lastRow(), sheet.lastColumn()];
    expect(ends()).toEqual([2, 2]);
    sheet.set(5, 4, 'x');
    expect(ends()).toEqual([5, 4]);
    sheet.set(5, 4, null);
    expect(ends()).toEqual([2, 2]);
    sheet.insertRow(1, ['n', 'e', 'w']);
    expect(ends()).toEqual([3, 3]);
    sheet.deleteRow(1);
    expect(ends()).toEqual([2, 2]);
    sheet.set(1, 2, '');
    sheet.set(2, 1, '');
    expect(ends()).toEqual([1, 1]);
    sheet.sortRows(1, (a, b) => Number(typeof a[0] === 'string') - Number(typeof b[0] === 'string'));
    expect(ends()).toEqual([5, 1]);
  });

  test('does not write into the rows it was given, even where one stands many times', () => {
    const row = ['a', 'b'];
    const sheet = sheetOf([row, row]);
    sheet.set(1, 1, 'changed');
    expect([sheet.value(1, 1), sheet.value(2, 1), row]).toEqual(['changed', 'a', ['a', 'b']]);
  });

  test('of ten million cells is held, and its band is read at a small cost of memory', async () => {
    const row = Array.from({ length: 100 }, (_, i) => `v${i}`);
    const code = `
      var sheet = SpreadsheetApp.getActiveSheet();
      var band = sheet.getRange(99501, 1, 500, 100).getValues();
      return [sheet.getLastRow(), sheet.getLastColumn(), band.length, band[499][99]];`;
    const host = await made(code, { rows: Array.from({ length: 100_000 }, () => row) });
    expect(await host.run('go')).toEqual({ ok: true, value: [100_000, 100, 500, 'v99'] });
    expect(host.totals()).toMatchObject({ cells: 50_000 });
    expect(host.totals().largestHeapMb).toBeLessThan(64);
  });
});
