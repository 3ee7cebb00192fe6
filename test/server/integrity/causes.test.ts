// Which side changed a field, told from one fingerprint: exactly where it can be, and never wrongly where it cannot.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cause, causesOf, type KnownRow, type LastWrite } from '../../../server/integrity/causes.ts';
import { fingerprintOrder, fingerprintRow } from '../../../shared/fingerprint.ts';
import { bindRows } from '../../../shared/sheet-rows.ts';

type Texts = readonly (string | null)[];

const bindingOf = (names: readonly string[]) =>
  bindRows(
    names.map((column, index) => ({
      index,
      header: column,
      column,
      type: 'text',
      notNull: false,
      state: 'synced' as const,
      reason: null,
      proposal: null,
    })),
    names[0] ?? '',
    'UTC',
  );

const NAMES = ['key', 'b', 'a', 'd', 'c', 'f', 'e', 'g'];
const binding = bindingOf(NAMES);

function lastWrite(texts: Texts, more: Partial<LastWrite> = {}): LastWrite {
  const { held = [], columns = NAMES } = more;
  const left = NAMES.flatMap((name, at) => (held?.includes(name) || !columns.includes(name) ? [at] : []));
  const fingerprint = fingerprintRow(texts, fingerprintOrder(NAMES), left);
  return { fingerprint, held, columns, before: null, inThisRun: false, ...more };
}

function told(sheet: Texts, stored: Texts, more: Partial<KnownRow>, heldFields?: ReadonlySet<string>) {
  const differing = sheet.flatMap((text, at) => (text === stored[at] ? [] : [at]));
  const causes = causesOf(
    binding,
    { sheet, stored, failed: false, queued: false, last: null, ...more },
    differing,
    heldFields,
  );
  return new Map(differing.map((position, at) => [NAMES[position] ?? '', causes[at] as Cause]));
}

const written: Texts = ['1', 'b', 'a', 'd', 'c', 'f', 'e', 'g'];
const changed = (texts: Texts, changes: Readonly<Record<string, string | null>>): Texts =>
  texts.map((text, at) => changes[NAMES[at] ?? ''] ?? text);

describe('the cause of a field', () => {
  const last = lastWrite(written);

  test('is each for itself where one was edited in the sheet and another changed in the database', () => {
    const causes = told(changed(written, { a: 'edited' }), changed(written, { c: 'theirs' }), { last });
    expect([...causes]).toEqual([
      ['a', 'edited_in_sheet'],
      ['c', 'changed_in_database'],
    ]);
  });

  test('is another writer where it was written in this very run', () => {
    const sheet = changed(written, { a: 'edited since' });
    const causes = told(sheet, changed(written, { c: 'theirs' }), { last: { ...last, inThisRun: true } });
    expect([...causes.values()]).toEqual(['edited_in_sheet', 'changed_by_another_writer']);
  });

  test('is found for all of many fields where one side stands still, or all but one field of it', () => {
    const all = Object.fromEntries(NAMES.slice(1).map((name) => [name, 'x']));
    expect(new Set(told(changed(written, all), written, { last }).values())).toEqual(new Set(['edited_in_sheet']));
    expect(new Set(told(written, changed(written, all), { last }).values())).toEqual(new Set(['changed_in_database']));
    const allButOne = told(changed(written, { ...all, e: null }), changed(written, { e: 'y' }), { last });
    expect(allButOne.get('e')).toBe('changed_in_database');
    expect([...allButOne.values()].filter((cause) => cause === 'edited_in_sheet')).toHaveLength(6);
  });

  test('cannot be told of two fields where one changed on both sides, and is told of the one that was put back', () => {
    const sheet = changed(written, { a: 'edited', b: 'edited too' });
    const stored = changed(written, { a: 'theirs' });
    expect([...told(sheet, stored, { last }).values()]).toEqual(['differs', 'differs']);
    const before = { a: 'theirs' };
    expect([...told(sheet, stored, { last: { ...last, before } })]).toEqual([
      ['b', 'differs'],
      ['a', 'changed_in_database'],
    ]);
  });

  test('is the database where the only field that differs changed on both sides', () => {
    const [sheet, stored] = [changed(written, { a: 'edited' }), changed(written, { a: 'theirs' })];
    expect([...told(sheet, stored, { last }).values()]).toEqual(['changed_in_database']);
  });

  test('is known of the columns of the last write, though others came since or some were held', () => {
    const sheet = changed(written, { a: 'edited', g: 'new' });
    const narrow = lastWrite(written, { columns: NAMES.filter((name) => name !== 'g') });
    expect([...told(sheet, written, { last: narrow }).values()]).toEqual(['edited_in_sheet', 'differs']);
    const held = lastWrite(written, { held: ['g'] });
    expect([...told(sheet, written, { last: held }).values()]).toEqual(['edited_in_sheet', 'differs']);
    const unknown = { ...lastWrite(written, { held: ['g'] }), held: null };
    expect([...told(sheet, written, { last: unknown }).values()]).toEqual(['differs', 'differs']);
  });

  test('cannot be told where the last write had a column that is not synced any more', () => {
    const more = { ...last, columns: [...NAMES, 'gone'] };
    expect([...told(changed(written, { a: 'x' }), written, { last: more }).values()]).toEqual(['differs']);
  });

  test('is the refusal of the row, unless the guard holds the column; and never synced where nothing was written', () => {
    const sheet = changed(written, { a: 'x', b: 'y' });
    const causes = told(sheet, written, { last, failed: true }, new Set(['a']));
    expect([...causes]).toEqual([
      ['b', 'rejected'],
      ['a', 'held'],
    ]);
    expect([...told(sheet, written, {}).values()]).toEqual(['never_synced', 'never_synced']);
  });
});

const text = fc.constantFrom(null, '0', '1', '2');
const texts = fc.tuple(...NAMES.slice(1).map(() => text)).map((cells): Texts => ['k', ...cells]);
/** Few changes mostly, as people make them. */
const edits = fc.dictionary(fc.constantFrom(...NAMES.slice(1)), fc.constantFrom('0', '1', '2', '3'), { maxKeys: 4 });

test('no field is blamed on the sheet whose stored value is not the one written last, nor a row that is as written on the database', () => {
  const before = fc.option(fc.dictionary(fc.constantFrom(...NAMES.slice(1)), text, { maxKeys: 3 }));
  const held = fc.subarray(NAMES.slice(1), { maxLength: 2 });
  fc.assert(
    fc.property(texts, edits, edits, before, held, (agreed, inSheet, inDatabase, was, heldThen) => {
      const [sheet, stored] = [changed(agreed, inSheet), changed(agreed, inDatabase)];
      // What the last write replaced was something else.
      const replaced = was && Object.fromEntries(Object.entries(was).filter(([name, old]) => old !== of(agreed, name)));
      const causes = told(sheet, stored, { last: lastWrite(agreed, { held: heldThen, before: replaced }) });
      const changedInDatabase = NAMES.filter((name) => of(stored, name) !== of(agreed, name));
      const both = NAMES.filter((name) => of(sheet, name) !== of(agreed, name) && changedInDatabase.includes(name));
      for (const [name, cause] of causes) {
        const isChanged = changedInDatabase.includes(name);
        if (cause === 'edited_in_sheet') expect(isChanged).toBe(false);
        if (cause === 'changed_in_database') expect(isChanged || (causes.size === 1 && both.length > 0)).toBe(true);
        const canBeTold = both.length === 0 && causes.size <= 4 && !heldThen.includes(name);
        if (canBeTold) expect(cause).toBe(isChanged ? 'changed_in_database' : 'edited_in_sheet');
      }
    }),
    { numRuns: 3000 },
  );
});

const of = (row: Texts, name: string): string | null => row[NAMES.indexOf(name)] ?? null;
