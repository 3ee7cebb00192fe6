// Shapes of alerts and of who is told of them.
import Type from 'typebox';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const language = Type.Enum(['en', 'ja']);
const channel = Type.Enum(['log', 'webhook', 'email']);
const email = Type.String({ minLength: 1, maxLength: 254 });
const by = Type.Optional(Type.String({ minLength: 1, maxLength: 320 }));

export const AlertState = Type.Enum(['open', 'recovered', 'all'], { description: 'open, recovered or all' });

export const Alerts = Type.Object({
  alerts: Type.Array(
    Type.Object({
      id: Type.String(),
      sheetId: nullable(Type.String()),
      type: Type.String(),
      subject: Type.String(),
      severity: Type.Enum(['info', 'warning', 'error', 'critical']),
      message: Type.String(),
      meaning: Type.String(),
      remedy: Type.String(),
      params: Type.Record(Type.String(), nullable(Type.Union([Type.String(), Type.Number()]))),
      openedAt: Type.String(),
      recoveredAt: nullable(Type.String()),
      acknowledgedAt: nullable(Type.String()),
      acknowledgedBy: nullable(Type.String()),
      deliveries: Type.Array(
        Type.Object({
          channel,
          target: Type.String(),
          status: Type.Enum(['due', 'sent', 'failed']),
          attempts: Type.Integer(),
          lastError: nullable(Type.String()),
          sentAt: nullable(Type.String()),
        }),
      ),
    }),
  ),
  open: Type.Integer({ minimum: 0 }),
  cursor: nullable(Type.String()),
});

export const Acknowledge = Type.Object({ by });

export const Acknowledged = Type.Object({ id: Type.String(), acknowledged: Type.Literal(true) });

export const TestAlert = Type.Object({ email: Type.Optional(email) });

export const ChannelsTried = Type.Object({
  results: Type.Array(
    Type.Object({
      channel,
      target: Type.String(),
      status: Type.Enum(['sent', 'failed', 'not_configured']),
      error: nullable(Type.String()),
    }),
  ),
});

export const Recipients = Type.Object({
  recipients: Type.Array(
    Type.Object({ email: Type.String(), language, addedBy: Type.String(), addedAt: Type.String() }),
  ),
});

export const ChangeRecipients = Type.Object({
  add: Type.Optional(Type.Array(Type.Object({ email, language: Type.Optional(language) }), { maxItems: 100 })),
  remove: Type.Optional(Type.Array(email, { maxItems: 100 })),
  by,
});
