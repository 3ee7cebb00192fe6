// Which column a heading means, and what is held when the heading row changes: a table of cases, and properties for any change.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CatalogColumn } from '../../../server/db/catalog.ts';
import { placesNow } from '../../../server/sheets/contract.ts';
import { type Agreed, bindHeaders, type Contract, headerText, readHeaders } from '../../../server/sheets/headers.ts';
import { inEveryLongestRise } from '../../../server/sheets/longest-rise.ts';

const column = (name: string, type = 'text', more: Partial<CatalogColumn> = {}): CatalogColumn => ({
  name,
  type,
  dataType: type,
  maxLength: null,
  notNull: false,
  generated: false,
  comparesExactly: true,
  ...more,
});

const TARGET = {
  columns: [
    ...['id', 'name', 'phone', 'mail', 'city', 'notes'].map((name) => column(name)),
    column('budget', 'bigint'),
    column('synced_at', 'timestamp with time zone'),
    column('serial', 'bigint', { generated: true }),
    column('extra', 'jsonb'),
    column('sheet'),
  ],
  keyColumn: 'id',
  scope: { column: 'sheet' },
};
const ALIASES = new Map([
  ['番号', 'id'],
  ['氏名', 'name'],
  ['電話', 'phone'],
  ['備考', 'notes'],
]);

const agreed = (name: string, more: Partial<Agreed> = {}): Agreed => ({
  decision: 'column',
  column: name,
  asValue: false,
  copy: null,
  ...more,
});
const LEFT_OUT = { column: null } as const;

const EMPTY: Contract = { agreed: new Map(), aliases: ALIASES, places: new Map(), doubted: new Set() };

/** The contract after runs that saw these heading rows, one after the other, with what was said before. */
function seen(rows: readonly (readonly string[])[], said: readonly (readonly [string, Agreed])[] = []): Contract {
  let contract: Contract = { ...EMPTY, agreed: new Map(said) };
  for (const row of rows) contract = opened(row, contract);
  return contract;
}

/** What the opening of a run remembers. */
function opened(headers: readonly string[], contract: Contract): Contract {
  const read = readHeaders(headers, TARGET, contract);
  const bound = read.columns.flatMap(({ state, column, index }): [string, Agreed][] =>
    state === 'synced' && column !== null ? [[read.texts[index] ?? '', agreed(column)]] : [],
  );
  const places = placesNow(read, contract) ?? contract.places;
  return { ...contract, places, agreed: new Map([...bound, ...contract.agreed]) };
}

/** What each header is bound to, in short: `name`, `held for: proposal`, `(ignored for)`. */
const told = (headers: readonly string[], contract: Contract): string[] =>
  bindHeaders(headers, TARGET, contract).map(({ state, column, reason, proposal }) => {
    if (state === 'synced') return column ?? '';
    return state === 'held' ? `${reason}: ${proposal}` : `(${reason})`;
  });

const USUAL = ['番号', '氏名', '電話', 'mail', 'city'];
const BOUND = ['id', 'name', 'phone', 'mail', 'city'];

describe('a sheet that nobody has seen', () => {
  test.each<[string, string[], string[]]>([
    ['names and aliases', USUAL, BOUND],
    ['full width, line breaks and spaces', ['　番号 ', 'ｎａｍｅ', '電\n話'], ['id', 'name', 'header_unknown: phone']],
    [
      'unknown ones, with the nearest free column',
      ['id', 'emall', 'zzz'],
      ['id', 'header_unknown: null', 'header_unknown: null'],
    ],
    ['one letter wrong', ['id', 'citty', 'mial'], ['id', 'header_unknown: city', 'header_unknown: null']],
    ['a column that is taken is not proposed', ['id', 'city', 'citty'], ['id', 'city', 'header_unknown: null']],
    ['blank ones', ['id', '', ' '], ['id', '(header_blank)', '(header_blank)']],
    ['two that mean one column', ['id', '氏名', 'name'], ['id', 'header_doubled: null', 'header_doubled: null']],
    [
      'columns that are never synced',
      ['id', 'synced_at', 'serial', 'extra', 'sheet'],
      ['id', '(kept_by_rollcall)', '(filled_by_database)', '(type_not_synced)', '(kept_by_rollcall)'],
    ],
  ])('%s', (_, headers, expected) => {
    expect(told(headers, EMPTY)).toEqual(expected);
  });
});

describe('a sheet that was seen before', () => {
  test.each<[string, string[], string[]]>([
    ['as it was', USUAL, BOUND],
    ['renamed', ['番号', '氏名', 'Tel.', 'mail', 'city'], ['id', 'name', 'header_renamed: phone', 'mail', 'city']],
    [
      'renamed to the alias of another column',
      ['番号', '氏名', '備考', 'mail', 'city'],
      ['id', 'name', 'header_renamed: phone', 'mail', 'city'],
    ],
    ['renamed to another name of its own column', ['番号', 'name', '電話', 'mail', 'city'], BOUND],
    [
      'renamed to a header that is there, or the two swapped before',
      ['番号', '氏名', '氏名', 'mail', 'city'],
      ['id', 'header_doubled: null', 'header_doubled: null', 'mail', 'city'],
    ],
    [
      'renamed beside an inserted column',
      ['番号', '氏名', 'x', '備考', 'mail', 'city'],
      ['id', 'name', 'header_renamed: phone', 'header_renamed: phone', 'mail', 'city'],
    ],
    [
      'renamed behind inserted columns',
      ['x', '番号', 'y', '氏名', '備考', 'mail', 'city'],
      ['header_unknown: null', 'id', 'header_unknown: null', 'name', 'header_renamed: phone', 'mail', 'city'],
    ],
    [
      'renamed at the end',
      ['番号', '氏名', '電話', 'mail', '備考'],
      ['id', 'name', 'phone', 'mail', 'header_renamed: city'],
    ],
    [
      'renamed at the end, and one inserted before it',
      ['番号', '氏名', '電話', 'mail', 'x', '備考'],
      ['id', 'name', 'phone', 'mail', 'header_renamed: city', 'header_renamed: city'],
    ],
    [
      'renamed at the end, and the one before it doubled',
      ['番号', '氏名', '電話', 'mail', 'mail', '備考'],
      ['id', 'name', 'phone', 'header_doubled: null', 'header_doubled: null', 'header_renamed: city'],
    ],
    [
      'renamed at the end to a header that is there',
      ['番号', '氏名', '電話', 'mail', '氏名'],
      ['id', 'header_doubled: null', 'phone', 'mail', 'header_doubled: null'],
    ],
    [
      'renamed at the beginning',
      ['x', '氏名', '電話', 'mail', 'city'],
      ['header_renamed: id', 'name', 'phone', 'mail', 'city'],
    ],
    [
      'all of them renamed',
      ['a', 'b', '備考', 'd', 'e'],
      ['id', 'name', 'phone', 'mail', 'city'].map((name) => `header_renamed: ${name}`),
    ],
    ['deleted', ['番号', '氏名', 'mail', 'city'], ['id', 'name', 'mail', 'city']],
    [
      'deleted, and another added at the end',
      ['番号', '氏名', 'mail', 'city', '備考'],
      ['id', 'name', 'mail', 'city', 'notes'],
    ],
    [
      'a known name inserted',
      ['番号', '備考', '氏名', '電話', 'mail', 'city'],
      ['id', 'notes', 'name', 'phone', 'mail', 'city'],
    ],
    ['blanked', ['番号', '氏名', '', 'mail', 'city'], ['id', 'name', 'header_blank: phone', 'mail', 'city']],
    [
      'a blank column inserted',
      ['番号', '', '氏名', '電話', 'mail', 'city'],
      ['id', '(header_blank)', 'name', 'phone', 'mail', 'city'],
    ],
    [
      'something right of the headings',
      [...USUAL, '', '', 'x'],
      [...BOUND, '(header_blank)', '(header_blank)', 'header_unknown: null'],
    ],
    [
      'doubled',
      ['番号', '氏名', '電話', 'mail', '氏名', 'city'],
      ['id', 'header_doubled: null', 'phone', 'mail', 'header_doubled: null', 'city'],
    ],
    [
      'the key header over another',
      ['番号', '氏名', '番号', 'mail', 'city'],
      ['header_doubled: null', 'name', 'header_doubled: null', 'mail', 'city'],
    ],
    [
      'two texts swapped',
      ['番号', '電話', '氏名', 'mail', 'city'],
      ['id', 'header_moved: phone', 'header_moved: name', 'mail', 'city'],
    ],
    [
      'one dragged past two',
      ['番号', '電話', 'mail', '氏名', 'city'],
      ['id', 'phone', 'mail', 'header_moved: name', 'city'],
    ],
    [
      'one dragged to the front',
      ['city', '番号', '氏名', '電話', 'mail'],
      ['header_moved: city', 'id', 'name', 'phone', 'mail'],
    ],
    ['the key dragged to the end', ['氏名', '電話', 'mail', 'city', '番号'], ['name', 'phone', 'mail', 'city', 'id']],
    [
      'reversed',
      [...USUAL].reverse(),
      ['city', 'mail', 'phone', 'name'].map((name) => `header_moved: ${name}`).concat('id'),
    ],
  ])('%s', (_, headers, expected) => {
    expect(told(headers, seen([USUAL]))).toEqual(expected);
  });

  test('a question stays the same question in the next run, and a column inserted meanwhile does not answer it', () => {
    const renamed = ['番号', '氏名', '備考', 'mail', 'city'];
    const contract = seen([USUAL, renamed, renamed]);
    expect(told(['番号', 'x', '氏名', '備考', 'mail', 'city'], contract)).toEqual([
      'id',
      'header_unknown: null',
      'name',
      'header_renamed: phone',
      'mail',
      'city',
    ]);
    const swapped = ['番号', '電話', '氏名', 'mail', 'city'];
    expect(told(swapped, seen([USUAL, swapped, swapped]))).toEqual([
      'id',
      'header_moved: phone',
      'header_moved: name',
      'mail',
      'city',
    ]);
  });

  test('a change taken back is no question any more', () => {
    const contract = seen([USUAL, ['番号', '', '備考', 'city', 'mail']]);
    expect(told(USUAL, contract)).toEqual(BOUND);
  });

  test('inserted columns are learnt, so that a rename behind them is noticed later', () => {
    const wider = ['番号', 'x', 'y', '氏名', '電話', 'mail', 'city'];
    expect(told(['番号', 'x', 'y', '備考', '電話', 'mail', 'city'], seen([USUAL, wider]))[3]).toBe(
      'header_renamed: name',
    );
  });

  test('a column that left is forgotten, and another may stand there later', () => {
    const without = ['番号', '氏名', 'mail', 'city'];
    expect(told(['番号', '氏名', '備考', 'mail', 'city'], seen([USUAL, without]))[2]).toBe('notes');
    expect(told(USUAL, seen([USUAL, without]))).toEqual(BOUND);
  });

  test('beside a deleted column a blank one stays a blank one', () => {
    const row = ['番号', '氏名', '電話', '', 'city'];
    expect(told(['番号', '氏名', '', 'city'], seen([row]))).toEqual(['id', 'name', '(header_blank)', 'city']);
  });

  test('an unknown header may be corrected to a name at once', () => {
    const row = ['番号', 'fone', 'city'];
    expect(told(['番号', '電話', 'city'], seen([row]))).toEqual(['id', 'phone', 'city']);
  });
});

describe('what a person said', () => {
  test('of a header counts before names and aliases', () => {
    const said = seen(
      [],
      [
        ['電話', agreed('mail')],
        ['city', agreed('', { decision: 'never', ...LEFT_OUT })],
        ['x', agreed('', { decision: 'ignored', ...LEFT_OUT })],
      ],
    );
    expect(told(['番号', '電話', 'city', 'x'], said)).toEqual(['id', 'mail', '(never_sent)', '(ignored_by_person)']);
  });

  test('a header that is never sent does not become a column by being renamed', () => {
    const never = [['内緒', agreed('', { decision: 'never', ...LEFT_OUT })]] as const;
    const contract = seen([['番号', '内緒', 'city']], never);
    expect(told(['番号', '備考', 'city'], contract)).toEqual(['id', 'header_renamed: null', 'city']);
    expect(told(['番号', '', 'city'], contract)).toEqual(['id', '(header_blank)', 'city']);
  });

  test('of two copies the one that counts does, wherever columns come and go; with another number of copies it is asked again', () => {
    const copies = [['氏名', agreed('name', { copy: { number: 2, of: 2 } })]] as const;
    const row = ['番号', '氏名', 'city', '氏名', 'mail'];
    const contract = seen([row], copies);
    const ignored = '(ignored_by_person)';
    expect(told(row, contract)).toEqual(['id', ignored, 'city', 'name', 'mail']);
    expect(told(['番号', 'x', '氏名', 'y', '氏名', 'mail'], contract).slice(2)).toEqual([
      ignored,
      'header_renamed: city',
      'name',
      'mail',
    ]);
    expect(told(['番号', '氏名', '氏名', 'city', '氏名', 'mail'], contract)[4]).toBe('header_doubled: null');
    // The copy that counted is left, or the other one.
    expect(told(['番号', 'city', '氏名', 'mail'], contract)).toEqual(['id', 'city', 'name', 'mail']);
    expect(told(['番号', '氏名', 'city', 'mail'], contract)).toEqual(['id', 'header_moved: name', 'city', 'mail']);
  });

  test('of copies at the end of the row one is left: which, nobody can tell', () => {
    const copies = [['氏名', agreed('name', { copy: { number: 1, of: 2 } })]] as const;
    const contract = seen([['番号', 'city', '氏名', '氏名']], copies);
    expect(told(['番号', 'city', '氏名'], contract)).toEqual(['id', 'city', 'header_moved: name']);
    expect(told(['番号', 'city', '氏名', 'x'], contract)).toEqual([
      'id',
      'city',
      'header_moved: name',
      'header_unknown: null',
    ]);
  });

  test('a key of which another copy is left is no key', () => {
    const contract = seen([['番号', 'city', '番号']], [['番号', agreed('id', { copy: { number: 1, of: 2 } })]]);
    expect(told(['city', '番号'], contract)).toEqual(['header_moved: city', 'header_moved: id']);
  });

  test('a text column may take values; another type never does', () => {
    const said = seen(
      [],
      [
        ['電話', agreed('phone', { asValue: true })],
        ['x', agreed('budget', { asValue: true })],
      ],
    );
    expect(bindHeaders(['番号', '電話', 'x'], TARGET, said).map(({ asValue }) => asValue)).toEqual([
      undefined,
      true,
      undefined,
    ]);
  });

  test('a very long header is remembered by its beginning and a hash', () => {
    const long = '長'.repeat(30_000);
    expect(headerText(long).length).toBeLessThan(500);
    expect(headerText(`${long}a`)).not.toBe(headerText(`${long}b`));
    expect(told(['番号', long], seen([], [[headerText(long), agreed('notes')]]))).toEqual(['id', 'notes']);
  });
});

const MANY = { ...TARGET, columns: Array.from({ length: 60 }, (_, at) => column(`c${at}`)), keyColumn: 'c0' };
const KNOWN = MANY.columns.map(({ name }) => name);
const learnt = (headers: readonly string[]): Contract => {
  const read = readHeaders(headers, MANY, EMPTY);
  return {
    ...EMPTY,
    agreed: new Map(headers.flatMap((name) => (KNOWN.includes(name) ? [[name, agreed(name)]] : []))),
    places: placesNow(read, EMPTY) ?? new Map(),
  };
};
const row = fc.shuffledSubarray([...KNOWN.slice(0, 30), 'u1', 'u2', 'u3', ''], { minLength: 1 });

describe('whatever happens to the heading row', () => {
  test('inserting or deleting columns holds no header that was known, and moves none; both at once binds none wrong', () => {
    const insertion = fc.tuple(fc.nat(40), fc.constantFrom('', 'new', ...KNOWN.slice(30)));
    fc.assert(
      fc.property(row, fc.array(insertion), fc.array(fc.nat(40)), (before, insertions, deletions) => {
        const isOneKind = insertions.length === 0 || deletions.length === 0;
        const now = [...before];
        for (const at of deletions) if (at < now.length) now.splice(at, 1);
        const used = new Set(before);
        for (const [at, text] of insertions) {
          if (text !== '' && used.has(text)) continue;
          used.add(text);
          now.splice(Math.min(at, now.length), 0, text);
        }
        if (now.length === 0) return;
        for (const { header, column, state } of bindHeaders(now, MANY, learnt(before))) {
          if (!before.includes(header) || !KNOWN.includes(header)) continue;
          if (isOneKind || state === 'synced') expect([header, column, state]).toEqual([header, header, 'synced']);
        }
      }),
    );
  });

  test('only insertions bind every new name at once', () => {
    fc.assert(
      fc.property(row, fc.array(fc.tuple(fc.nat(40), fc.constantFrom(...KNOWN.slice(30)))), (before, insertions) => {
        const now = [...before];
        for (const [at, text] of insertions) if (!now.includes(text)) now.splice(Math.min(at, now.length), 0, text);
        const states = bindHeaders(now, MANY, learnt(before)).filter(({ header }) => KNOWN.includes(header));
        expect(states.every(({ state }) => state === 'synced')).toBe(true);
      }),
    );
  });

  test('texts typed over headings send no column’s values to another column', () => {
    const typed = fc.tuple(fc.nat(33), fc.constantFrom('', 'new', 'u1', ...KNOWN));
    fc.assert(
      fc.property(row, fc.array(typed, { minLength: 1, maxLength: 6 }), (before, edits) => {
        const now = [...before];
        for (const [at, text] of edits) if (at < before.length) now[at] = text;
        bindHeaders(now, MANY, learnt(before)).forEach(({ column, state }, index) => {
          const was = before[index] ?? '';
          if (state === 'synced' && KNOWN.includes(was) && column !== MANY.keyColumn) expect(column).toBe(was);
        });
      }),
    );
  });

  test.each([
    [['u3', 'c7', 'c22'], ['c7', 'c38', 'c7'], []],
    [
      ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'],
      ['c0', 'c2', 'c4', 'c3', 'c1', 'c5'],
      ['c0', 'c5'],
    ],
    [
      ['c0', 'c1', '', 'c2'],
      ['c0', 'c3', 'c1', 'c2'],
      ['c0', 'c2'],
    ],
    [['c0', 'c1', 'c2', ''], ['c0', 'c3', 'c4', 'c2'], ['c0']],
    [['c0', 'c1', 'c2'], ['c0', 'c2', ''], ['c0']],
  ])('%j typed over as %j leaves in only what is certain', (before, now, certain) => {
    const synced = bindHeaders(now, MANY, learnt(before)).filter(({ state }) => state === 'synced');
    expect(synced.map(({ column }) => column)).toEqual(certain);
  });

  test('a column deleted, and the last one gone with it, is no text typed over another', () => {
    const synced = bindHeaders(['c0', 'c2'], MANY, learnt(['c0', 'c1', 'c2'])).map(({ state }) => state);
    expect(synced).toEqual(['synced', 'synced']);
  });

  test('what a run remembers does not change what the next one binds', () => {
    fc.assert(
      fc.property(row, row, row, (first, second, third) => {
        let contract = learnt(first);
        for (const headers of [second, third]) {
          const read = readHeaders(headers, MANY, contract);
          const bound = read.columns.flatMap(({ state, column, header }): [string, Agreed][] =>
            state === 'synced' && column !== null ? [[header, agreed(column)]] : [],
          );
          const next = {
            ...contract,
            places: placesNow(read, contract) ?? contract.places,
            agreed: new Map([...bound, ...contract.agreed]),
          };
          expect(bindHeaders(headers, MANY, next)).toEqual(read.columns);
          contract = next;
        }
      }),
    );
  });

  test('of a dragged column it is held alone, of two swapped texts both', () => {
    fc.assert(
      fc.property(row, fc.nat(33), fc.nat(33), (before, from, to) => {
        fc.pre(from < before.length && to < before.length && Math.abs(from - to) > 1);
        const now = [...before];
        const [dragged = ''] = now.splice(from, 1);
        now.splice(to, 0, dragged);
        const held = bindHeaders(now, MANY, learnt(before)).filter(
          ({ state, reason }) => state === 'held' && reason === 'header_moved',
        );
        const passed = before.slice(Math.min(from, to), Math.max(from, to) + 1).filter((text) => text !== '');
        fc.pre(passed.length > 2);
        const expected = KNOWN.includes(dragged) && dragged !== MANY.keyColumn ? [dragged] : [];
        expect(held.map(({ header }) => header)).toEqual(expected);
      }),
    );
  });

  test('a longest rise is what trying all of them finds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 9 }), (values) => {
        const rises = Array.from({ length: 2 ** values.length }, (_, bits) =>
          values.filter((_, at) => bits & (1 << at)),
        ).filter((rise) => rise.every((value, at) => at === 0 || value > (rise[at - 1] ?? 0)));
        const longest = Math.max(...rises.map((rise) => rise.length));
        const all = rises.filter((rise) => rise.length === longest);
        expect(inEveryLongestRise(values)).toEqual(values.map((value) => all.every((rise) => rise.includes(value))));
      }),
    );
  });

  // Each compared with each would take longer than a test may.
  test.each([
    ['reversed', (wide: readonly string[]) => [...wide].reverse()],
    ['renamed', (wide: readonly string[]) => wide.map((name) => `new ${name}`)],
    ['each with a new one before it', (wide: readonly string[]) => wide.flatMap((name) => [`new ${name}`, name])],
  ])('18,000 headings are judged: %s', (_, changed) => {
    const wide = Array.from({ length: 18_000 }, (_, at) => `h${at}`);
    const target = { ...TARGET, columns: [column('id'), ...wide.slice(0, 1_500).map((name) => column(name))] };
    const contract = {
      ...EMPTY,
      agreed: new Map(wide.slice(0, 1_500).map((name) => [name, agreed(name)])),
      places: new Map(wide.map((name, at) => [name, at])),
    };
    expect(bindHeaders(changed(wide), target, contract).length).toBeGreaterThanOrEqual(wide.length);
  });
});
