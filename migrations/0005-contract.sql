-- What people agreed about a sheet: the row of its headings, what each heading means, spellings of keys, rows that are no buyers.
ALTER TABLE sheets
  ADD COLUMN header_row             integer CHECK (header_row > 0),
  ADD COLUMN contract_confirmed_at  timestamptz,
  ADD COLUMN contract_confirmed_by  text;

-- A heading means a column, or nothing until somebody says otherwise ('ignored'), or nothing for good ('never').
ALTER TABLE sheet_headers
  ALTER COLUMN column_name DROP NOT NULL,
  ADD COLUMN decision      text NOT NULL DEFAULT 'column' CHECK (decision IN ('column', 'ignored', 'never')),
  -- A text column takes the value of a cell, not what a person sees.
  ADD COLUMN as_value      boolean NOT NULL DEFAULT false,
  -- Of `copies` headings of this text the one that counts, from the left; null where there was but one.
  ADD COLUMN copy          integer,
  ADD COLUMN copies        integer,
  ADD CHECK (copy BETWEEN 1 AND copies),
  ADD CHECK ((decision = 'column') = (column_name IS NOT NULL));

-- Where each heading stood when all was last well, column A being 0: by it a rename or a move is told from an insertion. Headings
-- that mean nothing are in it too. While one is in question the others stay as they were, so that the question stays the same.
CREATE TABLE header_places (
  sheet_id    uuid NOT NULL REFERENCES sheets,
  header_row  integer NOT NULL,
  header      text NOT NULL,
  place       integer NOT NULL,
  -- A question about it was never answered: it stays held until somebody does, or until the row is as it was.
  in_doubt    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (sheet_id, header_row, header)
);

-- Two spellings of a key that look alike: one buyer or two. `pair` is a hash, since two long keys are too long for an index.
CREATE TABLE look_alike_answers (
  sheet_id     uuid NOT NULL REFERENCES sheets,
  pair         text NOT NULL,
  key          text NOT NULL,
  other_key    text NOT NULL,
  answer       text NOT NULL CHECK (answer IN ('same', 'different')),
  answered_by  text NOT NULL,
  answered_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_id, pair)
);

-- Rows without a key that a person said are no buyers. A fingerprint is of the synced columns: where those change, it is asked again.
CREATE TABLE not_buyers (
  sheet_id     uuid NOT NULL REFERENCES sheets,
  fingerprint  text NOT NULL,
  answered_by  text NOT NULL,
  answered_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_id, fingerprint)
);
