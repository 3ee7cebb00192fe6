// The contract's shapes as TypeBox schemas, which are JSON Schema: they check what comes in and describe what goes out.
import Type from 'typebox';
import { uuid } from './parameters.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const count = Type.Integer({ minimum: 0 });
const rowCount = Type.Integer({ minimum: 0, maximum: 20_000_000 });
const rowNumber = Type.Integer({ minimum: 1, maximum: 20_000_000 });
const position = Type.Integer({ minimum: 0, maximum: 20_000_000 });
export const MAX_COLUMNS = 18_278;

export const OpenRun = Type.Object({
  spreadsheetId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  sheetName: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  sheetGid: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  headerRow: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  trigger: Type.Enum(['sidebar', 'schedule', 'api']),
  mode: Type.Enum(['sync', 'verify']),
  headers: Type.Array(Type.String({ maxLength: 50_000 }), { minItems: 1, maxItems: MAX_COLUMNS }),
  rowCount,
  runId: Type.Optional(uuid),
  by: Type.Optional(Type.String({ minLength: 1, maxLength: 320 })),
});

export const BoundColumn = Type.Object({
  index: position,
  header: Type.String(),
  column: nullable(Type.String()),
  type: nullable(Type.String()),
  notNull: Type.Boolean(),
  state: Type.Enum(['synced', 'held', 'ignored']),
  reason: nullable(Type.String()),
  proposal: nullable(Type.String()),
  asValue: Type.Optional(Type.Boolean()),
});

export const OpenedRun = Type.Object({
  runId: Type.String({ format: 'uuid' }),
  batchSize: Type.Literal(100),
  partSize: Type.Literal(50_000),
  keyColumn: Type.String(),
  columns: Type.Array(BoundColumn),
  limitedText: Type.Optional(Type.Array(Type.String())),
});

const CellError = Type.Object({
  cell: nullable(Type.String({ maxLength: 20 })),
  header: nullable(Type.String({ maxLength: 50_000 })),
  column: nullable(Type.String({ maxLength: 200 })),
  errorType: Type.Enum(['field_length', 'data_type', 'constraint_violation', 'unknown']),
  code: Type.String({ maxLength: 100 }),
  message: Type.String({ maxLength: 10_000 }),
  limit: nullable(Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 })),
  actual: nullable(Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 })),
  fix: Type.String({ maxLength: 10_000 }),
});

const key = nullable(Type.String({ minLength: 1, maxLength: 50_000 }));

export const Compare = Type.Object({
  part: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  last: Type.Optional(Type.Boolean()),
  keysDigest: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  rowNumbers: Type.Array(rowNumber),
  keys: Type.Array(key),
  fingerprints: Type.Array(Type.String({ minLength: 32, maxLength: 32 })),
  heldCells: Type.Optional(
    Type.Array(Type.Object({ position, columns: Type.Array(position, { maxItems: MAX_COLUMNS }) })),
  ),
  rejected: Type.Optional(
    Type.Array(Type.Object({ rowNumber, key, errors: Type.Array(CellError, { maxItems: MAX_COLUMNS }) })),
  ),
  filled: Type.Optional(Type.Array(rowCount, { maxItems: MAX_COLUMNS })),
  skippedBlank: Type.Optional(rowCount),
  heldColumns: Type.Optional(Type.Array(position, { maxItems: MAX_COLUMNS })),
  formulaColumns: Type.Optional(Type.Array(position, { maxItems: MAX_COLUMNS })),
});

const Keys = Type.Array(Type.String());

const HoldReason = Type.Enum(['values_disappear', 'values_replaced', 'rows_gone']);

/** What the guard holds: `rows` of `of` values or buyers. */
export const Hold = Type.Object({
  id: Type.String(),
  column: Type.String(),
  header: Type.String(),
  reason: HoldReason,
  scope: Type.Enum(['column', 'run']),
  rows: count,
  of: count,
  state: Type.Enum(['waiting', 'released', 'discarded']),
  since: Type.String(),
});

export const Compared = Type.Union([
  Type.Object({ accepted: Type.Literal(true) }),
  Type.Object({
    round: count,
    nextBatch: count,
    send: Type.Array(position),
    unchanged: count,
    missing: count,
    different: count,
    extra: Type.Object({ count, keys: Keys }),
    duplicates: Type.Array(Type.Object({ key: Type.String(), rowNumbers: Type.Array(rowNumber) })),
    lookAlikes: Type.Array(
      Type.Object({
        key: Type.String(),
        otherKey: Type.String(),
        rowNumbers: Type.Array(rowNumber),
        isSame: Type.Optional(Type.Boolean()),
      }),
    ),
    blankKeys: Type.Array(rowNumber),
    held: nullable(
      Type.Object({
        reason: HoldReason,
        columns: Keys,
        scope: Type.Enum(['columns', 'run']),
        holds: Type.Array(Hold),
      }),
    ),
    sample: Type.Array(position),
    overwrites: Type.Object({ count, keys: Keys }),
    differing: Type.Array(position),
    databaseCount: count,
    truncated: Type.Boolean(),
  }),
]);

const BatchRows = Type.Array(
  Type.Object({
    rowNumber,
    cells: Type.Array(nullable(Type.String()), { maxItems: MAX_COLUMNS }),
    held: Type.Optional(Type.Array(position, { maxItems: MAX_COLUMNS })),
  }),
);

export const Batch = Type.Object({
  round: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
  rows: BatchRows,
});

export const Sample = Type.Object({
  round: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
  rows: BatchRows,
  formulaColumns: Type.Optional(Type.Array(position, { maxItems: MAX_COLUMNS })),
});

export const BatchLanded = Type.Object({
  inserted: count,
  updated: count,
  unchanged: count,
  rejected: Type.Array(
    Type.Object({ rowNumber, key, retryable: Type.Boolean(), queued: Type.Boolean(), errors: Type.Array(CellError) }),
  ),
});

const Form = Type.Enum(['width', 'spaces', 'case', 'number', 'date']);

const Mismatch = Type.Object({
  buyerNumber: Type.String(),
  rowNumber,
  cell: Type.String(),
  header: Type.String(),
  field: Type.String(),
  spreadsheetValue: nullable(Type.String()),
  databaseValue: nullable(Type.String()),
  cause: Type.String(),
  form: Type.Optional(nullable(Form)),
  since: Type.Optional(nullable(Type.String())),
});

const MismatchGroup = Type.Object({
  field: Type.String(),
  header: Type.String(),
  cause: Type.String(),
  form: nullable(Form),
  count,
  since: nullable(Type.String()),
  examples: Type.Array(Mismatch),
});

export const MismatchPage = Type.Object({ mismatches: Type.Array(Mismatch), count, cursor: nullable(Type.String()) });

export const Buyer = Type.Object({
  key: Type.String(),
  stored: nullable(Type.Record(Type.String(), nullable(Type.String()))),
  lastChange: nullable(
    Type.Object({
      at: Type.String(),
      runId: Type.String(),
      outcome: Type.Enum(['inserted', 'updated', 'failed']),
      by: nullable(Type.String()),
      fields: Keys,
    }),
  ),
  lastSeenEqual: nullable(Type.String()),
  errors: Type.Array(
    Type.Object({
      at: Type.String(),
      code: Type.String(),
      cell: nullable(Type.String()),
      header: nullable(Type.String()),
    }),
  ),
  lookAlikes: Keys,
  retry: nullable(Type.Object({ attempts: count, nextAt: nullable(Type.String()) })),
});

export const Values = Type.Object({ rows: BatchRows });
export const ValuesExamined = Type.Object({ mismatches: Type.Array(Mismatch) });

const Receipt = Type.Object({
  read: count,
  inserted: count,
  updated: count,
  unchanged: count,
  rejected: count,
  duplicate: count,
  skippedBlank: count,
  held: count,
  balanced: Type.Boolean(),
  overwritten: Type.Optional(count),
});

const Verification = Type.Object({
  timestamp: Type.String({ format: 'date-time' }),
  completeness: Type.Object({
    complete: Type.Boolean(),
    missingCount: count,
    missingBuyerNumbers: Keys,
    causes: Type.Optional(Type.Record(Type.String(), count)),
  }),
  accuracy: Type.Object({
    accurate: Type.Boolean(),
    sampleSize: count,
    mismatchCount: count,
    mismatches: Type.Array(Mismatch),
    groups: Type.Optional(Type.Array(MismatchGroup)),
  }),
  passed: Type.Boolean(),
  verdict: Type.Enum(['in_step', 'in_step_except_held', 'not_in_step']),
  notCompared: Type.Object({
    cells: Type.Array(Type.Object({ rowNumber, columns: Keys })),
    columns: Type.Array(Type.Object({ header: Type.String(), reason: Type.String() })),
  }),
  summary: Type.String(),
});

export const Finished = Type.Object({
  status: Type.Enum(['completed', 'completed_with_problems']),
  receipt: Receipt,
  verification: Verification,
  durationMs: count,
  rowsPerSecond: Type.Number({ minimum: 0 }),
});

export const Abandoned = Type.Object({
  status: Type.Literal('abandoned'),
  batches: count,
  inserted: count,
  updated: count,
});

const Run = Type.Object({
  runId: Type.String(),
  sheetId: Type.String(),
  mode: Type.String(),
  trigger: Type.String(),
  status: Type.String(),
  round: count,
  startedAt: Type.String(),
  finishedAt: nullable(Type.String()),
  durationMs: nullable(count),
  rowsPerSecond: nullable(Type.Number({ minimum: 0 })),
  receipt: nullable(Receipt),
  verification: nullable(Verification),
});

/** One run by itself also says what the guard holds of it. */
export const RunWithHolds = Type.Object({ ...Run.properties, holds: Type.Array(Hold) });

export const Runs = Type.Object({ runs: Type.Array(Run), truncated: Type.Boolean(), cursor: nullable(Type.String()) });

export const Counts = Type.Object({
  sheets: Type.Array(
    Type.Object({
      sheetId: Type.String(),
      sheetName: Type.String(),
      table: Type.String(),
      spreadsheetCount: nullable(count),
      databaseCount: count,
      difference: nullable(Type.Integer()),
      missingCount: Type.Integer({ minimum: 0, description: 'Buyers of the sheet that the database lacks now; exact' }),
      missingBuyerNumbers: Type.Array(Type.String(), {
        description:
          '10,000 at most. One deleted in the database that Rollcall never wrote has no number here before the next compare',
      }),
      countedAt: nullable(Type.String()),
    }),
  ),
});

export const Mismatches = Type.Object({
  sheets: Type.Array(
    Type.Object({
      sheetId: Type.String(),
      runId: Type.String(),
      mismatchCount: count,
      mismatches: Type.Array(Mismatch),
      truncated: Type.Boolean(),
    }),
  ),
});

export const Verifications = Type.Object({
  sheets: Type.Array(Type.Object({ sheetId: Type.String(), runId: Type.String(), verification: Verification })),
});

export const Errors = Type.Object({
  errors: Type.Array(
    Type.Object({
      id: Type.String(),
      sheetId: Type.String(),
      runId: Type.String(),
      buyerNumber: nullable(Type.String()),
      rowNumber: nullable(Type.Integer()),
      errorMessage: Type.String(),
      errorType: Type.String(),
      code: Type.String(),
      sqlstate: nullable(Type.String()),
      column: nullable(Type.String()),
      cell: nullable(Type.String()),
      header: nullable(Type.String()),
      limit: nullable(Type.Integer()),
      actual: nullable(Type.Integer()),
      retryable: Type.Boolean(),
      createdAt: Type.String(),
    }),
  ),
  count,
  truncated: Type.Boolean(),
  cursor: nullable(Type.String()),
});

export const Schema = Type.Object({
  table: Type.String(),
  valid: Type.Boolean(),
  errors: Keys,
  nonTextFields: Type.Array(
    Type.Object({ columnName: Type.String(), dataType: Type.String(), characterMaximumLength: nullable(count) }),
  ),
  fixScript: Type.String(),
});

const Service = Type.Object({
  status: Type.Enum(['healthy', 'degraded', 'unhealthy']),
  error: nullable(Type.String()),
  lastCheck: nullable(Type.String({ format: 'date-time', description: 'Null before its first work' })),
});

export const Health = Type.Object({
  status: Type.Enum(['healthy', 'degraded', 'unhealthy']),
  version: Type.String(),
  services: Type.Record(Type.String(), Service),
});

export const Alive = Type.Object({ status: Type.Literal('ok') });

export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  requestId: Type.String(),
});
