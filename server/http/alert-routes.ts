// Alerts as they are read and acknowledged, who is told of them, and whether the channels work.
import Type from 'typebox';
import type { Channels } from '../alerts/deliver.ts';
import { type AlertFilter, acknowledge, alertPage } from '../alerts/list.ts';
import { changeRecipients, listRecipients } from '../alerts/recipients.ts';
import { tryChannels } from '../alerts/try-channels.ts';
import type { Language } from '../problem.ts';
import * as Shapes from './alert-schemas.ts';
import { after, cursor, uuid } from './parameters.ts';
import type { Call, Deps, Route } from './route.ts';
import { ownSheet } from './run-call.ts';
import { sheetOf, speaker } from './sheet-routes.ts';
import { checkTexts } from './texts.ts';

const MAX_ALERTS = 500;
const BY_DEFAULT = 100;

export const alertRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/alerts',
    permission: 'sheet',
    summary: "Alerts, newest first, with what became of each message; a sheet's key sees its own",
    query: {
      state: Shapes.AlertState,
      sheetId: uuid,
      cursor,
      limit: Type.Integer({ minimum: 1, maximum: MAX_ALERTS }),
    },
    status: 200,
    answer: Shapes.Alerts,
    handle: async (call) => ({ body: await alertPage(call.deps.pool, filterOf(call), call.language) }),
  },
  {
    method: 'POST',
    path: '/v1/alerts/test',
    permission: 'operator',
    summary: 'Send a test message through every channel that is set up, and say what became of each',
    body: Shapes.TestAlert,
    status: 200,
    answer: Shapes.ChannelsTried,
    handle: async ({ deps, body, language }) => {
      const { email = null } = body as { email?: string };
      return { body: { results: await tryChannels(channelsOf(deps), email, language, new Date()) } };
    },
  },
  {
    method: 'POST',
    path: '/v1/alerts/{id}/acknowledge',
    permission: 'sheet',
    summary: 'Say that a person has seen an alert; the first to say so stays',
    params: { id: uuid },
    body: Shapes.Acknowledge,
    status: 200,
    answer: Shapes.Acknowledged,
    handle: async (call) => {
      const { by } = call.body as { by?: string };
      checkTexts({ by });
      const id = (call.params['id'] ?? '').toLowerCase();
      await acknowledge(call.deps.pool, id, speaker(call, by), ownSheet(call));
      return { body: { id, acknowledged: true } };
    },
  },
  {
    method: 'GET',
    path: '/v1/sheet/recipients',
    permission: 'sheet',
    summary: "Who is written to about a sheet's alerts, in which language",
    query: { sheetId: uuid },
    status: 200,
    answer: Shapes.Recipients,
    handle: async (call) => {
      const { id } = await sheetOf(call);
      return { body: { recipients: await listRecipients(call.deps.pool, id) } };
    },
  },
  {
    method: 'PUT',
    path: '/v1/sheet/recipients',
    permission: 'sheet',
    summary: "Add and remove recipients of a sheet's alerts; all of it or nothing",
    query: { sheetId: uuid },
    body: Shapes.ChangeRecipients,
    status: 200,
    answer: Shapes.Recipients,
    handle: async (call) => {
      const { add = [], remove = [], by } = call.body as RecipientsBody;
      checkTexts({ by, add: add.map(({ email }) => email), remove });
      const { id } = await sheetOf(call);
      const added = add.map(({ email, language = call.language }) => ({ email, language }));
      return {
        body: { recipients: await changeRecipients(call.deps.pool, id, { add: added, remove }, speaker(call, by)) },
      };
    },
  },
];

interface RecipientsBody {
  readonly add?: readonly { readonly email: string; readonly language?: Language }[];
  readonly remove?: readonly string[];
  readonly by?: string;
}

function filterOf(call: Call): AlertFilter {
  const { query } = call;
  return {
    sheetId: ownSheet(call) ?? query['sheetId'] ?? null,
    state: (query['state'] ?? 'open') as AlertFilter['state'],
    after: after(query['cursor']),
    limit: Number(query['limit'] ?? BY_DEFAULT),
  };
}

const channelsOf = ({ channels, log }: Deps): Channels =>
  channels ?? { log, webhook: null, smtp: null, dashboardUrl: null };
