// Without its key no row can be told from another: nothing can go before exactly one header is bound to the key column.
import { cellAddress, columnLetters } from '../../shared/a1.ts';
import { Problem } from '../problem.ts';
import type { Contract, HeaderTarget, ReadHeaders } from './headers.ts';

/** Throws `key_header_doubled` or `no_key_header`; where the header that was bound is gone, it names the cell and both texts. */
export function checkKeyHeader(
  { keyColumn }: HeaderTarget,
  { columns, texts, changes }: ReadHeaders,
  contract: Contract,
  headerRow: number,
): void {
  const keys = columns.filter((column) => column.column === keyColumn);
  if (keys.some((column) => column.state === 'synced')) return;
  const cellOf = (index: number) => cellAddress(headerRow, index);
  if (keys.length > 1) {
    const cells = keys.map((key) => cellOf(key.index));
    throw new Problem('key_header_doubled', {
      column: keyColumn,
      cells,
      letters: keys.map((key) => columnLetters(key.index)),
    });
  }
  const aliases = [...contract.aliases].filter(([, column]) => column === keyColumn).map(([alias]) => alias);
  const instead = columns.find(({ state, proposal }) => state === 'held' && proposal === keyColumn);
  if (instead === undefined) throw new Problem('no_key_header', { column: keyColumn, aliases });
  const { index, reason } = instead;
  throw new Problem('no_key_header', {
    column: keyColumn,
    aliases,
    reason,
    cell: cellOf(index),
    index,
    was: changes.replaced.get(index) ?? null,
    now: texts[index] ?? '',
  });
}
