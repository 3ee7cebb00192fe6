// A dropped file, from its bytes to headers and rows, or to a sentence.
import { describe, expect, test } from 'vitest';
import { MOST_BYTES } from '../../../../addon/playground/drop/decode-file.ts';
import { readDropped } from '../../../../addon/playground/drop/dropped-file.ts';

const bytes = (text: string, ...mark: number[]): Uint8Array => new Uint8Array([...mark, ...Buffer.from(text)]);
const read = (name: string, content: string | Uint8Array) =>
  readDropped(name, typeof content === 'string' ? bytes(content) : content, 50);

/** 番号,氏名 / 1,山田 as Excel in Japan writes it. */
const SHIFT_JIS = new Uint8Array([
  ...[0x94, 0xd4, 0x8d, 0x86, 0x2c, 0x8e, 0x81, 0x96, 0xbc, 0x0d, 0x0a],
  ...[0x31, 0x2c, 0x8e, 0x52, 0x93, 0x63, 0x0d, 0x0a],
]);

describe('a file', () => {
  test.each([
    ['a.csv', 'id,name\n1,"a, b"\n', 'comma', [['1', 'a, b']]],
    ['a.tsv', 'id\tname\n1\t"a"\n', 'tab', [['1', '"a"']]],
    ['a.csv', 'id\tname\n1\ta\n', 'tab', [['1', 'a']]],
    ['a.txt', 'id;name\n1;a\n', 'semicolon', [['1', 'a']]],
    ['a.csv', 'id,name;x\r\n1,a\r\n', 'comma', [['1', 'a']]],
    ['a.csv', 'id\n1\n', 'comma', [['1']]],
    [
      'a.csv',
      'id,name\n1,"two\nlines"\n\n2,b\n\n\n',
      'comma',
      [
        ['1', 'two\nlines'],
        ['', ''],
        ['2', 'b'],
      ],
    ],
  ])('%s %j is separated by %s', (name, text, separator, rows) => {
    expect(read(name, text)).toMatchObject({ separator, rows, encoding: 'UTF-8', remarks: [] });
  });

  test.each([
    ['UTF-8', bytes('番号,氏名\r\n1,山田\r\n', 0xef, 0xbb, 0xbf)],
    ['UTF-16LE', new Uint8Array([0xff, 0xfe, ...Buffer.from('番号,氏名\r\n1,山田\r\n', 'utf16le')])],
    ['Shift_JIS', SHIFT_JIS],
  ])('in %s is read, and the encoding said', (encoding, content) => {
    const file = read('a.csv', content);
    expect(file).toMatchObject({ encoding, headers: ['番号', '氏名'], rows: [['1', '山田']] });
    expect(file.remarks.length).toBe(encoding === 'Shift_JIS' ? 1 : 0);
  });

  test.each([
    ['ragged rows', 'id,name\n1\n2,b\n3,c,d\n', ['1 row has fewer cells', 'the first is row 4']],
    ['a blank header', 'id,,name\n1,x,a\n', ['Without a header, so not synced: column B.']],
  ])('with %s is taken, and it is said what becomes of them', (_what, text, parts) => {
    const { remarks, rows } = read('a.csv', text);
    parts.forEach((part, at) => {
      expect(remarks[at]).toContain(part);
    });
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'is empty; its first line must be the headers'],
    ['blank lines only', '\n\n', 'is empty'],
    ['a blank first line', ',\n1,2\n', 'first line of a.csv is blank'],
    ['no headers', '00123,1-2\n2,3\n', 'has no headers: its first line holds 00123, 1-2'],
    ['doubled headers', 'id,name,ｎａｍｅ\n1,a,b\n', 'more than one column: name'],
    ['a workbook', bytes('rest', 0x50, 0x4b, 3, 4), 'is a workbook, not text. Save it as CSV'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff, 0xfe]), 'is not text in UTF-8 or Shift_JIS'],
    ['NUL bytes', 'id,name\n1,a\0b\n', 'is not text'],
    ['an open quote', 'id,name\n1,"a\n2,b\n', 'check its quotes'],
    ['a cell too long', `id,name\n1,${'x'.repeat(51)}\n`, 'Cell B2 has 51 characters; a sheet'],
    ['too many columns', `${Array.from({ length: 1001 }, (_, at) => `c${at}`).join()}\n1\n`, 'has 1,001 columns'],
    [
      'too many cells',
      `${Array.from({ length: 1000 }, (_, at) => `c${at}`).join()}\n${'1\n'.repeat(2000)}`,
      'has 2,001,000 cells; up to 2,000,000',
    ],
    ['too many bytes', new Uint8Array(MOST_BYTES + 1), 'larger than 20 MB'],
  ])('that is %s is refused in words', (_what, content, sentence) => {
    expect(() => read('a.csv', content)).toThrow(sentence);
  });
});
