// Services that need no host: computed in the execution's own thread, so that executions do not wait for each other.
import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { utcToWall } from '../../../shared/time-zone.ts';

export const localServices: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
  'Text.encode': (text) => Buffer.from(String(text)).toString('base64'),
  'Text.decode': (base64, charset) => new TextDecoder(String(charset)).decode(bytes(base64)),
  'Utilities.getUuid': () => randomUUID(),
  'Utilities.gzip': (base64) => gzipSync(bytes(base64)).toString('base64'),
  'Utilities.ungzip': (base64) => gunzipSync(bytes(base64)).toString('base64'),
  'Utilities.computeDigest': (algorithm, base64) =>
    createHash(String(algorithm).replace('_', '').toLowerCase()).update(bytes(base64)).digest('base64'),
  'Utilities.formatDate': (ms, zone, format) => formatDate(Number(ms), String(zone), String(format)),
};

const bytes = (base64: unknown): Buffer => Buffer.from(String(base64), 'base64');

/** The letters of Java's SimpleDateFormat that are numbers; names of days and months are refused. */
function formatDate(instantMs: number, zone: string, format: string): string {
  const wall = new Date(utcToWall(instantMs, zone === 'GMT' ? 'UTC' : zone));
  return format.replace(/'([^']*)'|([a-zA-Z])\2*/g, (run, quoted: string | undefined, letter: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted;
    const value = FIELDS[letter ?? '']?.(wall);
    if (value === undefined || (letter === 'M' && run.length > 2))
      throw new Error(`The local host does not format dates with ${run}.`);
    return letter === 'y' && run.length === 2 ? String(value).slice(-2) : String(value).padStart(run.length, '0');
  });
}

const FIELDS: Readonly<Record<string, (wall: Date) => number>> = {
  y: (wall) => wall.getUTCFullYear(),
  M: (wall) => wall.getUTCMonth() + 1,
  d: (wall) => wall.getUTCDate(),
  H: (wall) => wall.getUTCHours(),
  m: (wall) => wall.getUTCMinutes(),
  s: (wall) => wall.getUTCSeconds(),
};
