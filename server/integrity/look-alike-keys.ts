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
  const found = await many<{ key: string }>(db, candidatesSql(target, column), [looseFold(key), fold]);
  return found
    .map((candidate) => candidate.key)
    .filter((other) => other !== key && foldKey(other) === fold)
    .slice(0, MAX_LISTED);
}

/** As a fold, but every long vowel mark is a dash too: so it can be said in SQL, and finds more than enough. */
const looseFold = (key: string): string => key.normalize('NFKC').replace(LOOSE_DASHES, '-');

const DASHES = '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc';
const LOOSE_DASHES = new RegExp(`[${DASHES}]`, 'g');

/** A plain ASCII key is its own fold and is found by the index; only the others are folded, which costs more. */
function candidatesSql({ table, scope }: Target, column: { name: string; type: string }): string {
  const [name, from] = [`t.${quoted(column.name)}`, `${quoted(table.schema)}.${quoted(table.name)} t`];
  const text = canonicalSql('t', column);
  const loose = `translate(normalize(${text}, NFKC), ${literal(DASHES)}, ${literal('-'.repeat(DASHES.length))})`;
  return /* sql */ `
    SELECT ${text} AS key FROM ${from} WHERE ${scopeSql({ scope }, 't')} AND ${name} = $2::text
    UNION
    SELECT ${text} AS key FROM ${from}
     WHERE ${scopeSql({ scope }, 't')} AND octet_length(${name}) > char_length(${name}) AND ${loose} = $1::text
     ORDER BY key LIMIT 1000`;
}
