// The rule by which a compare judges an entry of the retry queue: what lives, what goes, and what rests until more is known.
import { expect, test } from 'vitest';
import { type Confirming, type Entry, judgeEntry } from '../../../server/sync/retry-confirm.ts';
import { bindRows } from '../../../shared/sheet-rows.ts';

const NAMES = ['key', 'a', 'b'];
const columns = NAMES.map((column, index) => ({
  index,
  header: column,
  column,
  type: 'text',
  notNull: false,
  state: 'synced' as const,
  reason: null,
  proposal: null,
}));
const context = { binding: bindRows(columns, 'key', 'UTC') };

/** A compare of all columns that keeps nothing back, and an entry whose row it finds as it was. */
const compare: Confirming = {
  round: 1,
  withheld: [],
  without: [],
  keptBack: new Set(),
  isWaiting: false,
  isAgain: false,
};
const entry: Entry = {
  id: 'id',
  key: 'k',
  fingerprint: 'f',
  covers: NAMES,
  isStale: false,
  copies: 1,
  isUnreadable: false,
  listed: 'f',
  position: 7,
  held: [],
};

test.each<[string, Partial<Confirming>, Partial<Entry>, string]>([
  ['the row is there as it was', {}, {}, 'lives'],
  ['the row is there as it was, confirmed late', {}, { isStale: true }, 'lives'],
  ['the row is another', {}, { listed: 'g' }, 'goes'],
  ['the row is gone', {}, { copies: 0, listed: null, position: null }, 'goes'],
  ['two rows have the key', {}, { copies: 2 }, 'goes'],
  ['the row cannot be read', {}, { isUnreadable: true }, 'goes'],
  ['the key looks like another', { withheld: ['k'] }, {}, 'goes'],
  ['the run waits for an answer', { isWaiting: true }, {}, 'rests'],
  ['the run waits for an answer, and the row is another', { isWaiting: true }, { listed: 'g' }, 'goes'],
  ['the row is kept back', { keptBack: new Set([7]) }, {}, 'rests'],
  ['another row is kept back', { keptBack: new Set([6]) }, {}, 'lives'],
  ['the same columns are left out as then', { without: [2] }, { covers: ['key', 'a'] }, 'lives'],
  ['the same cell is held as then', {}, { covers: ['a', 'key'], held: [2] }, 'lives'],
  [
    'the same columns are left out, and the row is another',
    { without: [2] },
    { covers: ['key', 'a'], listed: 'g' },
    'goes',
  ],
  ['a column is left out that was not', { without: [2] }, { listed: 'g' }, 'rests'],
  ['a column was left out that is not', {}, { covers: ['key', 'a'], listed: 'g' }, 'rests'],
  ['a column was left out that is not, for the second time', {}, { covers: ['key', 'a'], isStale: true }, 'goes'],
  ['the values that were asked for are there', { isAgain: true }, { covers: ['key', 'a'], isStale: true }, 'rests'],
  ['another column was left out than is', { without: [1] }, { covers: ['key', 'a'], listed: 'g' }, 'rests'],
])('%s', (_, told, known, fate) => {
  expect(judgeEntry(context, { ...compare, ...told }, { ...entry, ...known })).toBe(fate);
});
