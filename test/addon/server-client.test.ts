// The one file that says UrlFetchApp: what it sends, and how every answer becomes a body or a problem.
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ApiRequest, Connection, Send } from '../../addon/api.ts';
import { loadModule } from './support/load-module.ts';

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly muteHttpExceptions: boolean;
  readonly contentType?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const CONNECTION: Connection = { url: 'https://sync.example.jp/', key: 'secret', locale: 'ja' };
const BATCH: ApiRequest = { method: 'put', path: 'v1/runs/r/batches/3', body: { round: 1, rows: [] } };
const FINISH: ApiRequest = { method: 'post', path: 'v1/runs/r/finish', body: {} };

async function client(respond: (sent: Sent) => Answer, stored: Record<string, string> = {}) {
  const sent: Sent[] = [];
  const response = ({ status, body, headers = {} }: Answer) => ({
    getResponseCode: () => status,
    getContentText: () => body,
    getHeaders: () => headers,
  });
  const exports = await loadModule('addon/server-client.ts', {
    UrlFetchApp: {
      fetchAll: (requests: Sent[]) => {
        sent.push(...requests);
        return requests.map((request) => response(respond(request)));
      },
    },
    Utilities: { newBlob: (text: string) => text, gzip: (text: string) => ({ getBytes: () => gzipSync(text) }) },
    PropertiesService: {
      getDocumentProperties: () => ({
        getProperty: (name: string) => stored[name] ?? null,
        setProperty: (name: string, value: string) => Object.assign(stored, { [name]: value }),
      }),
    },
  });
  const send = (exports['serverClient'] as (connection: Connection) => Send)(CONNECTION);
  return { send, sent, stored };
}

const json = (status: number, body: unknown, headers = {}): Answer => ({ status, body: JSON.stringify(body), headers });

describe('a request', () => {
  it('carries the key and the language, never throws for a status, and packs rows', async () => {
    const { send, sent } = await client(() => json(200, { inserted: 1 }));
    expect(send([BATCH, FINISH])).toEqual([
      { ok: true, body: { inserted: 1 } },
      { ok: true, body: { inserted: 1 } },
    ]);
    const [batch, finish] = sent;
    expect(batch).toMatchObject({
      url: 'https://sync.example.jp/v1/runs/r/batches/3',
      method: 'put',
      muteHttpExceptions: true,
      contentType: 'application/json',
      headers: { Authorization: 'Bearer secret', 'Accept-Language': 'ja', 'Content-Encoding': 'gzip' },
    });
    expect(JSON.parse(gunzipSync(batch?.payload as Buffer).toString())).toEqual(BATCH.body);
    expect(finish?.headers).not.toHaveProperty('Content-Encoding');
    expect(finish?.payload).toBe('{}');
  });

  it.each([400, 415])('packed and refused with %i goes again plain, and stays plain', async (status) => {
    const { send, sent, stored } = await client((request) =>
      json(request.headers['Content-Encoding'] ? status : 200, {}),
    );
    expect(send([BATCH, FINISH])).toEqual([
      { ok: true, body: {} },
      { ok: true, body: {} },
    ]);
    expect(sent).toHaveLength(3);
    expect(send([BATCH])).toEqual([{ ok: true, body: {} }]);
    expect(sent).toHaveLength(4);
    const later = await client(() => json(200, {}), stored);
    later.send([BATCH]);
    expect(later.sent[0]?.headers).not.toHaveProperty('Content-Encoding');
  });

  it('that is wrong in itself stays wrong plain, and packing is not given up', async () => {
    const { send, stored } = await client(() => json(400, { code: 'invalid_json', detail: 'd', params: {} }));
    expect(send([BATCH])).toMatchObject([{ ok: false, problem: { status: 400, code: 'invalid_json' } }]);
    expect(stored).toEqual({});
  });
});

describe('an answer', () => {
  it.each([
    [
      'a problem',
      json(409, { code: 'sheet_busy', detail: 'd', params: { who: 'w' } }),
      { status: 409, code: 'sheet_busy', detail: 'd', params: { who: 'w' } },
    ],
    [
      'a pause',
      json(429, { code: 'slow_down' }, { 'retry-after': '7' }),
      { status: 429, code: 'slow_down', retryAfterMs: 7000 },
    ],
    ['a failing proxy', { status: 502, body: '<html>' }, { status: 502, code: 'server_error', retryAfterMs: null }],
    ['a page of someone else', { status: 200, body: '<html>' }, { status: 200, code: 'unexpected_answer' }],
    ['no such address', { status: 404, body: '' }, { status: 404, code: 'unexpected_answer' }],
  ])('%s', async (_, answer, problem) => {
    const { send } = await client(() => answer);
    expect(send([FINISH])).toMatchObject([{ ok: false, problem }]);
  });

  it.each([
    ['Address unavailable: https://sync.example.jp/', 0, 'unreachable'],
    ['Service invoked too many times for one day: urlfetch.', 403, 'fetch_quota'],
    ['You do not have permission to call UrlFetchApp.fetchAll.', 403, 'fetch_not_allowed'],
  ])('thrown: %s', async (message, status, code) => {
    const { send } = await client(() => {
      throw new Error(message);
    });
    expect(send([BATCH, FINISH])).toMatchObject([{ problem: { status, code } }, { problem: { status, code } }]);
  });
});
