// From a file that was dropped to a document on the page: looked at, proposed, and, once agreed to, a table, a sheet and a host.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { Problem } from '../../../server/problem.ts';
import { freeName, identifierOf } from '../../../shared/identifier.ts';
import { boundTable } from '../bound-table.ts';
import { type ConversionKind, conversionOf, countWords } from '../conversion.ts';
import { displayOf } from '../host/display.ts';
import type { Host } from '../host/host.ts';
import { Spreadsheet } from '../host/spreadsheet.ts';
import type { Typing } from '../host/typed-moment.ts';
import { PLAIN_TEXT } from '../host/typed-value.ts';
import type { DocumentOptions } from '../open-document.ts';
import { type AgreedTable, createTable, isNameTaken } from './create-table.ts';
import { type DroppedFile, readDropped } from './dropped-file.ts';
import { type FileCell, type FileCells, fileCells } from './file-cells.ts';
import { type Proposal, proposeTable, TYPES } from './propose-table.ts';

export interface DropOptions {
  readonly pool: Pool;
  /** A host for a new spreadsheet: the same add-on, the same server. */
  readonly openHost: (spreadsheet: Spreadsheet) => Promise<Host>;
}

/** What the page shows before anything is made: once converted, once kept as text. */
interface FileOffer {
  readonly id: string;
  readonly name: string;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly separator: string;
  readonly encoding: string;
  readonly remarks: readonly string[];
  readonly headers: readonly string[];
  /** A column may be of these. */
  readonly types: readonly string[];
  readonly converted: OfferedCells;
  readonly kept: OfferedCells;
}

interface PreviewCell {
  /** As it will appear. */
  readonly shown: string;
  /** Where the conversion changes it: what stands in the file, and what a text column would receive. */
  readonly was?: string;
  readonly became?: string;
}

interface OfferedCells {
  /** What the choice does to this file, in words. */
  readonly said: string;
  /** The first rows. */
  readonly preview: readonly (readonly PreviewCell[])[];
  readonly proposal: Proposal;
}

interface Choice {
  readonly said: string;
  readonly proposal: Proposal;
  /** Made anew each time: a file that is only looked at should not be held three times over. */
  readonly cells: () => FileCells;
}

export interface Dropped {
  readonly offer: FileOffer;
  readonly choose: (keepAsText: boolean) => Choice;
}

/** Reads the bytes and proposes a table under a name that is free. Throws `wrong_use` in words. */
export async function offerFile(
  pool: Pool,
  name: string,
  bytes: Uint8Array,
  typing: Typing,
  cellChars: number,
): Promise<Dropped> {
  const file = readDropped(name, bytes, cellChars);
  const taken = await takenNames(pool, name);
  const choice = (keepAsText: boolean): Choice => {
    const cells = () => fileCells(file.rows, typing, keepAsText);
    const { rows, converted, formulas } = cells();
    return {
      said: keepAsText ? 'Every cell stays the text that stands in the file.' : convertedWords(converted, formulas),
      proposal: proposeTable({ ...file, rows }, typing.locale, (table) => taken.has(table)),
      cells,
    };
  };
  const [converted, kept] = [choice(false), choice(true)];
  return {
    offer: offerOf(file, converted, kept, typing),
    choose: (keepAsText) => (keepAsText ? kept : converted),
  };
}

/** The names the proposal may come upon: the file's own and its numbered kin. */
async function takenNames(pool: Pool, name: string): Promise<ReadonlySet<string>> {
  const base = identifierOf(name.replace(/\.[^.]*$/, ''), 'dropped_file');
  const taken = new Set<string>();
  const isTaken = (table: string): boolean => taken.has(table);
  for (;;) {
    const next = freeName(base, isTaken);
    if (!(await isNameTaken(pool, next))) return taken;
    taken.add(next);
  }
}

function offerOf(file: DroppedFile, converted: Choice, kept: Choice, typing: Typing): FileOffer {
  const { name, headers, rows, separator, encoding, remarks } = file;
  const first = rows.slice(0, PREVIEW_ROWS);
  const offered = ({ said, proposal }: Choice, keepAsText: boolean): OfferedCells => ({
    said,
    preview: fileCells(first, typing, keepAsText).rows.map((row, at) =>
      row.map((cell, index) => previewCell(cell, first[at]?.[index] ?? '', typing.locale)),
    ),
    proposal,
  });
  return {
    id: randomUUID(),
    name,
    rowCount: rows.length,
    columnCount: headers.length,
    separator,
    encoding,
    remarks,
    headers,
    types: TYPES,
    converted: offered(converted, false),
    kept: offered(kept, true),
  };
}

function previewCell({ value, format }: FileCell, typed: string, locale: string): PreviewCell {
  const shown = displayOf(value, format, locale);
  const changed = conversionOf(typed, value, format, locale);
  return changed === null ? { shown } : { shown, was: typed, became: changed.became };
}

function convertedWords(converted: ReadonlyMap<ConversionKind, number>, formulas: number): string {
  const words = countWords(converted) || 'No cell is changed by the conversion.';
  if (formulas === 0) return words;
  const cells = formulas === 1 ? '1 formula is' : `${formulas.toLocaleString('en')} formulas are`;
  return `${words} ${cells} kept as text, since nothing here calculates; Sheets would.`;
}

/** The table made, the sheet bound, the host started. */
export async function openDropped(
  { pool, openHost }: DropOptions,
  { offer, choose }: Dropped,
  agreed: AgreedTable & { readonly keepAsText: boolean },
  like: { readonly locale: string; readonly timeZone: string },
): Promise<DocumentOptions> {
  const { cells, proposal, said } = choose(agreed.keepAsText);
  const id = randomUUID();
  const sheetName = offer.name.replace(/\.[^.]*$/, '');
  const spreadsheetId = `dropped-${id}`;
  const { sheetKey, keyColumn } = await createTable(pool, proposal, agreed, { spreadsheetId, sheetName });
  const { rows } = cells();
  const headerRow = Array.from({ length: rows[0]?.length ?? offer.headers.length }, (_, at) => offer.headers[at] ?? '');
  const spreadsheet = new Spreadsheet({
    id: spreadsheetId,
    name: offer.name,
    ...like,
    sheets: [
      {
        gid: 0,
        name: sheetName,
        frozenRows: 1,
        rows: [headerRow, ...rows],
        formats: headerRow.map(() => (agreed.keepAsText ? PLAIN_TEXT : '')),
      },
    ],
  });
  const host = await openHost(spreadsheet);
  host.properties('document').set({ 'rollcall.key': sheetKey });
  const columns = proposal.columns.map(({ index, header }) => ({
    header,
    column: agreed.columns.find((column) => column.index === index)?.column ?? '',
  }));
  return {
    id,
    name: offer.name,
    host,
    database: boundTable(pool, agreed.table, keyColumn),
    columns: [
      ...columns.filter(({ column }) => column === keyColumn),
      ...columns.filter(({ column }) => column !== keyColumn),
    ],
    hints: hintsFor(agreed.table, offer.rowCount, said),
  };
}

const hintsFor = (table: string, rows: number, said: string) => [
  { text: `Click Sync: ${rows.toLocaleString('en')} ${rows === 1 ? 'row goes' : 'rows go'} to the table ${table}` },
  { text: 'Click Verify: the table holds what the sheet shows' },
  { text: said.replace(/\.$/, '') },
  { text: 'It is open until the program stops; the table stays' },
];

const PREVIEW_ROWS = 8;

export const unknownFile = (): Problem =>
  new Problem('wrong_use', { message: 'This file is no longer at hand. Drop it again.' });
