// The part of Google's Apps Script API that clasp pushes to, on loopback: one script, which begins as Google makes a new one.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptFile {
  readonly name: string;
  readonly type: string;
  readonly source: string;
}

export interface FakeScriptApi {
  readonly url: string;
  readonly scriptId: string;
  readonly token: string;
  /** `GET /v1/…` for each request, in order; what came with another token, or for another script, stands there with its refusal. */
  readonly requests: readonly string[];
  readonly files: () => readonly ScriptFile[];
  readonly close: () => Promise<void>;
}

const NEW_SCRIPT: readonly ScriptFile[] = [
  { name: 'appsscript', type: 'JSON', source: '{"timeZone":"America/New_York","runtimeVersion":"V8"}' },
  { name: 'Code', type: 'SERVER_JS', source: 'function myFunction() {\n  \n}\n' },
];

export async function fakeScriptApi(): Promise<FakeScriptApi> {
  const [scriptId, token] = ['1invented-script-id-of-a-test-0000000000000000000000000000', 'a-token-of-a-test'];
  const requests: string[] = [];
  let files = NEW_SCRIPT;
  const answer = async (request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    if (request.headers.authorization !== `Bearer ${token}`) return refusal(401, 'Request had invalid credentials.');
    if (request.url !== `/v1/projects/${scriptId}/content`) return refusal(404, 'Requested entity was not found.');
    if (request.method === 'PUT') ({ files } = (await jsonOf(request)) as { files: ScriptFile[] });
    return { status: 200, body: { scriptId, files } };
  };
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request);
    requests.push(`${request.method} ${request.url}${status === 200 ? '' : ` ${status}`}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    scriptId,
    token,
    requests,
    files: () => files,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

const refusal = (code: number, message: string) => ({
  status: code,
  body: { error: { code, message, errors: [{ message }] } },
});

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
