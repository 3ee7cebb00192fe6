// What the card of headings and columns shows: the first rows, the headings of the chosen one, and what may be chosen. Pure, below 100 KB.
import { cellAddress } from '../shared/a1.ts';
import { parseColumnType } from '../shared/column-type.ts';
import type { BoundColumn, ContractHeader, SheetView } from '../shared/protocol.ts';
import { cut, cutText } from './cut.ts';
import { blankHeadings, kindOf, mergedCells, type Top } from './heading-row.ts';
import { headingBefore, shownHeading } from './heading-state.ts';
import { isBlank, plainHeading } from './heading-text.ts';
import type { Heading, HeadingUse, SetupView, TopRow } from './sidebar/answers-contract.ts';

/** Bytes of an answer's 100 KB. */
const SHOWN = { headings: 60_000, columns: 20_000, merged: 1500, blanks: 4000 };
const MOST_HEADINGS = 2000;

export function setupView(
  gid: number,
  top: Top,
  headerRow: number,
  agreed: SheetView,
  columns: readonly BoundColumn[],
  find: string,
): SetupView {
  const headings = columns.map((column) => toHeading(column, headerRow, agreed, columns)).filter(soughtBy(find));
  const blanks = blankHeadings(top, headerRow).map(({ index, above }) => ({
    cell: cellAddress(headerRow, index),
    above: above === null ? null : cutText(above, 40),
  }));
  const offered = agreed.columns.filter(({ notSynced }) => notSynced === null);
  return {
    gid,
    headerRow,
    rows: top.rows.flatMap((cells, i) => toTopRow(top, cells, i + 1, headerRow)),
    merged: cut(mergedCells(top, headerRow), SHOWN.merged),
    blanks: cut(blanks, SHOWN.blanks),
    headings: cut(
      [...headings.filter(inTheWay), ...headings.filter(notInTheWay)],
      SHOWN.headings,
      headings.length,
      MOST_HEADINGS,
    ),
    columns: cut(
      offered.map(({ name, type }) => ({ name, type })),
      SHOWN.columns,
      offered.length,
      MOST_HEADINGS,
    ).items,
    table: agreed.table,
    keyColumn: agreed.keyColumn,
    confirmedAt: agreed.confirmedAt,
    confirmedBy: agreed.confirmedBy,
  };
}

const inTheWay = ({ use }: Heading): boolean => use === 'held';
const notInTheWay = (heading: Heading): boolean => !inTheWay(heading);

function soughtBy(find: string): (heading: Heading) => boolean {
  const sought = plainHeading(find).toLowerCase();
  return ({ header, column }) => `${header} ${column ?? ''}`.toLowerCase().includes(sought);
}

function toHeading(bound: BoundColumn, headerRow: number, agreed: SheetView, columns: readonly BoundColumn[]): Heading {
  const said = bound.state === 'held' ? agreedOn(agreed, bound.header) : null;
  const { index, header, column, reason, proposal, type, asValue } = bound;
  const kind = parseColumnType(type ?? '')?.kind;
  return {
    index,
    cell: cellAddress(headerRow, index),
    header: shownHeading(header),
    use: said === null || said.decision === 'column' ? useOf(bound) : said.decision,
    column,
    reason,
    proposal: said?.column ?? proposal,
    before: bound.state === 'held' ? headingBefore(agreed, proposal, columns) : null,
    isText: kind === 'text' || kind === 'char',
    asValue: asValue === true,
  };
}

/** Agreed on while the headings stood in another row: the same is proposed again. */
const agreedOn = ({ headers }: SheetView, header: string): ContractHeader | null =>
  headers.find((one) => plainHeading(one.header) === plainHeading(header)) ?? null;

function useOf({ state, reason, header }: BoundColumn): HeadingUse {
  if (state === 'synced') return 'column';
  if (state === 'held') return 'held';
  if (isBlank(header)) return 'blank';
  if (reason === 'never_sent') return 'never';
  return reason === 'ignored_by_person' ? 'ignored' : 'database';
}

const TEXTS = 5;

function toTopRow(top: Top, cells: readonly string[], row: number, headerRow: number): TopRow[] {
  const kind = kindOf(top, row, headerRow);
  const texts = cells.filter((text) => !isBlank(text)).map(plainHeading);
  if (kind === 'blank' || texts.length === 0) return [];
  return [{ row, kind, texts: texts.slice(0, TEXTS).map((text) => cutText(text, 20)), filled: texts.length }];
}
