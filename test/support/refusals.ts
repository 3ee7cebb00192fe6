// A table that refuses rows in every way there is, and rows made to meet each: for tests of what becomes of refused rows.
import type { Pool } from 'pg';
import type { ErrorType } from '../../shared/protocol.ts';

export const REFUSING_HEADERS = ['buyer_number', 'name', 'age', 'email', 'note', 'need'] as const;

/** `gate.open` lets the rows through that are refused for no reason that anybody tells. */
export async function makeRefusingTable(pool: Pool, name = 'clients'): Promise<void> {
  await pool.query(`
    CREATE TABLE gate (open boolean NOT NULL, state text NOT NULL);
    INSERT INTO gate VALUES (false, 'P0001');
    CREATE TABLE ${name} (
      buyer_number text PRIMARY KEY, name varchar(5), age smallint, email text UNIQUE, note text CHECK (note <> 'unchecked'),
      need integer NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), db_updated_at timestamptz, synced_at timestamptz);
    CREATE FUNCTION ${name}_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF new.note LIKE 'raise%' AND NOT (SELECT open FROM gate) THEN
        RAISE EXCEPTION 'refused: %', new.note USING ERRCODE = (SELECT state FROM gate), DETAIL = new.note, HINT = new.name;
      END IF;
      RETURN new;
    END $$;
    CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION ${name}_gate()`);
}

export const openGate = (pool: Pool, open: boolean): Promise<unknown> =>
  pool.query('UPDATE gate SET open = $1', [open]);

type Cells = readonly (string | null)[];

interface Refusal {
  readonly cells: (key: string) => Cells;
  /** Null: it is taken. */
  readonly errorType: ErrorType | null;
  readonly retryable: boolean;
}

export const REFUSALS = {
  good: { cells: (key) => [key, 'Sato', '1', null, null, '1'], errorType: null, retryable: false },
  long: { cells: (key) => [key, 'Sato Taro', '1', null, null, '1'], errorType: 'field_length', retryable: true },
  large: { cells: (key) => [key, 'Sato', '40000', null, null, '1'], errorType: 'data_type', retryable: true },
  untyped: { cells: (key) => [key, 'Sato', 'many', null, null, '1'], errorType: 'data_type', retryable: true },
  raised: { cells: (key) => [key, 'Sato', '1', null, 'raise', '1'], errorType: 'unknown', retryable: true },
  taken: {
    cells: (key) => [key, 'Sato', '1', 'taken', null, '1'],
    errorType: 'constraint_violation',
    retryable: false,
  },
  unchecked: {
    cells: (key) => [key, 'Sato', '1', null, 'unchecked', '1'],
    errorType: 'constraint_violation',
    retryable: false,
  },
  required: {
    cells: (key) => [key, 'Sato', '1', null, null, null],
    errorType: 'constraint_violation',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Refusal>>;

export type Kind = keyof typeof REFUSALS;
export const KINDS = Object.keys(REFUSALS) as readonly Kind[];
