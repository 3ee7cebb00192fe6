// What an error of the database means, by its SQLSTATE: pass it on, try again, or take the batch apart. Never by its words.

export function sqlstateOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** Passing states: the same statement may succeed later. A connection that broke counts, though it has no SQLSTATE. */
export function isTransient(error: unknown): boolean {
  const state = sqlstateOf(error);
  if (state === null) return isBrokenConnection(error);
  return TRANSIENT_STATES.has(state) || ['08', '53'].includes(state.slice(0, 2)) || state.startsWith('57P');
}

/** Neither passing nor about the statement as such: a row is to blame, so the batch is run again row by row. */
export function isDataError(error: unknown): boolean {
  const state = sqlstateOf(error);
  return state !== null && !NOT_OF_A_ROW.has(state.slice(0, 2));
}

/** Class 42 and its kin: the statement itself cannot work (a right, a table, a column, a cached plan), so no row can pass. */
export function isRefusal(error: unknown): boolean {
  const state = sqlstateOf(error);
  return state !== null && ['42', '0A', '26'].includes(state.slice(0, 2));
}

/** The same list as in the function rollcall_each_row. */
const NOT_OF_A_ROW: ReadonlySet<string> = new Set(['08', '0A', '25', '26', '40', '42', '53', '55', '57', '58', 'XX']);

const TRANSIENT_STATES: ReadonlySet<string> = new Set(['57014', '55P03', '25006', '40001', '40P01', '40003']);

function isBrokenConnection(error: unknown): boolean {
  const { code, message, syscall } = (error ?? {}) as { code?: unknown; message?: unknown; syscall?: unknown };
  // Whatever a connect says: a socket file that is gone with its server is ENOENT.
  if (typeof code === 'string') return NETWORK_CODES.has(code) || syscall === 'connect';
  // pg reports a connection that ended without a code; these are its own texts, not the server's.
  return (
    typeof message === 'string' &&
    /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client (has encountered|was closed)|Cannot use a pool after)/.test(
      message,
    )
  );
}

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);
