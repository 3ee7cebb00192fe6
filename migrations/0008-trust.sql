-- What operators set, apart from the defaults. `value` is a number, a text or a list; its name says which.
CREATE TABLE settings (
  name        text PRIMARY KEY,
  value       jsonb NOT NULL,
  changed_by  text NOT NULL,
  changed_at  timestamptz NOT NULL DEFAULT now()
);

-- Rows that the database refused and may take later. Each is stored as it was sent, so that a retry never needs the sheet.
-- One entry per buyer; a write of the buyer takes it away, and so does a compare that finds another row, or none.
CREATE TABLE retry_queue (
  sheet_id       uuid NOT NULL REFERENCES sheets,
  id             uuid NOT NULL,
  buyer_number   text NOT NULL,
  run_id         uuid NOT NULL,
  row_number     integer NOT NULL,
  -- Of the sheet, when the row was compared.
  revision       bigint NOT NULL,
  -- Canonical texts by column, and where each stood: [{column, header, index, text}]. Held cells are not among them.
  cells          jsonb NOT NULL,
  held           text[] NOT NULL DEFAULT '{}',
  fingerprint    text NOT NULL,
  -- The columns that the fingerprint is over: it can be held against another only where those are the same.
  covers         text[] NOT NULL,
  -- Of the target table when the row was refused: another one opens a new try at once.
  catalog_hash   text NOT NULL,
  -- Type, code, column and cell of each error. Never a value.
  error_info     jsonb NOT NULL,
  attempt_count  integer NOT NULL DEFAULT 0 CHECK (attempt_count BETWEEN 0 AND 3),
  status         text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'failed')),
  -- Null once it is permanently failed.
  next_retry_at  timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sheet_id, id),
  UNIQUE (sheet_id, buyer_number),
  CHECK ((status = 'failed') = (next_retry_at IS NULL))
);
CREATE INDEX retry_queue_due ON retry_queue (next_retry_at) WHERE status = 'pending';

-- Tries that servers took for themselves in the last minute, so that all of them together keep to the limit.
CREATE TABLE retry_tries (
  id     uuid PRIMARY KEY,
  at     timestamptz NOT NULL,
  tries  integer NOT NULL
);

-- As before, but a row that alone meets a passing state (a lock held too long, a deadlock, a serialization failure) fails by
-- itself and is tried later, instead of taking the other rows with it.
CREATE OR REPLACE FUNCTION rollcall_each_row(statement text, rows jsonb, sheet uuid, run uuid, round integer, batch integer)
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
      IF left(SQLSTATE, 2) IN ('08', '0A', '25', '26', '40', '42', '53', '55', '57', '58', 'XX')
         AND SQLSTATE NOT IN ('40001', '40P01', '55P03') THEN RAISE; END IF;
      GET STACKED DIAGNOSTICS column_name = COLUMN_NAME, constraint_name = CONSTRAINT_NAME;
      outcome := 'failed';
      state := SQLSTATE;
    END;
    RETURN NEXT;
  END LOOP;
END $$;

-- How a sheet was at each look of the monitor.
CREATE TABLE sync_health_metrics (
  sheet_id               uuid NOT NULL REFERENCES sheets,
  id                     uuid NOT NULL,
  check_time             timestamptz NOT NULL,
  -- Null before the first compare.
  spreadsheet_count      integer,
  database_count         integer NOT NULL,
  missing_count          integer NOT NULL,
  -- Percent of the rows read in the window that were rejected; null where none were read.
  error_rate             numeric,
  -- Of the last sync.
  sync_duration_ms       integer,
  throughput_per_second  numeric,
  last_sync_at           timestamptz,
  last_heard_at          timestamptz,
  retry_queue_size       integer NOT NULL,
  permanently_failed     integer NOT NULL,
  -- What is wrong, as codes with parameters: [{code, params}]. Empty: healthy.
  issues                 jsonb NOT NULL,
  PRIMARY KEY (sheet_id, id)
);
CREATE INDEX sync_health_metrics_by_time ON sync_health_metrics (sheet_id, check_time DESC);

-- A condition that began, until it ends. One open alert per sheet, type and subject. What concerns no one sheet has the nil uuid.
CREATE TABLE alerts (
  sheet_id         uuid NOT NULL,
  id               uuid NOT NULL,
  type             text NOT NULL,
  -- A buyer number, a table or a service, where the type has one; else empty.
  subject          text NOT NULL DEFAULT '',
  severity         text NOT NULL CHECK (severity IN ('info', 'warning', 'error', 'critical')),
  -- Numbers, names and codes for the words of it. Never a cell's content.
  params           jsonb NOT NULL,
  opened_at        timestamptz NOT NULL,
  -- The latest look that found it so: an older look, which comes late, does not end it.
  seen_at          timestamptz NOT NULL DEFAULT now(),
  recovered_at     timestamptz,
  acknowledged_at  timestamptz,
  acknowledged_by  text,
  PRIMARY KEY (sheet_id, id)
);
CREATE UNIQUE INDEX alerts_open ON alerts (sheet_id, type, subject) WHERE recovered_at IS NULL;
CREATE INDEX alerts_by_time ON alerts (opened_at DESC, id DESC);
CREATE INDEX alerts_by_id ON alerts (id);

-- A message about one or more alerts to one target, until it is sent or given up.
CREATE TABLE alert_deliveries (
  sheet_id    uuid NOT NULL,
  id          uuid NOT NULL,
  channel     text NOT NULL CHECK (channel IN ('log', 'webhook', 'email')),
  -- An address of a person, or empty: the one the configuration names.
  target      text NOT NULL,
  language    text NOT NULL CHECK (language IN ('en', 'ja')),
  -- [{alertId, sheetId, type, subject, event: raised | worsened | recovered, severity, params, at}]
  events      jsonb NOT NULL,
  -- Put together of several, since its target had its share of messages for the hour.
  gathered    boolean NOT NULL DEFAULT false,
  status      text NOT NULL DEFAULT 'due' CHECK (status IN ('due', 'sent', 'failed')),
  attempts    integer NOT NULL DEFAULT 0,
  -- While it is being sent: when the server that sends it is taken for dead.
  next_at     timestamptz NOT NULL,
  -- Of the first attempt.
  started_at  timestamptz,
  -- A code of ours; never what the other side answered.
  last_error  text,
  created_at  timestamptz NOT NULL,
  sent_at     timestamptz,
  PRIMARY KEY (sheet_id, id)
);
CREATE INDEX alert_deliveries_due ON alert_deliveries (next_at) WHERE status = 'due';
-- What nobody has begun to send takes further alerts of its sheet along.
CREATE UNIQUE INDEX alert_deliveries_waiting ON alert_deliveries (sheet_id, channel, target) WHERE status = 'due' AND attempts = 0;
CREATE INDEX alert_deliveries_by_target ON alert_deliveries (channel, target, started_at);
CREATE INDEX alert_deliveries_by_alert ON alert_deliveries USING gin (events jsonb_path_ops);

-- Who is written to about a sheet, in which language. By default who connected it; one removed by hand is not added again by itself.
CREATE TABLE alert_recipients (
  sheet_id    uuid NOT NULL REFERENCES sheets,
  email       text NOT NULL,
  language    text NOT NULL CHECK (language IN ('en', 'ja')),
  added_by    text NOT NULL,
  added_at    timestamptz NOT NULL DEFAULT now(),
  removed_at  timestamptz,
  PRIMARY KEY (sheet_id, email)
);

-- Who is logged in to the dashboard. Of a session's secret only the hash is kept.
CREATE TABLE sessions (
  secret_hash  text PRIMARY KEY,
  csrf_token   text NOT NULL,
  name         text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL
);

-- A link that logs in once, as local mode prints it.
CREATE TABLE login_codes (
  code_hash   text PRIMARY KEY,
  expires_at  timestamptz NOT NULL
);

-- After how many hours without a word a sheet is quiet: 0 never, null as the setting says once a scheduled sync was seen.
ALTER TABLE sheets ADD COLUMN quiet_after_hours integer CHECK (quiet_after_hours BETWEEN 0 AND 720);

-- What each running server says of its own services, so that any of them can tell of all. One not heard of for minutes is gone.
CREATE TABLE service_states (
  server    uuid NOT NULL,
  service   text NOT NULL,
  status    text NOT NULL CHECK (status IN ('healthy', 'degraded')),
  -- A code of ours; null where it is healthy.
  code      text,
  -- Since when it is in this state.
  since     timestamptz NOT NULL,
  heard_at  timestamptz NOT NULL,
  PRIMARY KEY (server, service)
);
