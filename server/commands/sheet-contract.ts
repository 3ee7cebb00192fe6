// What was agreed about a sheet, as lines for a terminal: where each heading was last seen, what it means, and who said so.
import { columnLetters } from '../../shared/a1.ts';
import type { ContractHeader, SheetView } from '../../shared/protocol.ts';

export function contractLines(view: SheetView): string[] {
  const { headerRow, confirmedAt, confirmedBy, table, keyColumn } = view;
  const row = headerRow === null ? 'nobody has said which row holds the headings' : `headings in row ${headerRow}`;
  const said = confirmedAt === null ? 'not confirmed by a person yet' : `confirmed by ${confirmedBy} at ${confirmedAt}`;
  const bound = new Set(view.headers.map((header) => header.column));
  const free = view.columns.filter(({ name, notSynced }) => notSynced === null && !bound.has(name));
  return [
    `"${view.sheetName}" → ${table} by ${keyColumn}: ${row}, ${said}.`,
    ...view.headers.map(asLine),
    ...(free.length === 0 ? [] : [`Columns that no heading means: ${free.map(({ name }) => name).join(', ')}`]),
  ];
}

function asLine({ header, decision, column, asValue, index, confirmedBy, confirmedAt }: ContractHeader): string {
  const place = index === null ? '–' : columnLetters(index);
  const meaning = column === null ? MEANINGS[decision] : `${column}${asValue ? ' (values, not what is shown)' : ''}`;
  return `${place.padEnd(3)} ${header} → ${meaning}  (${confirmedBy}, ${confirmedAt.slice(0, 10)})`;
}

const MEANINGS = { column: '', ignored: 'left out', never: 'never sent' } as const;
