// Blobs: bytes with a type and a name. The bytes are kept as base64 text, the form in which they leave the realm.
import { decodeBase64, encodeBase64 } from './base64.ts';
import { call } from './bridge.ts';
import { exception } from './exception.ts';
import { strict } from './strict.ts';

type Blob = GoogleAppsScript.Base.Blob;

interface BlobData {
  readonly base64: string;
  readonly contentType: string | null;
  readonly name: string | null;
}

export function newBlob(data: unknown, contentType?: string, name?: string): Blob {
  return blobOf({ base64: toBase64(data), contentType: contentType ?? null, name: name ?? null });
}

export function blobOf(data: BlobData): Blob {
  const blob: Blob = strict<Blob>('Blob', {
    copyBlob: () => blobOf(data),
    getBytes: () => decodeBase64(data.base64),
    getContentType: () => data.contentType,
    getDataAsString: (charset?: string) => call<string>('Text.decode', data.base64, charset ?? 'UTF-8'),
    getName: () => data.name,
    setName: (name) => blobOf({ ...data, name }),
    setContentType: (contentType) => blobOf({ ...data, contentType }),
    getBlob: () => blob,
  });
  known.set(blob, data);
  return blob;
}

/** The data of a blob made here; undefined for anything else. */
export const blobData = (value: unknown): BlobData | undefined =>
  typeof value === 'object' && value !== null ? known.get(value) : undefined;

/** Text as UTF-8, bytes, or a blob. */
export function toBase64(data: unknown): string {
  if (typeof data === 'string') return call<string>('Text.encode', data);
  if (Array.isArray(data)) return encodeBase64(data);
  const blob = blobData(data);
  if (blob === undefined) throw exception('Only text, bytes and blobs have bytes.');
  return blob.base64;
}

const known = new WeakMap<object, BlobData>();
