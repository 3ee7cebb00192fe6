// The bytes of a dropped file as lines of cells, with what was found out about them; or, in words, why they cannot be read.
import { CsvError, parse } from 'csv-parse/sync';
import { Problem } from '../../../server/problem.ts';

export const MOST_BYTES = 20 * 1024 * 1024;

export interface DecodedFile {
  readonly encoding: string;
  readonly separator: 'comma' | 'tab' | 'semicolon';
  /** As they stand; blank lines at the end are left out. */
  readonly records: readonly (readonly string[])[];
}

/** Throws `wrong_use` with a sentence for the person who dropped it. */
export function decodeFile(name: string, bytes: Uint8Array): DecodedFile {
  if (bytes.length > MOST_BYTES) throw wrong(`${name} is larger than 20 MB, the most that is opened here.`);
  const { encoding, text } = decoded(name, bytes);
  if (text.trim() === '') throw wrong(`${name} is empty; its first line must be the headers.`);
  const separator = separatorOf(name, text);
  const records = recordsOf(name, text, separator);
  return { encoding, separator, records: records.slice(0, records.findLastIndex(isFilled) + 1) };
}

/** A byte-order mark decides; else UTF-8 if the bytes are, else Shift_JIS, as Excel writes it in Japan. */
function decoded(name: string, bytes: Uint8Array): { encoding: string; text: string } {
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    throw wrong(`${name} is a workbook, not text. Save it as CSV or TSV, and drop that.`);
  const marked = MARKS.find(([mark]) => startsWith(bytes, mark))?.[1];
  for (const encoding of marked === undefined ? ['UTF-8', 'Shift_JIS'] : [marked]) {
    const text = decodeAs(encoding, bytes);
    if (text !== null && !text.includes('\0')) return { encoding, text };
  }
  throw wrong(`${name} is not text in UTF-8 or Shift_JIS. Save it as CSV in UTF-8, and drop it again.`);
}

const MARKS: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'UTF-8'],
  [[0xff, 0xfe], 'UTF-16LE'],
  [[0xfe, 0xff], 'UTF-16BE'],
];

/** A byte that does not fit is never replaced: it would be stored. */
function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What the name promises, unless the first line has none of it and more of another. */
function separatorOf(name: string, text: string): DecodedFile['separator'] {
  const promised = /\.(?:tsv|tab)$/i.test(name) ? 'tab' : 'comma';
  const line = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  if (line.includes(SEPARATORS[promised])) return promised;
  const others = (['tab', 'comma', 'semicolon'] as const).map((kind) => ({
    kind,
    count: line.split(SEPARATORS[kind]).length - 1,
  }));
  const most = others.reduce((best, other) => (other.count > best.count ? other : best));
  return most.count === 0 ? promised : most.kind;
}

/** The rules of `rollcall push`: quotes mean something between commas only, all line ends are taken. */
function recordsOf(name: string, text: string, separator: DecodedFile['separator']): string[][] {
  try {
    return parse(text, {
      delimiter: SEPARATORS[separator],
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: false,
      ...(separator === 'tab' ? { quote: null } : {}),
    });
  } catch (error) {
    const line = error instanceof CsvError ? error['lines'] : undefined;
    throw wrong(`${name} cannot be read${typeof line === 'number' ? ` (line ${line})` : ''}: check its quotes.`, error);
  }
}

const SEPARATORS = { comma: ',', tab: '\t', semicolon: ';' } as const;
const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, at) => bytes[at] === byte);
const isFilled = (record: readonly string[]): boolean => record.some((cell) => cell !== '');
const wrong = (message: string, cause?: unknown): Problem => new Problem('wrong_use', { message }, cause);
