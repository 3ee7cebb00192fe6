// Other keys of the table that look like one: the database finds what may look like it, the fold in TypeScript decides.
import { foldKey } from '../../shared/key-fold.ts';
import { type Db, literal, many, quoted } from '../db/query.ts';
import { canonicalSql, isTextLike } from '../rows/canonical-sql.ts';
import { scopeSql } from '../rows/row-shape.ts';
import type { Target } from '../sheets/target.ts';

const MAX_LISTED = 100;

export async function keysThatLookLike(db: Db, target: Target, key: string): Promise<string[]> {
  const column = target.columns.find(({ name }) => name === target.keyColumn);
  // Only texts have several spellings.
  if (column === undefined || !isTextLike(column)) return [];
  const fold = foldKey(key);
  const loose = looseFold(key);
  const values = [loose, fold, spellingsOf(loose.slice(-1))];
  const found = await many<{ key: string }>(db, candidatesSql(target, column), values);
  return found
    .map((candidate) => candidate.key)
    .filter((other) => other !== key && foldKey(other) === fold)
    .slice(0, MAX_LISTED);
}

/** As a fold, but every long vowel mark is a dash too: so it can be said in SQL, and finds more than enough. */
const looseFold = (key: string): string => key.normalize('NFKC').replace(LOOSE_DASHES, '-');

const DASHES = '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc';
const LOOSE_DASHES = new RegExp(`[${DASHES}]`, 'g');

/** Every character that the loose fold ends in this ASCII letter or digit; null for another, which others may have joined with. */
function spellingsOf(last: string): readonly string[] | null {
  if (!/[A-Za-z0-9]/.test(last)) return null;
  if (SPELLINGS.size === 0) {
    for (let code = 0; code <= LAST_WITH_SPELLING; code++) {
      const character = String.fromCodePoint(code);
      const end = character.normalize('NFKC').slice(-1);
      if (/[A-Za-z0-9]/.test(end)) SPELLINGS.set(end, [...(SPELLINGS.get(end) ?? []), character]);
    }
  }
  return SPELLINGS.get(last) ?? null;
}

const SPELLINGS = new Map<string, readonly string[]>();
/** Beyond the planes of plain texts and symbols no character has a compatibility form that ends in ASCII. */
const LAST_WITH_SPELLING = 0x1ffff;

/** A plain ASCII key is its own fold and is found by the index; only the others are folded, which costs more. */
function candidatesSql({ table, scope }: Target, column: { name: string; type: string }): string {
  const [name, from] = [`t.${quoted(column.name)}`, `${quoted(table.schema)}.${quoted(table.name)} t`];
  const text = canonicalSql('t', column);
  const loose = `translate(normalize(${text}, NFKC), ${literal(DASHES)}, ${literal('-'.repeat(DASHES.length))})`;
  return /* sql */ `
    SELECT ${text} AS key FROM ${from} WHERE ${scopeSql({ scope }, 't')} AND ${name} = $2::text
    UNION
    SELECT ${text} AS key FROM ${from}
     WHERE ${scopeSql({ scope }, 't')} AND octet_length(${name}) > char_length(${name})
       AND ($3::text[] IS NULL OR right(${name}, 1) = ANY ($3::text[])) AND ${loose} = $1::text
     ORDER BY key LIMIT 1000`;
}
