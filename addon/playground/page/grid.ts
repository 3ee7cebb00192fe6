// The spreadsheet grid: letters, row numbers, a frozen header row; what is typed goes to the host, what the host changes comes back.
import type { AfterEditEvent, ColumnRegular, FocusAfterRenderEvent } from '@revolist/revogrid';
import { defineCustomElements } from '@revolist/revogrid/loader';
import { columnLetters } from '../../../shared/a1.ts';
import { cellEditor } from './cell-editor.ts';
import { note } from './dom.ts';
import { edit, getRows, type RowView, type State, type TypedCell } from './server.ts';
import type { TypedNote } from './typed-note.ts';

export interface Grid {
  readonly text: (row: number, column: number) => string;
  readonly select: (row: number, column: number) => Promise<void>;
  readonly focus: () => void;
  /** Reads rows again after the host changed them. */
  readonly refresh: (first: number, count: number) => Promise<void>;
  readonly type: (row: number, column: number, text: string) => Promise<void>;
  /** Writes the same texts again, this time as they stand. */
  readonly keep: (cells: readonly TypedCell[]) => Promise<void>;
}

/** What RevoGrid keeps per row: texts by column position, and the kinds. */
interface GridRow {
  [column: number]: string;
  kinds: string;
}

type Element = HTMLRevoGridElement;

export async function createGrid(
  place: HTMLElement,
  sheet: State['sheet'],
  focused: (row: number, column: number) => void,
  typedNote: TypedNote,
): Promise<Grid> {
  defineCustomElements();
  const width = sheet.rows[0]?.texts.length ?? 0;
  const rows = sheet.rows.map(toGridRow);
  const grid = document.createElement('revo-grid');
  configure(grid, rows, sheet.frozenRows, columnsOf(rows, width));
  const api = gridApi(grid, rows, sheet, width, typedNote);
  grid.addEventListener('afteredit', ({ detail }) => void api.edited(detail));
  grid.addEventListener('afterfocus', ({ detail }) => {
    const { rowIndex, colIndex, rowType } = detail as FocusAfterRenderEvent;
    focused(rowIndex + 1 + (rowType === 'rowPinStart' ? 0 : sheet.frozenRows), colIndex + 1);
  });
  keepKeysApart(place, grid);
  const shown = new Promise((resolve) => grid.addEventListener('aftergridrender', resolve, { once: true }));
  place.replaceChildren(grid);
  await shown;
  return api;
}

/** RevoGrid hears keys and pastes of the whole page; those meant for a dialog or a button stay there. Escape lets go of the grid. */
function keepKeysApart(place: HTMLElement, grid: Element): void {
  for (const kind of ['keydown', 'copy', 'cut', 'paste']) {
    document.body.addEventListener(kind, (event) => {
      const { target } = event;
      if (target instanceof Node && target !== document.body && !place.contains(target)) event.stopPropagation();
    });
  }
  document.body.addEventListener('keydown', ({ key, target }) => {
    const isInGrid = target === document.body || (target instanceof Node && place.contains(target));
    if (key === 'Escape' && isInGrid) void grid.clearFocus();
  });
}

function configure(grid: Element, rows: GridRow[], frozenRows: number, columns: ColumnRegular[]): void {
  const isDark = window.matchMedia('(prefers-color-scheme: dark)');
  const theme = () => {
    grid.theme = isDark.matches ? 'darkCompact' : 'compact';
  };
  isDark.addEventListener('change', theme);
  theme();
  Object.assign(grid, {
    columns,
    pinnedTopSource: rows.slice(0, frozenRows),
    source: rows.slice(frozenRows),
    editors: { cell: cellEditor },
    rowHeaders: { size: 52 },
    rowSize: 26,
    range: true,
    resize: true,
    filter: false,
    exporting: false,
    canMoveColumns: false,
    applyOnClose: true,
  });
}

function gridApi(
  grid: Element,
  rows: GridRow[],
  { gid, frozenRows }: State['sheet'],
  width: number,
  typedNote: TypedNote,
) {
  const refresh = async (first: number, count: number): Promise<void> => {
    const last = Math.min(rows.length, first + count - 1);
    const read = await getRows(gid, first, Math.max(0, last - first + 1), width);
    read.forEach((row, at) => {
      Object.assign(rows[first - 1 + at] ?? {}, toGridRow(row));
    });
    await editorClosed();
    await grid.refresh('all');
  };
  const send = async (cells: readonly TypedCell[], keepAsText = typedNote.isOn()): Promise<void> => {
    const touched = cells.map(({ row }) => row);
    try {
      const answer = await edit(gid, cells, keepAsText);
      for (const reason of new Set(answer.refused)) note(reason, 'error');
      typedNote.tell(cells, answer, keepAsText);
    } catch (error) {
      note(error instanceof Error ? error.message : String(error), 'error');
    }
    await refresh(Math.min(...touched), Math.max(...touched) - Math.min(...touched) + 1);
  };
  const edited = async (detail: AfterEditEvent): Promise<void> => {
    const offset = detail.type === 'rowPinStart' ? 1 : 1 + frozenRows;
    const cells = changedCells(detail, offset);
    if (cells.length > 0) await send(cells);
  };
  return {
    text: (row: number, column: number) => rows[row - 1]?.[column - 1] ?? '',
    refresh,
    edited,
    type: (row: number, column: number, text: string) => send([{ row, column, text }]),
    keep: (cells: readonly TypedCell[]) => send(cells, true),
    focus: () => grid.focus(),
    select: async (row: number, column: number) => {
      const isFrozen = row <= frozenRows;
      const cell = { x: column - 1, y: row - 1 - (isFrozen ? 0 : frozenRows) };
      await grid.setCellsFocus(cell, cell, 'rgCol', isFrozen ? 'rowPinStart' : 'rgRow');
      await grid.scrollToColumnIndex(Math.max(0, cell.x - 2));
      if (!isFrozen) await grid.scrollToRow(Math.max(0, cell.y - 6));
    },
  };
}

/** Drawn anew, a grid drops what is being typed into its next cell: so that waits. */
async function editorClosed(): Promise<void> {
  while (document.querySelector('.cell-editor') !== null)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** One cell typed into, or a block pasted, filled or cleared. */
function changedCells(detail: AfterEditEvent, offset: number): { row: number; column: number; text: string }[] {
  if ('rowIndex' in detail) {
    if (detail.val === undefined || detail.val === detail.value) return [];
    return [{ row: detail.rowIndex + offset, column: Number(detail.prop) + 1, text: String(detail.val ?? '') }];
  }
  return Object.entries(detail.data).flatMap(([row, cells]) =>
    Object.entries(cells as Record<string, unknown>).map(([column, text]) => ({
      row: Number(row) + offset,
      column: Number(column) + 1,
      text: String(text ?? ''),
    })),
  );
}

const toGridRow = ({ texts, kinds }: RowView): GridRow => ({ ...texts, kinds });

function columnsOf(rows: readonly GridRow[], width: number): ColumnRegular[] {
  return Array.from({ length: width }, (_, at) => ({
    prop: at,
    name: columnLetters(at),
    size: columnWidth(rows.slice(0, 40).map((row) => row[at] ?? '')),
    editor: 'cell',
    cellProperties: ({ model, type }) => ({
      class: { [`kind-${model['kinds'][at] ?? 't'}`]: type !== 'rowPinStart' },
    }),
    cellTemplate: (create, { model, value }) =>
      model['kinds'][at] === 'b' ? create('span', { class: 'check', 'data-value': value }) : (value ?? ''),
  }));
}

/** Japanese letters are twice as wide. */
function columnWidth(texts: readonly string[]): number {
  const longest = Math.max(
    ...texts.map((text) => [...text.slice(0, 30)].reduce((sum, c) => sum + (c > '\u2000' ? 2 : 1), 0)),
  );
  return Math.min(260, Math.max(64, longest * 7.2 + 26));
}
