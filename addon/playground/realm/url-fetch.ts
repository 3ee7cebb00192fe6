// UrlFetchApp: requests as plain data to the host, which sends them over real HTTP; fetchAll sends all at once.
import { decodeBase64 } from './base64.ts';
import { blobData, blobOf, toBase64 } from './blob.ts';
import { call } from './bridge.ts';
import { exception } from './exception.ts';
import { strict } from './strict.ts';

type Response = GoogleAppsScript.URL_Fetch.HTTPResponse;

interface ResponseData {
  readonly status: number;
  readonly base64: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly allHeaders: Readonly<Record<string, string | readonly string[]>>;
}

export const urlFetchApp = strict<GoogleAppsScript.URL_Fetch.UrlFetchApp>('UrlFetchApp', {
  fetch: (url: string, params: object = {}) => fetchAll([{ ...params, url }])[0] as Response,
  fetchAll: (requests) =>
    fetchAll(requests.map((request) => (typeof request === 'string' ? { url: request } : request))),
});

function fetchAll(requests: readonly object[]): Response[] {
  return call<ResponseData[]>('UrlFetchApp.fetchAll', requests.map(toData)).map(toResponse);
}

function toData(request: object): object {
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request)) {
    if (!OPTIONS.includes(name)) throw exception(`The local host knows no request option "${name}".`);
    if (value !== undefined) data[name] = name === 'payload' ? toPayload(value) : value;
  }
  return data;
}

/** Blobs bring their content type; a plain object is a form. */
function toPayload(payload: unknown): object {
  if (typeof payload === 'string' || Array.isArray(payload)) return { base64: toBase64(payload), contentType: null };
  const blob = blobData(payload);
  if (blob !== undefined) return blob;
  return { base64: toBase64(formEncoded(payload as Record<string, unknown>)), contentType: null };
}

const formEncoded = (form: Record<string, unknown>): string =>
  Object.entries(form)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');

function toResponse({ status, base64, headers, allHeaders }: ResponseData): Response {
  const contentType = headers['Content-Type'] ?? null;
  return strict<Response>('HTTPResponse', {
    getResponseCode: () => status,
    getContent: () => decodeBase64(base64),
    getContentText: (charset?: string) => call<string>('Text.decode', base64, charset ?? 'UTF-8'),
    getHeaders: () => ({ ...headers }),
    getAllHeaders: () => ({ ...allHeaders }),
    getBlob: () => blobOf({ base64, contentType, name: null }),
  });
}

const OPTIONS = [
  'url',
  'method',
  'headers',
  'contentType',
  'payload',
  'muteHttpExceptions',
  'followRedirects',
  'validateHttpsCertificates',
  'escaping',
];
