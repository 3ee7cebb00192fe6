// The migration an operator would apply so that a heading gets a column of its own. Written here, run by nobody but an operator.
import { freeName, identifierOf, RESERVED_COLUMNS } from '../../shared/identifier.ts';
import type { BindingAnswer } from '../../shared/protocol.ts';
import { literal, quoted } from '../db/query.ts';
import { normalizeHeader, type ReadHeaders } from './headers.ts';
import type { Target } from './target.ts';

const ASKS_FOR_ONE = new Set(['header_unknown', 'header_renamed']);

/** For each heading that no column is meant by. `boundAs` is the table's name as the sheet was bound to it. */
export function newColumns({ columns }: ReadHeaders, target: Target, boundAs: string): BindingAnswer['newColumns'] {
  const taken = new Set([...RESERVED_COLUMNS, ...target.columns.map((column) => column.name)]);
  return columns.flatMap(({ index, header, state, reason }) => {
    if (state !== 'held' || !ASKS_FOR_ONE.has(reason ?? '')) return [];
    const text = normalizeHeader(header);
    const name = freeName(identifierOf(text, 'column'), (one) => taken.has(one));
    taken.add(name);
    return [{ index, name, migration: migration(target, boundAs, text, name) }];
  });
}

/** Where the name is not the heading itself, the heading becomes an alias of it. */
function migration({ table }: Target, boundAs: string, header: string, name: string): string {
  const shown = header.replace(/\p{C}/gu, ' ').slice(0, 200);
  const column = `ALTER TABLE ${quoted(table.schema)}.${quoted(table.name)} ADD COLUMN IF NOT EXISTS ${quoted(name)} text;`;
  const alias = `INSERT INTO header_aliases (target_table, alias, column_name)\n  VALUES (${[boundAs, header, name].map(literal).join(', ')}) ON CONFLICT DO NOTHING;`;
  const lines = [`-- A column for the heading "${shown}".`, column, ...(header === name ? [] : [alias])];
  return `${lines.join('\n')}\n`;
}
