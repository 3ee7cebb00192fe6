// A request's body: JSON within its limits, packed or not, or a problem that says what is wrong with it.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Problem } from '../problem.ts';

export const MAX_SENT = 32 * 1024 * 1024;
export const MAX_INFLATED = 64 * 1024 * 1024;

export interface Body {
  readonly value: unknown;
  /** Of the unpacked bytes: the same JSON text has the same hash, however it travelled. */
  readonly hash: string;
  readonly travel: Travel;
}

/** How it came. */
export interface Travel {
  readonly encoding: string;
  readonly bytesSent: number;
  readonly bytesInflated: number;
}

export async function readBody(request: Request): Promise<Body> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) throw new Problem('unsupported_media_type');
  const sent = await received(request);
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  const bytes = await unpack(sent, encoding);
  const travel = { encoding, bytesSent: sent.length, bytesInflated: bytes.length };
  return { value: parse(bytes), hash: createHash('sha256').update(bytes).digest('hex'), travel };
}

/** A sender that is gone is no failure of ours, nor of the database, though both say so with one code. */
async function received(request: Request): Promise<Buffer> {
  try {
    return await readBytes(request);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('invalid_json', {}, error);
  }
}

async function readBytes(request: Request): Promise<Buffer> {
  const length = request.headers.get('content-length');
  if (length !== null) {
    if (Number(length) > MAX_SENT) throw tooLarge(MAX_SENT, 'as sent');
    return Buffer.from(await request.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_SENT) throw tooLarge(MAX_SENT, 'as sent');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function unpack(bytes: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === 'identity' || encoding === '') return bytes;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') throw new Problem('unsupported_media_type');
  try {
    return await inflate(bytes, { maxOutputLength: MAX_INFLATED });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(MAX_INFLATED, 'unpacked');
    throw new Problem('invalid_gzip', {}, error);
  }
}

const inflate = promisify(gunzip) as (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

/** Bytes that are not UTF-8 are refused, not replaced: a replaced character would be stored. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Problem('invalid_json', {}, error);
  }
}

const tooLarge = (limit: number, state: string): Problem => new Problem('body_too_large', { limit, state });
