// Unpacks the plain tar archives inside npm packages: files and folders, names up to 255 characters. Anything else is refused, not skipped.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const BLOCK = 512;

export function untar(archive: Buffer, into: string): void {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = octal(header, 124, 12);
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    writeEntry(text(header, 156, 1), entryPath(header, into), content, octal(header, 100, 8));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function writeEntry(type: string, path: string, content: Buffer, mode: number): void {
  if (type === '5') {
    mkdirSync(path, { recursive: true });
  } else if (type === '' || type === '0') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: (mode & 0o755) | 0o644 });
  } else {
    throw new Error(`a tar entry of type ${type} (${path}) is not understood`);
  }
}

function entryPath(header: Buffer, into: string): string {
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
  const name = normalize(join('/', prefix, text(header, 0, 100)));
  return join(into, name);
}

function text(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

const octal = (header: Buffer, from: number, length: number): number =>
  Number.parseInt(text(header, from, length).trim() || '0', 8);
