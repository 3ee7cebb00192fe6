// What is described is what is served: every route, and every answer of whole runs held against its description.
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { beforeAll, expect, expectTypeOf, test } from 'vitest';
import type { HoldDecidedAnswer, HoldDecisionBody } from '../../../server/http/hold-routes.ts';
import { makeRoutes } from '../../../server/http/routes.ts';
import type * as Shapes from '../../../server/http/schemas.ts';
import type * as SheetShapes from '../../../server/http/sheet-schemas.ts';
import { readSettings } from '../../../server/settings/settings.ts';
import { lookAtAll } from '../../../server/watch/monitor.ts';
import type * as Protocol from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  type Answer,
  bindSheet,
  drive,
  HELD,
  OPERATOR,
  send,
  TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const server = testServer(database);

interface Described {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: { readonly Problem: TSchema } };
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: unknown;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, { readonly schema: TSchema }> };
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: TSchema }> }>;
}

let described: Described;
beforeAll(async () => {
  described = (await send<Described>(server, 'GET', '/openapi.json')).body;
});

test('every route is described: who may ask, what it takes, what it answers', () => {
  expect(described.openapi).toBe('3.1.0');
  const routes = makeRoutes('0.0.0');
  const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(operations.sort()).toEqual(routes.map((route) => `${route.method.toLowerCase()} ${route.path}`).sort());
  const ids = Object.values(described.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(routes.length);
  for (const route of routes) {
    const operation = described.paths[route.path]?.[route.method.toLowerCase()];
    if (operation === undefined) throw new Error(`${route.path} is not described`);
    expect(operation.summary.length).toBeGreaterThan(5);
    expect(operation.security === undefined).toBe(route.permission === 'open');
    expect(operation.responses[String(route.status)]).toBeDefined();
    expect(operation.responses['default']?.content['application/problem+json']).toBeDefined();
    expect(operation.requestBody?.required).toBe(route.method === 'GET' ? undefined : route.body !== undefined);
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect((operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(
      inPath,
    );
    for (const { schema } of operation.parameters ?? []) expect(Object.keys(schema)).not.toEqual([]);
  }
});

/** Each answer with its description, and each body with what its route takes; keys that are not described are told too. */
function expectDescribed(method: string, path: string, answer: Answer<unknown>, body?: unknown): string {
  const route = Object.keys(described.paths).find((pattern) =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path.split('?')[0] ?? ''),
  );
  const operation = described.paths[route ?? '']?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${method} ${path} is not described`);
  const good = operation.responses[String(answer.status)]?.content['application/json']?.schema;
  const schema = good ?? described.components.schemas.Problem;
  const name = `${method} ${route} ${answer.status}`;
  expect([...Compile(strictly(schema)).Errors(answer.body)], name).toEqual([]);
  const taken = operation.requestBody?.content['application/json']?.schema;
  if (taken !== undefined && good !== undefined) expect([...Compile(strictly(taken)).Errors(body)], name).toEqual([]);
  return name;
}

/** The same description, with nothing beside it allowed. */
function strictly(schema: TSchema): TSchema {
  const deep = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, deep(inner)]));
    return 'properties' in copy && copy['type'] === 'object' ? { ...copy, additionalProperties: false } : copy;
  };
  return deep(schema) as TSchema;
}

/** A sheet that holds each of its answers against its description. */
class DescribedSheet extends TestSheet {
  readonly seen = new Set<string>();

  override async send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const answer = await super.send<T>(method, path, body);
    this.seen.add(expectDescribed(method, path, answer, body));
    return answer;
  }
}

test('every answer of whole runs is as described, the problems too', async () => {
  const headers = ['buyer_number', '氏名', '年収', '契約予定日', 'unheard of'];
  const sheet = new DescribedSheet(server, await bindSheet(server, headers), headers);
  const error = {
    cell: 'C8',
    header: '年収',
    column: 'annual_income',
    errorType: 'data_type',
    code: 'not_a_number',
    message: 'm',
    limit: null,
    actual: 5,
    fix: 'f',
  } as const;
  sheet.rows = [
    ['1', 'Sato', '100', '2024-01-01', null],
    ['2', HELD, '100', null, null],
    ['3', 'Abe', 'many', null, null],
    ['3', 'Abe', '1', null, null],
    [null, 'nobody', null, null, null],
    [null, null, null, null, null],
    ['Ａ', 'wide', null, null, null],
    ['A', 'narrow', null, null, null],
    { cells: ['9', null, null, null, null], errors: [error] },
    ['10', 'Ito', '1.5', '2024-02-30', null],
  ];
  await drive(sheet, { partSize: 3 });
  await database.pool.query(
    `UPDATE buyers SET name = 'drifted' WHERE buyer_number = '1'; INSERT INTO buyers (buyer_number) VALUES ('extra')`,
  );
  await drive(sheet, { mode: 'verify' });
  await lookAtAll(database.pool, await readSettings(database.pool), new Date());
  // Before other rows are compared: what is no longer in the sheet is no longer tried.
  const { retries } = (await sheet.send<{ retries: { id: string }[] }>('GET', '/v1/retries')).body;
  await sheet.send('POST', '/v1/retries/process', {});
  for (const id of [retries[0]?.id ?? '', crypto.randomUUID()]) await sheet.send('POST', `/v1/retries/${id}/retry`, {});
  await driveHeld(sheet);
  const run = await sheet.open();
  await sheet.send('POST', '/v1/runs', sheet.openBody());
  await sheet.send('POST', run.path('finish'), {});
  await sheet.send('POST', run.path('abandon'), {});
  await sheet.send('PUT', run.path('batches/0'), { round: 1, rows: [] });
  await sheet.send('POST', '/v1/echo', { invented: true });
  await sheet.send('GET', '/v1/echo/nobody');
  const ask = { headerRow: 1, headers };
  await sheet.send('POST', '/v1/sheet/binding', ask);
  await sheet.send('PUT', '/v1/sheet/headers', { ...ask, answers: [{ index: 4, decision: 'never' }], by: 'Sato' });
  await sheet.send('PUT', '/v1/sheet/look-alikes', { key: 'A', otherKey: 'Ａ', answer: 'same' });
  await sheet.send('PUT', '/v1/sheet/not-buyers', { fingerprints: ['0'.repeat(32)], isBuyer: false });
  await sheet.send('GET', '/v1/sheet');
  await sheet.send('GET', `/v1/sheet?sheetId=${crypto.randomUUID()}`);
  for (const path of ['/v1/runs', `/v1/runs/${run.id}`, run.path('errors'), '/v1/reports/counts', '/v1/errors'])
    await sheet.send('GET', path);
  for (const path of [run.path('mismatches'), '/v1/buyers/1', '/v1/buyers?key=1', '/v1/buyers/nobody'])
    await sheet.send('GET', path);
  const [alert] = (await sheet.send<{ alerts: { id: string }[] }>('GET', '/v1/alerts')).body.alerts;
  for (const id of [alert?.id, crypto.randomUUID()])
    await sheet.send('POST', `/v1/alerts/${id}/acknowledge`, { by: 'Sato' });
  await sheet.send('PUT', '/v1/sheet/recipients', { add: [{ email: 'sato@example.jp' }] });
  await sheet.send('PUT', '/v1/sheet/recipients', { add: [{ email: 'nobody' }] });
  await sheet.send('GET', '/v1/sheet/recipients');
  const operators = [
    '/v1/alerts?state=all',
    '/v1/reports/mismatches',
    '/v1/reports/verification',
    '/v1/reports/statistics?from=2024-01-01',
    '/v1/errors/statistics',
    '/v1/reports/health',
    '/v1/settings',
    '/v1/errors?limit=2',
    '/v1/errors/statistics',
    '/v1/schema/buyers',
    '/v1/schema/none',
    '/livez',
    '/readyz',
    '/healthz',
  ];
  for (const path of operators) {
    sheet.seen.add(expectDescribed('GET', path, await send(server, 'GET', path, { token: OPERATOR })));
  }
  const tried = await send(server, 'POST', '/v1/alerts/test', { token: OPERATOR, body: {} });
  sheet.seen.add(expectDescribed('POST', '/v1/alerts/test', tried, {}));
  const changes = [
    ['/v1/settings/missingMoreThan', { value: 11 }],
    ['/v1/settings/missingMoreThan', { value: 1.5 }],
    ['/v1/settings/missingMoreThan', { value: null }],
    [`/v1/sheets/${sheet.sheetId}/quiet`, { afterHours: 24 }],
  ] as const;
  for (const [path, body] of changes) {
    sheet.seen.add(expectDescribed('PUT', path, await send(server, 'PUT', path, { token: OPERATOR, body }), body));
  }
  for (const route of makeRoutes('').filter(
    ({ path, answerType }) => path !== '/openapi.json' && answerType === undefined,
  )) {
    expect([...sheet.seen]).toContain(`${route.method} ${route.path} ${route.status}`);
  }
});

/** One column pasted over another in 30 rows: sampled, held, and answered both ways. */
async function driveHeld(sheet: TestSheet): Promise<void> {
  const before = sheet.rows;
  sheet.rows = Array.from({ length: 30 }, (_, n) => [`H${n}`, `name ${n}`, null, null, null]);
  await drive(sheet);
  sheet.rows = sheet.rows.map((_, n) => [`H${n}`, 'pasted', null, null, null]);
  const { run } = await drive(sheet);
  await sheet.ask('POST', run.path('discard'), {});
  await sheet.ask('POST', run.path('release'), { columns: ['name'], by: 'somebody' });
  await sheet.send('POST', run.path('release'), { columns: ['notes'] });
  sheet.rows = before;
}

/** Readonly-ness is a promise of ours, not a property of JSON. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Plain<T[Name]> }
    : T;
type Taken<Name extends keyof typeof Shapes> = Plain<Static<(typeof Shapes)[Name]>>;
type OfSheet<Name extends keyof typeof SheetShapes> = Plain<Static<(typeof SheetShapes)[Name]>>;

test('the schemas and the types of the protocol say the same', () => {
  expectTypeOf<Taken<'OpenRun'>>().toEqualTypeOf<Plain<Protocol.OpenRunRequest>>();
  expectTypeOf<Taken<'Compare'>>().toEqualTypeOf<Plain<Protocol.CompareRequest>>();
  expectTypeOf<Taken<'Batch'>>().toEqualTypeOf<Plain<Protocol.BatchRequest>>();
  expectTypeOf<Taken<'Sample'>>().toEqualTypeOf<Plain<Protocol.SampleRequest>>();
  expectTypeOf<Plain<Static<typeof HoldDecisionBody>>>().toEqualTypeOf<Plain<Protocol.HoldDecision>>();
  expectTypeOf<Plain<Static<typeof HoldDecidedAnswer>>>().toEqualTypeOf<Plain<Protocol.HoldDecided>>();
  expectTypeOf<Taken<'Values'>>().toEqualTypeOf<Plain<Protocol.ValuesRequest>>();
  expectTypeOf<Taken<'BatchLanded'>>().toEqualTypeOf<Plain<Protocol.BatchAnswer>>();
  expectTypeOf<Taken<'ValuesExamined'>>().toEqualTypeOf<Plain<Protocol.ValuesAnswer>>();
  expectTypeOf<Taken<'Buyer'>>().toEqualTypeOf<Plain<Protocol.BuyerView>>();
  expectTypeOf<Taken<'MismatchPage'>>().toEqualTypeOf<Plain<Protocol.MismatchPage>>();
  expectTypeOf<Taken<'Finished'>>().toEqualTypeOf<Plain<Protocol.FinishAnswer>>();
  expectTypeOf<Taken<'Problem'>>().toEqualTypeOf<Plain<Protocol.Problem>>();
  expectTypeOf<Taken<'Compared'>>().toEqualTypeOf<{ accepted: true } | Plain<Protocol.CompareAnswer>>();
  // The sizes are fixed; a client takes them as they come.
  type Sized = Omit<Protocol.OpenRunAnswer, 'batchSize' | 'partSize'> & { batchSize: 100; partSize: 50_000 };
  expectTypeOf<Taken<'OpenedRun'>>().branded.toEqualTypeOf<Plain<Sized>>();
  expectTypeOf<Taken<'OpenedRun'>>().toExtend<Plain<Protocol.OpenRunAnswer>>();
  expectTypeOf<OfSheet<'SheetSeen'>>().branded.toEqualTypeOf<Plain<Protocol.SheetView>>();
  expectTypeOf<OfSheet<'AskBinding'>>().toEqualTypeOf<Plain<Protocol.BindingRequest>>();
  expectTypeOf<OfSheet<'Bound'>>().toEqualTypeOf<Plain<Protocol.BindingAnswer>>();
  expectTypeOf<OfSheet<'AnswerHeaders'>>().toEqualTypeOf<Plain<Protocol.HeaderAnswers>>();
  expectTypeOf<OfSheet<'AnswerLookAlike'>>().toEqualTypeOf<Plain<Protocol.LookAlikeAnswer>>();
  expectTypeOf<OfSheet<'AnswerNotBuyers'>>().toEqualTypeOf<Plain<Protocol.NotBuyersAnswer>>();
});
