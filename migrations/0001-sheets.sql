-- A sheet is one tab of one spreadsheet, bound to one table by one key column.
CREATE TABLE sheets (
  id              uuid PRIMARY KEY,
  spreadsheet_id  text NOT NULL,
  sheet_name      text NOT NULL,
  sheet_gid       bigint,
  target_table    text NOT NULL,
  key_column      text NOT NULL,
  scope_column    text,
  scope_value     text,
  -- Who may write now: the run that holds the lease, and when it was last heard of.
  lease_run_id    uuid,
  lease_heard_at  timestamptz,
  -- Raised by every compare under the lease.
  revision        bigint NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL DEFAULT now(),
  removed_at      timestamptz,
  CHECK ((scope_column IS NULL) = (scope_value IS NULL))
);
-- A tab whose gid is known may change its name, even to one that another has just given up.
CREATE UNIQUE INDEX sheets_spreadsheet ON sheets (spreadsheet_id, sheet_name) WHERE removed_at IS NULL AND sheet_gid IS NULL;

-- The header contract: what a header text means for this sheet, who said so, and when. Headers are kept normalised.
CREATE TABLE sheet_headers (
  sheet_id      uuid NOT NULL REFERENCES sheets,
  header_row    integer NOT NULL DEFAULT 1,
  header        text NOT NULL,
  column_name   text NOT NULL,
  confirmed_by  text NOT NULL,
  confirmed_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_id, header_row, header)
);

-- Other names a column goes by in a sheet, per table. Normalised like headers.
CREATE TABLE header_aliases (
  target_table  text NOT NULL,
  alias         text NOT NULL,
  column_name   text NOT NULL,
  PRIMARY KEY (target_table, alias)
);

-- A key opens one sheet. Only its hash is kept.
CREATE TABLE sheet_keys (
  sheet_id    uuid NOT NULL REFERENCES sheets,
  id          uuid NOT NULL,
  key_hash    text NOT NULL UNIQUE,
  created_at  timestamptz NOT NULL DEFAULT now(),
  revoked_at  timestamptz,
  PRIMARY KEY (sheet_id, id)
);

-- Values this installation made for itself once, such as the hash of the operator token.
CREATE TABLE installation (
  name   text PRIMARY KEY,
  value  text NOT NULL
);
