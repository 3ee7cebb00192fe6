// What operators set at run time: read and changed one by one; and when the silence of a sheet is an alert.
import Type from 'typebox';
import { listSettings } from '../settings/list-settings.ts';
import { writeSetting } from '../settings/settings.ts';
import { setQuietAfter } from '../sheets/quiet-after.ts';
import { uuid } from './parameters.ts';
import type { Call, Route } from './route.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const Setting = Type.Object({
  name: Type.String(),
  value: Type.Integer(),
  default: Type.Integer(),
  least: Type.Integer(),
  most: Type.Integer(),
  unit: Type.String({ description: 's, min, h, d, % or what is counted' }),
  meaning: Type.String({ description: 'What it is for, in the language of Accept-Language' }),
  changedBy: nullable(Type.String({ description: 'Null where the default counts' })),
  changedAt: nullable(Type.String()),
});

const Settings = Type.Object({ settings: Type.Array(Setting) });

const afterHours = Type.Union([Type.Integer({ minimum: 0, maximum: 720 }), Type.Null()], {
  description: '1 to 720; 0: never; null: as the setting quietAfterHours says, once a scheduled sync was seen',
});

export const settingsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/settings',
    permission: 'operator',
    summary: 'What operators can set, with value, default and bounds',
    status: 200,
    answer: Settings,
    handle: async ({ deps, language }) => ({ body: { settings: await listSettings(deps.pool, language) } }),
  },
  {
    method: 'PUT',
    path: '/v1/settings/{name}',
    permission: 'operator',
    summary: 'Set one; null gives it back its default',
    params: { name: Type.String({ minLength: 1, maxLength: 100 }) },
    body: Type.Object({
      value: Type.Union([Type.Number(), Type.Null()], { description: 'a whole number, or null for the default' }),
    }),
    status: 200,
    answer: Setting,
    handle: setOne,
  },
  {
    method: 'PUT',
    path: '/v1/sheets/{sheetId}/quiet',
    permission: 'operator',
    summary: 'After how many hours without a word this sheet is an alert, other than for the rest',
    params: { sheetId: uuid },
    body: Type.Object({ afterHours }),
    status: 200,
    answer: Type.Object({ sheetId: Type.String(), afterHours }),
    handle: async ({ deps, params, body }) => {
      const said = { sheetId: params['sheetId'] ?? '', ...(body as { afterHours: number | null }) };
      await setQuietAfter(deps.pool, said.sheetId, said.afterHours);
      return { body: said };
    },
  },
];

async function setOne({ deps, params, body, language }: Call) {
  const name = params['name'] ?? '';
  await writeSetting(deps.pool, name, (body as { value: number | null }).value, 'operator (API)');
  return { body: (await listSettings(deps.pool, language)).find((line) => line.name === name) };
}
