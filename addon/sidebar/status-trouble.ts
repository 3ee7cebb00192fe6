// What keeps a tab from its server. Pure.
import type { Status } from './answers.ts';

/** The server is there, its database is not. */
export const isDatabaseAway = ({ connection, why }: Pick<Status, 'connection' | 'why'>): boolean =>
  connection === 'unreachable' && DATABASE.has(why ?? '');

const DATABASE: ReadonlySet<string> = new Set(['database_unavailable', 'no_database']);
