// What google.script.run carries: plain JSON data. Anything else, a Date above all, fails the call.
import { exception } from './exception.ts';

/** As JSON text; undefined becomes null, but a property that is undefined is left out. */
export function toWire(value: unknown): string {
  check(value, []);
  return JSON.stringify(value === undefined ? null : value);
}

function check(value: unknown, above: readonly unknown[]): void {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    throw refused(typeof value);
  if (typeof value !== 'object' || value === null) return;
  if (above.includes(value)) throw refused('circular structure');
  if (value instanceof Date) throw refused('Date');
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype)
    throw refused('object with a class');
  for (const item of Object.values(value)) check(item, [...above, value]);
}

const refused = (what: string): Error =>
  exception(`google.script.run carries plain data only; the value holds a ${what}.`, 'TypeError');
