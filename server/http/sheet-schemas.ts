// Shapes of what is agreed about a sheet: TypeBox schemas that check what comes in and describe what goes out.
import Type from 'typebox';
import * as Shapes from './schemas.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const index = Type.Integer({ minimum: 0, maximum: Shapes.MAX_COLUMNS - 1 });
const headerRow = Type.Integer({ minimum: 1, maximum: 1000 });
const headers = Type.Array(Type.String({ maxLength: 50_000 }), { minItems: 1, maxItems: Shapes.MAX_COLUMNS });
const decision = Type.Enum(['column', 'ignored', 'never']);
const by = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));
const columnName = Type.String({ minLength: 1, maxLength: 200 });
const key = Type.String({ minLength: 1, maxLength: 600 });

export const SheetSeen = Type.Object({
  sheetId: Type.String(),
  spreadsheetId: Type.String(),
  sheetName: Type.String(),
  sheetGid: nullable(Type.Number()),
  table: Type.String(),
  keyColumn: Type.String(),
  headerRow: nullable(headerRow),
  confirmedAt: nullable(Type.String()),
  confirmedBy: nullable(Type.String()),
  everSynced: Type.Boolean(),
  headers: Type.Array(
    Type.Object({
      header: Type.String(),
      decision,
      column: nullable(Type.String()),
      asValue: Type.Boolean(),
      index: nullable(index),
      confirmedBy: Type.String(),
      confirmedAt: Type.String(),
    }),
  ),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      type: Type.String(),
      notNull: Type.Boolean(),
      notSynced: nullable(Type.String()),
    }),
  ),
  holds: Type.Array(Type.Intersect([Shapes.Hold, Type.Object({ runId: Type.String() })])),
});

export const AskBinding = Type.Object({
  spreadsheetId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  sheetName: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  sheetGid: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  headerRow,
  headers,
});

export const Bound = Type.Object({
  columns: Type.Array(Shapes.BoundColumn),
  newColumns: Type.Array(Type.Object({ index, name: Type.String(), migration: Type.String() })),
});

export const AnswerHeaders = Type.Object({
  headerRow,
  headers,
  answers: Type.Array(
    Type.Object({
      index,
      decision,
      column: Type.Optional(columnName),
      asValue: Type.Optional(Type.Boolean()),
    }),
    { maxItems: Shapes.MAX_COLUMNS },
  ),
  by,
});

export const AnswerLookAlike = Type.Object({
  key,
  otherKey: key,
  answer: nullable(Type.Enum(['same', 'different'])),
  by,
});

export const LookAlikeAnswered = Type.Object({
  key: Type.String(),
  otherKey: Type.String(),
  answer: nullable(Type.Enum(['same', 'different'])),
});

export const AnswerNotBuyers = Type.Object({
  fingerprints: Type.Array(
    Type.String({ pattern: '^[0-9a-f]{32}$', description: '32 hexadecimal digits, lower case' }),
    { minItems: 1, maxItems: 10_000 },
  ),
  isBuyer: Type.Boolean(),
  by,
});

export const NotBuyersAnswered = Type.Object({ count: Type.Integer({ minimum: 0 }) });
