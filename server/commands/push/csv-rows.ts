// Rows of a CSV or TSV, one after the other, never all at once. The first line is the header; a cell is what a person sees.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import { parse } from 'csv-parse';
import { canonicalRow, type RowBinding, type RowSource, type SheetRow } from '../../../shared/sheet-rows.ts';
import { Problem } from '../../problem.ts';

export interface CsvFile {
  readonly path: string;
  readonly encoding: string;
  readonly delimiter: string;
}

/** A tab where the name ends in .tsv, a comma otherwise. Throws `wrong_use` for a file that is not there. */
export async function openCsv(path: string, encoding: string): Promise<CsvFile> {
  const file = await open(path).catch(() => {
    throw new Problem('wrong_use', { message: `There is no file ${path} that can be read.` });
  });
  await file.close();
  try {
    new TextDecoder(encoding);
  } catch {
    throw new Problem('wrong_use', { message: `"${encoding}" is not an encoding; try utf-8 or shift_jis.` });
  }
  return { path, encoding, delimiter: /\.tsv$/i.test(path) ? '\t' : ',' };
}

/** Every line of the file as its cells; the header first. */
export async function* csvRecords(file: CsvFile): AsyncGenerator<string[]> {
  const records = parse({
    delimiter: file.delimiter,
    bom: true,
    // Named, not found out from the first line: a file that was edited by two programs has both.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: false,
    ...(file.delimiter === '\t' ? { quote: null } : {}),
  });
  pipeline(createReadStream(file.path, { highWaterMark: 1 << 18 }), decoder(file.encoding), records, () => undefined);
  try {
    for await (const record of records) yield record as string[];
  } catch (error) {
    if (error instanceof Problem) throw error;
    const lines = (error as { lines?: number }).lines;
    throw new Problem(
      'wrong_use',
      { message: `${file.path} is not a CSV that can be read${lines ? ` (line ${lines})` : ''}: check its quotes.` },
      error,
    );
  }
}

/** Bytes that do not fit the encoding stop the reading: a replaced character would be stored. */
function decoder(encoding: string): Transform {
  const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const decode = (chunk: Buffer | undefined, done: (error: Error | null, text?: string) => void) => {
    try {
      done(null, text.decode(chunk, { stream: chunk !== undefined }));
    } catch (error) {
      done(
        new Problem(
          'wrong_use',
          { message: `The file is not ${encoding}. Name its encoding, such as --encoding shift_jis.` },
          error,
        ),
      );
    }
  };
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => decode(chunk, done),
    flush: (done) => decode(undefined, done),
    encoding: 'utf8',
  });
}

/** The rows below the header, canonical. Row numbers are a sheet's: the header is row 1. */
export async function* canonicalRows(file: CsvFile, binding: RowBinding): AsyncGenerator<SheetRow> {
  let rowNumber = 0;
  for await (const record of csvRecords(file)) {
    rowNumber++;
    if (rowNumber > 1) yield canonicalRow(binding, rowNumber, recordSource(record));
  }
}

const recordSource = (record: readonly string[]): RowSource => ({
  value: (index) => record[index] ?? null,
  display: (index) => record[index] ?? '',
  format: () => '',
  isFormula: () => false,
});

export async function csvHeaders(file: CsvFile): Promise<string[]> {
  for await (const record of csvRecords(file)) return record;
  throw new Problem('wrong_use', { message: `${file.path} is empty; its first line must be the header.` });
}

/** Rows by their numbers, in rising order over all calls where possible: the file is read on, and from its start only if need be. */
export function rowPicker(file: CsvFile, binding: RowBinding): (rowNumbers: readonly number[]) => Promise<SheetRow[]> {
  let rows = canonicalRows(file, binding);
  let read = 1;
  return async (rowNumbers) => {
    if ((rowNumbers[0] ?? 0) <= read) {
      await rows.return(undefined);
      [rows, read] = [canonicalRows(file, binding), 1];
    }
    const picked: SheetRow[] = [];
    const wanted = new Set(rowNumbers);
    const last = rowNumbers.at(-1) ?? 0;
    while (read < last) {
      const next = await rows.next();
      if (next.done) break;
      read = next.value.rowNumber;
      if (wanted.has(read)) picked.push(next.value);
    }
    return picked;
  };
}
