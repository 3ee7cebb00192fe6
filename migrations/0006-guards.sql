-- What the guard held back, and what a person said to it. A yes is bound to what was compared: to these rows, for a day, for one run;
-- `always` is a yes for the column as such.
CREATE TABLE holds (
  sheet_id      uuid NOT NULL,
  id            uuid NOT NULL,
  run_id        uuid NOT NULL,
  column_name   text NOT NULL,
  header        text NOT NULL,
  scope         text NOT NULL CHECK (scope IN ('column', 'run')),
  reason        text NOT NULL CHECK (reason IN ('values_disappear', 'values_replaced', 'rows_gone')),
  row_count     integer NOT NULL,
  of_count      integer NOT NULL,
  -- The count was made from a sample.
  estimated     boolean NOT NULL,
  -- The buyers that differed then, or that were gone.
  keys          text[] NOT NULL,
  -- Of the sample: key and a digest of what the sheet held in this column. Never the value.
  evidence      jsonb NOT NULL,
  state         text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'released', 'discarded')),
  always        boolean NOT NULL DEFAULT false,
  decided_by    text,
  decided_at    timestamptz,
  used_run_id   uuid,
  since         timestamptz NOT NULL DEFAULT now(),
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_id, id)
);
CREATE INDEX holds_by_column ON holds (sheet_id, column_name, reason);

ALTER TABLE runs
  -- Columns that no batch of this run writes; or the whole run is held, and no batch is taken.
  ADD COLUMN guard_columns text[] NOT NULL DEFAULT '{}',
  ADD COLUMN guard_run     boolean NOT NULL DEFAULT false,
  ADD COLUMN guard_holds   uuid[] NOT NULL DEFAULT '{}',
  -- A sample that was asked for, and what is known of it; the buyers that differed then.
  ADD COLUMN guard_watch   jsonb,
  ADD COLUMN guard_keys    text[],
  -- Rows of the first compare that were changed in the database since Rollcall wrote them.
  ADD COLUMN overwritten   integer;

ALTER TABLE compare_parts
  -- Positions of columns left out of every fingerprint.
  ADD COLUMN held_everywhere integer[] NOT NULL DEFAULT '{}',
  -- Non-empty cells of each synced column; empty where the client did not tell.
  ADD COLUMN filled          integer[] NOT NULL DEFAULT '{}';
