// Turns a WOFF 1.0 font (https://www.w3.org/TR/WOFF/) back into the plain font inside it, which a system's font library takes.
import { inflateSync } from 'node:zlib';

const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

export function woffToSfnt(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('this is not a WOFF 1.0 font');
  const count = woff.readUInt16BE(12);
  const header = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY);
  woff.copy(header, 0, 4, 8);
  writeSearchFields(header, count);
  const tables: Buffer[] = [];
  let offset = header.length;
  for (let i = 0; i < count; i++) {
    const entry = woff.subarray(WOFF_HEADER + i * WOFF_ENTRY, WOFF_HEADER + (i + 1) * WOFF_ENTRY);
    const table = readTable(woff, entry);
    const at = SFNT_HEADER + i * SFNT_ENTRY;
    entry.copy(header, at, 0, 4);
    entry.copy(header, at + 4, 16, 20);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(table.length, at + 12);
    const padding = Buffer.alloc(-table.length & 3);
    tables.push(table, padding);
    offset += table.length + padding.length;
  }
  return Buffer.concat([header, ...tables]);
}

function readTable(woff: Buffer, entry: Buffer): Buffer {
  const [offset, stored, size] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
  const content = woff.subarray(offset, offset + stored);
  return stored < size ? inflateSync(content) : content;
}

function writeSearchFields(header: Buffer, count: number): void {
  const power = 31 - Math.clz32(count);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(16 << power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(count * 16 - (16 << power), 10);
}
