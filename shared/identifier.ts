// Names for tables and columns that Postgres takes when quoted, made from what people write as headings and file names.

/** At most 63 bytes of UTF-8, as Postgres keeps of a name. Japanese letters stay; Latin ones become small, marks an underscore. */
export function identifierOf(text: string, otherwise: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return cut(plain === '' ? otherwise : plain, MOST_BYTES);
}

/** The name, or the name with the first number from 2 on that is free. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  for (let number = 2; ; number++) {
    const next = `${cut(name, MOST_BYTES - String(number).length - 1)}_${number}`;
    if (!isTaken(next)) return next;
  }
}

/** Null, or in words why it cannot be a name. A dot would be read as schema and table. */
export function nameFault(name: string): string | null {
  if (name.trim() === '') return 'A name is missing.';
  if (name !== name.trim()) return `"${name}" begins or ends with a space.`;
  if (bytesOf(name) > MOST_BYTES) return `"${name}" is longer than the 63 bytes that Postgres keeps of a name.`;
  if (/[\p{Cc}\p{Cs}."]/u.test(name)) return `"${name}" holds a dot, a quote or an invisible character.`;
  return null;
}

/** Set by Rollcall, or by Postgres itself. */
export const RESERVED_COLUMNS: ReadonlySet<string> = new Set([
  ...['created_at', 'db_updated_at', 'synced_at'],
  ...['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'],
]);

/** By whole code points. */
function cut(text: string, most: number): string {
  let size = 0;
  let kept = '';
  for (const letter of text) {
    size += bytesOf(letter);
    if (size > most) break;
    kept += letter;
  }
  return kept;
}

/** Half a character, which no name has, counts as the three bytes that stand for it. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

const MOST_BYTES = 63;
