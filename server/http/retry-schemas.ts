// The retry queue's shapes, as TypeBox schemas.
import Type from 'typebox';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const count = Type.Integer({ minimum: 0 });

const RetryLine = Type.Object({
  id: Type.String(),
  sheetId: Type.String(),
  buyerNumber: Type.String(),
  rowNumber: count,
  attempts: count,
  status: Type.Enum(['pending', 'failed']),
  nextRetryAt: nullable(Type.String()),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  runId: Type.String(),
  errors: Type.Array(
    Type.Object({
      errorType: Type.String(),
      code: Type.String(),
      column: nullable(Type.String()),
      header: nullable(Type.String()),
      cell: nullable(Type.String()),
      message: Type.String(),
    }),
  ),
});

export const Retries = Type.Object({
  retries: Type.Array(RetryLine),
  count,
  truncated: Type.Boolean(),
  cursor: nullable(Type.String()),
});

/** `processed` is the sum of the other three; `failed` ones are tried again later. */
export const Retried = Type.Object({
  processed: count,
  succeeded: count,
  failed: count,
  permanentlyFailed: count,
});
