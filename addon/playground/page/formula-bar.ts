// Address and whole value of the selected cell; what is typed here goes into it.
import { cellAddress } from '../../../shared/a1.ts';
import { byId } from './dom.ts';
import type { Grid } from './grid.ts';

export interface FormulaBar {
  readonly show: (row: number, column: number) => void;
}

export function createFormulaBar(grid: () => Grid | null): FormulaBar {
  const address = byId('address');
  const area = byId('formula') as HTMLTextAreaElement;
  let at = { row: 1, column: 1 };
  const show = (row: number, column: number): void => {
    at = { row, column };
    address.textContent = cellAddress(row, column - 1);
    area.value = grid()?.text(row, column) ?? '';
  };
  const write = async (): Promise<void> => {
    const { row, column } = at;
    if (area.value === grid()?.text(row, column)) return;
    await grid()?.type(row, column, area.value);
    if (at.row === row && at.column === column) show(row, column);
  };
  area.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') show(at.row, at.column);
    if (event.key !== 'Enter' || event.altKey || event.shiftKey) return;
    event.preventDefault();
    void write();
  });
  area.addEventListener('blur', () => void write());
  return { show };
}
