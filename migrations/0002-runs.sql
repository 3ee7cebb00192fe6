-- A run is one sync or verify of one sheet. It freezes the columns it syncs and the catalog they came from.
CREATE TABLE runs (
  sheet_id      uuid NOT NULL REFERENCES sheets,
  id            uuid NOT NULL,
  mode          text NOT NULL CHECK (mode IN ('sync', 'verify')),
  trigger       text NOT NULL CHECK (trigger IN ('sidebar', 'schedule', 'api')),
  status        text NOT NULL DEFAULT 'running'
    CHECK (status IN ('running', 'completed', 'completed_with_problems', 'abandoned', 'superseded', 'contract_changed')),
  started_by    text,
  header_row    integer NOT NULL,
  columns       jsonb NOT NULL,
  catalog_hash  text NOT NULL,
  -- The round is the number of the last compare; a batch of another round is refused.
  round         integer NOT NULL DEFAULT 0,
  compared      jsonb,
  -- Keys that the last compare withheld: carried by several rows, or new and looking like another.
  duplicate_keys  text[] NOT NULL DEFAULT '{}',
  look_alike_keys text[] NOT NULL DEFAULT '{}',
  receipt       jsonb,
  verification  jsonb,
  started_at    timestamptz NOT NULL DEFAULT now(),
  heard_at      timestamptz NOT NULL DEFAULT now(),
  finished_at   timestamptz,
  duration_ms   integer,
  PRIMARY KEY (sheet_id, id)
);
CREATE INDEX runs_by_id ON runs (id);
CREATE INDEX runs_by_start ON runs (sheet_id, started_at DESC);

-- What a compare brought, part by part, until the run is over. Unlogged: lost in a crash, the client is asked to compare again.
CREATE UNLOGGED TABLE compare_parts (
  sheet_id        uuid NOT NULL,
  run_id          uuid NOT NULL,
  round           integer NOT NULL,
  part            integer NOT NULL,
  is_last         boolean NOT NULL,
  keys_digest     text,
  row_numbers     integer[] NOT NULL,
  keys            text[] NOT NULL,
  fingerprints    text[] NOT NULL,
  held_positions  integer[] NOT NULL,
  -- Column positions held in that row, as an array literal: {3,7}.
  held_columns    text[] NOT NULL,
  rejected_rows   integer[] NOT NULL,
  rejected_keys   text[] NOT NULL,
  skipped_blank   integer NOT NULL,
  PRIMARY KEY (sheet_id, run_id, round, part)
);

-- A batch that landed, with the answer it got: the same batch sent again gets the same answer and writes nothing.
CREATE TABLE batches (
  sheet_id   uuid NOT NULL,
  run_id     uuid NOT NULL,
  number     integer NOT NULL,
  round      integer NOT NULL,
  body_hash  text NOT NULL,
  answer     jsonb NOT NULL,
  landed_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_id, run_id, number),
  FOREIGN KEY (sheet_id, run_id) REFERENCES runs (sheet_id, id)
);

-- Sync log and history of every buyer: one line per buyer written or failed. `before` holds the canonical texts of the
-- fields that changed, as they were; it is null for an insert and for a failure.
CREATE TABLE row_history (
  sheet_id     uuid NOT NULL,
  key          text NOT NULL,
  run_id       uuid NOT NULL,
  round        integer NOT NULL,
  batch        integer NOT NULL,
  row_number   integer,
  outcome      text NOT NULL CHECK (outcome IN ('inserted', 'updated', 'failed')),
  fingerprint  text NOT NULL,
  -- Some cell was held, so the fingerprint leaves its column out.
  partial      boolean NOT NULL DEFAULT false,
  before       jsonb,
  sqlstate     text,
  at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_id, key, run_id, batch)
);
CREATE INDEX row_history_by_run ON row_history (run_id);

-- Mismatches of a run's verification: values of the sheet and of the database, side by side.
CREATE TABLE mismatches (
  sheet_id           uuid NOT NULL,
  run_id             uuid NOT NULL,
  round              integer NOT NULL,
  number             integer NOT NULL,
  rows               integer NOT NULL,
  found              integer NOT NULL,
  answer             jsonb NOT NULL,
  PRIMARY KEY (sheet_id, run_id, round, number)
);
