// What the parts of an address may be: ids, numbers, times and cursors, each with the words for it where it is not.
import Type from 'typebox';
import { Problem } from '../problem.ts';

const UUID = '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}';
const DAY = '(?!0000)\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,6})?)?';
const OFFSET = '(?:Z|[+-](?:0\\d|1[0-4]):[0-5]\\d)';

export const uuid = Type.String({ pattern: `^${UUID}$`, description: 'a uuid' });

/** Leaves room for the number after the last. */
export const number = Type.Integer({ minimum: 0, maximum: 2_000_000_000 });

export const time = Type.String({
  pattern: `^${DAY}(?:T${CLOCK}${OFFSET}?)?$`,
  description: 'a date or a date and time that exist, as 2024-04-01 or 2024-04-01T09:30:00Z',
});

export const cursor = Type.String({
  maxLength: 80,
  pattern: `^${DAY}T${CLOCK}Z,${UUID}$`,
  description: 'the cursor of an earlier answer',
});

/** Null where it is not given. A day, or a time without offset, is UTC; microseconds are kept. Throws for 30 February. */
export function moment(name: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  const day = text.slice(0, 10);
  if (new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day)
    throw new Problem('invalid_parameter', { name, expected: 'a day that exists' });
  if (text.length === 10) return `${text}T00:00:00Z`;
  return /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
}

/** The time and the id of the last line of the page before; null on the first page. */
export function after(text: string | undefined): readonly [string, string] | null {
  const [at, id] = (text ?? '').split(',');
  return at && id ? [moment('cursor', at) ?? at, id] : null;
}
