// The settings through HTTP: read in both languages, set one by one, given back their defaults, and what a hand in the table did.
import { afterEach, expect, test } from 'vitest';
import { readSettings, SETTINGS } from '../../../server/settings/settings.ts';
import { testDatabase } from '../../support/database.ts';
import { OPERATOR, send, testServer } from '../../support/protocol-client.ts';

const database = await testDatabase();
const server = testServer(database);
afterEach(() => database.pool.query('DELETE FROM settings'));

interface Line {
  readonly name: string;
  readonly value: number;
  readonly meaning: string;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

const list = async (language = 'en') =>
  (
    await send<{ settings: Line[] }>(server, 'GET', '/v1/settings', {
      token: OPERATOR,
      headers: { 'accept-language': language },
    })
  ).body.settings;
const put = (name: string, value: unknown) =>
  send<Line>(server, 'PUT', `/v1/settings/${name}`, { token: OPERATOR, body: { value } });

test('every setting is listed with its meaning in the reader’s language', async () => {
  const [english, japanese] = [await list('en-GB'), await list('ja')];
  expect(english.map(({ name }) => name)).toEqual(Object.keys(SETTINGS));
  expect(japanese.map(({ name, value }) => [name, value])).toEqual(english.map(({ name, value }) => [name, value]));
  for (const { meaning } of english) expect(meaning).toMatch(/^[ -~]{10,}$/);
  for (const { meaning } of japanese) expect(meaning).toMatch(/[ぁ-んァ-ヶ一-龠]/);
});

test('one is set, counts at once, says who and when, and takes its default again', async () => {
  const { status, body } = await put('missingMoreThan', 25);
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ name: 'missingMoreThan', value: 25, default: 10, changedBy: 'operator (API)' }),
  ]);
  expect(Date.parse(body.changedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  expect((await readSettings(database.pool)).missingMoreThan).toBe(25);
  expect((await list()).filter(({ changedBy }) => changedBy !== null).map(({ name }) => name)).toEqual([
    'missingMoreThan',
  ]);
  expect((await put('missingMoreThan', null)).body).toMatchObject({ value: 10, changedBy: null, changedAt: null });
  expect((await put('missingMoreThan', null)).status).toBe(200);
});

test.each(Object.entries(SETTINGS))('%s takes its bounds and nothing beyond', async (name, { least, most }) => {
  for (const value of [least, most]) expect((await put(name, value)).body.value).toBe(value);
  for (const value of [least - 1, most + 1]) expect((await put(name, value)).status).toBe(422);
  expect((await list()).find((line) => line.name === name)?.value).toBe(most);
});

test('what a hand in the table set counts within the bounds, and is the default where it is no number', async () => {
  await database.pool.query(
    `INSERT INTO settings (name, value, changed_by)
     VALUES ('monitorEverySeconds', '0', 'x'), ('missingMoreThan', '"many"', 'x'), ('unheardOf', '1', 'x')`,
  );
  expect(await readSettings(database.pool)).toMatchObject({ monitorEverySeconds: 5, missingMoreThan: 10 });
  expect((await list()).map(({ name }) => name)).toEqual(Object.keys(SETTINGS));
});
