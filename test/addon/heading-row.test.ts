// The guess of the heading row over first rows as real registers have them, and what is named on the way.
import { describe, expect, it } from 'vitest';
import {
  blankHeadings,
  groupRow,
  kindOf,
  likelyRows,
  type Merge,
  mergedCells,
  type Top,
  withTall,
} from '../../addon/heading-row.ts';

const top = (rows: readonly (readonly string[])[], merges: readonly Merge[] = [], frozenRows = 0): Top => {
  const width = Math.max(...rows.map((cells) => cells.length));
  return {
    rows: rows.map((cells) => [...cells, ...Array<string>(width - cells.length).fill('')]),
    merges,
    frozenRows,
  };
};
const merge = (row: number, column: number, rows: number, columns: number): Merge => ({ row, column, rows, columns });

const NAMES = ['買主番号', '氏名', '電話番号', '受付日', '予算'];
const BUYERS = [
  ['00001', '山田　太郎', '090-1234-5678', '2024/04/01', '¥34,800,000'],
  ['00002', '佐藤　花子', '03-1234-5678', '令和6年4月2日', '￥２９，８００，０００'],
  ['00003', '鈴木　一郎', '', '2024-04-03', '31,000,000'],
];

describe('the heading row', () => {
  it.each<[string, Top, number]>([
    ['is the first of a plain sheet', top([NAMES, ...BUYERS]), 1],
    ['is below a title', top([['買主リスト 2026'], NAMES, ...BUYERS]), 2],
    ['is below a merged title', top([['買主リスト 2026'], NAMES, ...BUYERS], [merge(1, 1, 1, 5)]), 2],
    [
      'is below a title, a date and a blank row',
      top([['買主リスト'], ['作成日', '2026/11/20'], [], NAMES, ...BUYERS]),
      4,
    ],
    [
      'is below notes as long as a sentence',
      top([
        ['この表は毎週月曜日に更新します。担当者以外は編集しないでください。'],
        ['連絡先：総務部'],
        NAMES,
        ...BUYERS,
      ]),
      3,
    ],
    [
      'is the lower of two, where groups stand above',
      top([['', '本人', '', '希望', ''], NAMES, ...BUYERS], [merge(1, 2, 1, 2), merge(1, 4, 1, 2)]),
      2,
    ],
    ['is the first where no buyer is there yet', top([NAMES]), 1],
    [
      'is the first where all is text',
      top([
        ['key', 'name', 'city'],
        ['a', 'Ann', 'Rome'],
        ['b', 'Bob', 'Oslo'],
      ]),
      1,
    ],
    [
      'holds numbered headings too',
      top([
        ['番号', '電話1', '電話2', '備考１'],
        ['1', '03-1', '03-2', 'x'],
      ]),
      1,
    ],
    [
      'is the frozen one of two alike',
      top(
        [
          ['甲', '乙'],
          ['丙', '丁'],
          ['x', 'y'],
        ],
        [],
        2,
      ),
      2,
    ],
    [
      'is above ticks',
      top([
        ['番号', '来店', '成約'],
        ['1', 'TRUE', 'FALSE'],
        ['2', 'FALSE', 'TRUE'],
      ]),
      1,
    ],
    [
      'is among many blank cells',
      top([
        ['', '', ''],
        ['番号', '', '氏名'],
        ['1', 'x', '山田'],
      ]),
      2,
    ],
  ])('%s', (_, rows, expected) => {
    expect(likelyRows(rows)[0]).toBe(expected);
  });

  it('is none of an empty tab', () => {
    expect(likelyRows(top([[], []]))).toEqual([]);
    expect(likelyRows({ rows: [], merges: [], frozenRows: 0 })).toEqual([]);
  });
});

describe('the rows around it', () => {
  it('are titles above and buyers below', () => {
    const rows = top([['買主リスト'], [], NAMES, ...BUYERS]);
    expect([1, 2, 3, 4].map((row) => kindOf(rows, row, 3))).toEqual(['title', 'blank', 'headings', 'data']);
  });

  it('are group headings where a merged cell stands among others above', () => {
    const rows = top([['番号', '本人', '', '希望', ''], NAMES, ...BUYERS], [merge(1, 2, 1, 2), merge(1, 4, 1, 2)]);
    expect(groupRow(rows, 2)).toBe(1);
    expect(kindOf(rows, 1, 2)).toBe('group');
    expect(groupRow(top([['買主リスト'], NAMES], [merge(1, 1, 1, 5)]), 2)).toBeNull();
  });
});

describe('what stands in the way', () => {
  it('merged cells of the heading row are named', () => {
    expect(mergedCells(top([['番号', '氏名', '', '予算']], [merge(1, 2, 1, 2)]), 1)).toEqual(['B1:C1']);
  });

  it('columns with data and no heading are named, with what stands above them', () => {
    const rows = top(
      [
        ['', '連絡先', '', ''],
        ['番号', '電話', '', ''],
        ['1', '2', '3', '4'],
      ],
      [merge(1, 2, 1, 2)],
    );
    expect(blankHeadings(rows, 2)).toEqual([
      { index: 2, above: '連絡先' },
      { index: 3, above: null },
    ]);
    expect(
      blankHeadings(
        top([
          ['番号', ''],
          ['1', ''],
        ]),
        1,
      ),
    ).toEqual([]);
    const tall = top(
      [
        ['番号', '連絡先'],
        ['', '電話'],
        ['1', '2'],
      ],
      [merge(1, 1, 2, 1)],
    );
    expect(blankHeadings(tall, 2)).toEqual([]);
  });

  it('a cell merged down into the row is its heading, and no other cell changes', () => {
    const merges = [
      { ...merge(1, 1, 2, 1), text: '番号' },
      { ...merge(1, 2, 1, 2), text: '連絡先' },
    ];
    expect(withTall(['', '電話', ''], 2, merges)).toEqual(['番号', '電話', '']);
    expect(withTall(['x', '電話', ''], 2, merges)).toEqual(['x', '電話', '']);
  });
});
