// How a tab's headings stand against what was agreed, before anything is pressed: which are held, and whether they went to another row.
import { cellAddress } from '../shared/a1.ts';
import type { BindingAnswer, BoundColumn, SheetView } from '../shared/protocol.ts';
import { cut, cutText } from './cut.ts';
import { plainHeading } from './heading-text.ts';
import { reading } from './requests.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { HeadingState, HeldHeading } from './sidebar/answers-contract.ts';

/** Null where the server could not be asked. */
export function headingState(
  sheet: SheetReader,
  agreed: SheetView,
  headerRow: number,
  binding: BindingAnswer | null,
  bound: { readonly headers: readonly string[] } | null,
): HeadingState | null {
  const hasKey = binding?.columns.some(({ state, column }) => state === 'synced' && column === agreed.keyColumn);
  const movedTo = hasKey === true ? null : rowOf(sheet, agreed, headerRow);
  if (binding === null && (bound !== null || movedTo === null)) return null;
  const held = movedTo === null ? heldHeadings(binding?.columns ?? [], agreed, headerRow) : [];
  const free = freeColumns(agreed, binding?.columns ?? []);
  return { headerRow, held: cut(held, 15_000), free: cut(free, 10_000, undefined, 500).items, movedTo };
}

const freeColumns = ({ columns }: SheetView, bound: readonly BoundColumn[]): readonly string[] => {
  const filled = new Set(bound.filter(({ state }) => state === 'synced').map(({ column }) => column));
  return columns.filter(({ name, notSynced }) => notSynced === null && !filled.has(name)).map(({ name }) => name);
};

function heldHeadings(columns: readonly BoundColumn[], agreed: SheetView, headerRow: number): readonly HeldHeading[] {
  return columns
    .filter(({ state }) => state === 'held')
    .map(({ index, header, reason, proposal, column }) => ({
      index,
      cell: cellAddress(headerRow, index),
      header: shownHeading(header),
      reason: cutText(reason ?? 'held', 200),
      proposal: proposal ?? (reason === 'header_doubled' ? column : null),
      before: headingBefore(agreed, proposal, columns),
    }));
}

/** As the sidebar shows it, and names it when it answers. */
export const shownHeading = (header: string): string => cutText(plainHeading(header), 60);

/** The heading that meant the column and stands in the sheet no more. */
export function headingBefore(
  { headers }: SheetView,
  column: string | null,
  columns: readonly Pick<BoundColumn, 'header'>[],
): string | null {
  if (column === null) return null;
  const standing = new Set(columns.map(({ header }) => plainHeading(header)));
  const meant = headers.filter((one) => one.column === column && !standing.has(plainHeading(one.header)));
  const last = meant.reduce<(typeof meant)[number] | null>(
    (newest, one) => (newest === null || one.confirmedAt > newest.confirmedAt ? one : newest),
    null,
  );
  return last?.header ?? null;
}

/** Another row near the top that holds most of the headings agreed on: a row was inserted above, or deleted. */
function rowOf(sheet: SheetReader, { headers }: SheetView, headerRow: number): number | null {
  const known = new Set(headers.filter(({ decision }) => decision === 'column').map((one) => plainHeading(one.header)));
  const top = reading(() => sheet.top());
  if (top === null || known.size === 0) return null;
  const counts = top.rows.map((cells) => new Set(cells.map(plainHeading).filter((text) => known.has(text))).size);
  const most = Math.max(0, ...counts);
  const row = counts.indexOf(most) + 1;
  return most * 2 > known.size && row !== headerRow ? row : null;
}
