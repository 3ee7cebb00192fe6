-- Every failure once per run, in our own words, never a cell's content.
CREATE TABLE sync_error_log (
  sheet_id       uuid NOT NULL,
  id             uuid NOT NULL DEFAULT gen_random_uuid(),
  run_id         uuid NOT NULL,
  buyer_number   text,
  row_number     integer,
  error_message  text NOT NULL,
  error_type     text NOT NULL CHECK (error_type IN ('field_length', 'data_type', 'constraint_violation', 'unknown')),
  code           text NOT NULL,
  sqlstate       text,
  column_name    text,
  cell           text,
  header         text,
  limit_length   integer,
  actual_length  integer,
  retryable      boolean NOT NULL DEFAULT false,
  stack_trace    text,
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_id, id)
);
CREATE UNIQUE INDEX sync_error_log_once ON sync_error_log
  (sheet_id, run_id, coalesce(buyer_number, ''), code, coalesce(column_name, ''),
   (CASE WHEN buyer_number IS NULL OR code = 'duplicate_key' THEN coalesce(row_number, 0) ELSE 0 END));
CREATE INDEX sync_error_log_by_time ON sync_error_log (created_at DESC, id DESC);
CREATE INDEX sync_error_log_by_buyer ON sync_error_log (buyer_number);

-- Runs `statement` once per row of `rows`, each in a block of its own, and says what became of each.
-- `statement` takes ($1 jsonb array of one row, $2 sheet, $3 run, $4 round, $5 batch) and returns one line
-- (is_new boolean, changed boolean, unlike text[]). What may pass later, or concerns all rows, is thrown on.
CREATE FUNCTION rollcall_each_row(statement text, rows jsonb, sheet uuid, run uuid, round integer, batch integer)
RETURNS TABLE (ord integer, outcome text, state text, column_name text, constraint_name text, unlike text[])
LANGUAGE plpgsql AS $$
DECLARE
  item record;
  result record;
BEGIN
  FOR item IN SELECT e.x, e.n FROM jsonb_array_elements(rows) WITH ORDINALITY AS e(x, n) LOOP
    ord := item.n; state := NULL; column_name := NULL; constraint_name := NULL; unlike := NULL;
    BEGIN
      EXECUTE statement INTO result USING jsonb_build_array(item.x), sheet, run, round, batch;
      IF cardinality(result.unlike) > 0 THEN
        unlike := result.unlike;
        RAISE EXCEPTION USING ERRCODE = 'RC001';
      END IF;
      outcome := CASE WHEN result.is_new THEN 'inserted' WHEN result.changed THEN 'updated' ELSE 'unchanged' END;
    EXCEPTION WHEN OTHERS OR ASSERT_FAILURE THEN
      IF left(SQLSTATE, 2) IN ('08', '0A', '25', '26', '40', '42', '53', '55', '57', '58', 'XX') THEN RAISE; END IF;
      GET STACKED DIAGNOSTICS column_name = COLUMN_NAME, constraint_name = CONSTRAINT_NAME;
      outcome := 'failed';
      state := SQLSTATE;
    END;
    RETURN NEXT;
  END LOOP;
END $$;
