// A1 notation read as Sheets reads it: cells, blocks, whole rows and columns, open ends, with or without a sheet's name.
import { cellAddress } from '../../../shared/a1.ts';

/** Counted from 1. */
export interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** Null where the text is no address; `sheet` is null where it names none. */
export function parseA1(text: string, maxRows: number, maxColumns: number): (Block & { sheet: string | null }) | null {
  const parts = ADDRESS.exec(text.trim())?.groups;
  if (parts === undefined) return null;
  const { quoted, plain, from = '', to } = parts;
  const start = corner(from);
  const end = to === undefined ? start : corner(to);
  if (start === null || end === null) return null;
  const open = to === undefined && (start.row === null || start.column === null);
  if (open) return null;
  const top = Math.min(start.row ?? 1, end.row ?? maxRows);
  const bottom = Math.max(start.row ?? 1, end.row ?? maxRows);
  const left = Math.min(start.column ?? 1, end.column ?? maxColumns);
  const right = Math.max(start.column ?? 1, end.column ?? maxColumns);
  const sheet = quoted?.replaceAll("''", "'") ?? plain ?? null;
  return { sheet, row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 };
}

export function toA1({ row, column, rows, columns }: Block): string {
  const first = cellAddress(row, column - 1);
  return rows === 1 && columns === 1 ? first : `${first}:${cellAddress(row + rows - 1, column + columns - 2)}`;
}

function corner(text: string): { row: number | null; column: number | null } | null {
  const parts = CORNER.exec(text)?.groups;
  if (parts === undefined || text === '') return null;
  const { letters = '', digits = '' } = parts;
  return { row: digits === '' ? null : Number(digits), column: letters === '' ? null : columnNumber(letters) };
}

const columnNumber = (letters: string): number =>
  [...letters.toUpperCase()].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);

const ADDRESS = /^(?:(?:'(?<quoted>(?:[^']|'')+)'|(?<plain>[^'!]+))!)?(?<from>[^:]+)(?::(?<to>[^:]+))?$/;
const CORNER = /^\$?(?<letters>[A-Za-z]{1,3})?\$?(?<digits>[1-9]\d*)?$/;
