// The try-out page: brings grid, menu, sidebar and database side together over what the host tells.
import { createDatabasePane } from './database-pane.ts';
import { byId, element, note } from './dom.ts';
import { takeFiles } from './drop-target.ts';
import { createFormulaBar } from './formula-bar.ts';
import { createGrid, type Grid } from './grid.ts';
import { choose, showMenu } from './menu-bar.ts';
import { getState, listen, openDocument, type PageEvent, type State, select } from './server.ts';
import { serveSidebar, showSidebar } from './sidebar-frame.ts';
import { createTypedNote } from './typed-note.ts';

async function start(): Promise<void> {
  const state = await getState();
  const { gid } = state.sheet;
  let grid: Grid | null = null;
  const formulaBar = createFormulaBar(() => grid);
  const typedNote = createTypedNote(async (cells) => {
    await grid?.keep(cells);
    const { row, column } = cells[0] ?? { row: 1, column: 1 };
    await grid?.select(row, column);
    formulaBar.show(row, column);
  });
  takeFiles();
  const database = createDatabasePane(state);
  const focused = (row: number, column: number): void => {
    formulaBar.show(row, column);
    const key = row > state.sheet.frozenRows ? (grid?.text(row, keyColumn(state)) ?? '') : '';
    database.show(key.trim(), grid?.text(1, column) ?? '');
    void select({ gid, row, column, rows: 1, columns: 1 }).catch(() => undefined);
  };
  const tabs = new Set(state.sheets.map((tab) => tab.gid));
  showTabs(state.sheets);
  if (state.figures !== null) database.update(state.figures);
  if (state.table === null) byId('database').hidden = true;
  grid = await createGrid(byId('grid'), state.sheet, focused, typedNote);
  const made = grid;
  showHints(state, made);
  serveSidebar(made.focus);
  const heard = (event: PageEvent): void => {
    if (event.kind === 'cells' && event.gid === gid) refreshSoon(made, event.row, event.rows);
    if (event.kind === 'selection' && event.gid === gid && event.by === 'script')
      void made.select(event.row, event.column);
    // A page shows one tab. One that a script made meanwhile is its own affair.
    if (event.kind === 'selection' && event.gid !== gid && tabs.has(event.gid)) window.location.reload();
    if (event.kind === 'sheets') showTabs(event.sheets);
    if (event.kind === 'menu') showMenu(event.menu);
    if (event.kind === 'sidebar') showSidebar(event.sidebar.id, event.sidebar.title);
    if (event.kind === 'alert') note(event.texts.join('\n'));
    if (event.kind === 'database') database.update(event);
  };
  // The sidebar that is opened below is told of by an event.
  await listen(heard, () => window.location.reload());
  const { row, column } = state.selection;
  await made.select(Math.max(row, state.sheet.frozenRows + 1), column);
  await open(state.opensSidebar);
}

function showTabs(sheets: State['sheets']): void {
  byId('tabs').replaceChildren(...sheets.map(({ name }) => element('span', { class: 'tab' }, name)));
}

/** By its header, where that was not renamed; else the first. */
function keyColumn({ sheet, columns }: State): number {
  const at = sheet.rows[0]?.texts.indexOf(columns[0]?.header ?? '') ?? -1;
  return Math.max(0, at) + 1;
}

async function open(opensSidebar: boolean): Promise<void> {
  const { menu, error } = await openDocument();
  if (error !== null) note(`onOpen failed: ${error}`, 'error');
  if (menu === null) return;
  showMenu(menu);
  const first = menu.items?.find(({ functionName }) => functionName !== undefined)?.functionName;
  if (opensSidebar && first !== undefined) await choose(first);
}

function showHints({ hints }: State, grid: Grid): void {
  const lines = hints.map(({ text, cell }) => {
    if (cell === undefined) return element('li', {}, text);
    const button = element('button', { type: 'button' }, text);
    button.addEventListener('click', () => {
      const [, letters = 'A', row = '1'] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
      const column = [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
      void grid.select(Number(row), column);
    });
    return element('li', {}, button);
  });
  byId('hints').replaceChildren(...lines);
}

/** Many cells may change at once: they are read again together. */
let pending: { first: number; last: number } | null = null;

function refreshSoon(grid: Grid, row: number, rows: number): void {
  const last = row + rows - 1;
  if (pending !== null) {
    pending = { first: Math.min(pending.first, row), last: Math.max(pending.last, last) };
    return;
  }
  pending = { first: row, last };
  setTimeout(() => {
    const { first, last: until } = pending ?? { first: row, last };
    pending = null;
    void grid.refresh(first, until - first + 1);
  }, 50);
}

start().catch((error: unknown) => {
  note(error instanceof Error ? error.message : String(error), 'error');
});
