-- Mismatches of a part counted by column, cause and form, with a few examples: exact however many there are.
ALTER TABLE mismatches ADD COLUMN groups jsonb NOT NULL DEFAULT '[]';

-- The columns whose cells were held in that write, so that its fingerprint can be told apart later; null where none was.
ALTER TABLE row_history ADD COLUMN held text[];

-- When a buyer was last seen equal, without a line per buyer: each run that finished says which keys were in the sheet, by their
-- digest, and which of them did not equal the database (hashes; null where they were too many to keep).
ALTER TABLE runs ADD COLUMN seen_at timestamptz, ADD COLUMN seen_keys text, ADD COLUMN seen_unequal bigint[];

-- The keys of a sheet as hashes, once for each set of keys: a run that finds the same keys again adds nothing.
CREATE TABLE seen_keys (
  sheet_id  uuid NOT NULL REFERENCES sheets,
  digest    text NOT NULL,
  keys      bigint[] NOT NULL,
  last_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_id, digest)
);
