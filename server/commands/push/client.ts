// The protocol over HTTP as a command speaks it: JSON out, JSON or a problem back.
import { gzipSync } from 'node:zlib';
import type { RunProblem } from '../../../shared/run-steps.ts';
import { Problem } from '../../problem.ts';

export interface Client {
  send(method: 'POST' | 'PUT' | 'GET', path: string, body?: unknown): Promise<Reply>;
}

export type Reply =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly problem: RunProblem };

const PACK_FROM_BYTES = 64 * 1024;
const TIMEOUT_MS = 150_000;

/** Throws `wrong_use` for what can be no address or no key. */
export function checkPlace({ server, key }: { readonly server: string; readonly key: string }): void {
  if (!/^https?:\/\/\S+$/.test(server) || !URL.canParse(server))
    throw new Problem('wrong_use', { message: '--server must be an address that begins with http:// or https://.' });
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new Problem('wrong_use', { message: '--key holds a character that no key has; copy the whole key again.' });
}

export function makeClient(server: string, key: string): Client {
  const base = server.replace(/\/+$/, '');
  return {
    async send(method, path, body) {
      try {
        const response = await fetch(`${base}${path}`, {
          method,
          headers: { authorization: `Bearer ${key}`, ...contentHeaders(body) },
          ...(body === undefined ? {} : { body: pack(body).bytes }),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        return await toReply(response);
      } catch (error) {
        return { ok: false, problem: unreachable(base, error) };
      }
    },
  };
}

interface Packed {
  readonly bytes: string | Buffer<ArrayBuffer>;
  readonly encoding: Record<string, string>;
}

const packedBodies = new WeakMap<object, Packed>();

/** Long lists of keys pack to a fifth; batches are not worth the time on a near network. */
function pack(body: unknown): Packed {
  const known = typeof body === 'object' && body !== null ? packedBodies.get(body) : undefined;
  if (known !== undefined) return known;
  const text = JSON.stringify(body);
  const long = text.length > PACK_FROM_BYTES && typeof body === 'object' && body !== null && 'fingerprints' in body;
  const packed: Packed = long
    ? { bytes: gzipSync(text, { level: 1 }), encoding: { 'content-encoding': 'gzip' } }
    : { bytes: text, encoding: {} };
  if (typeof body === 'object' && body !== null) packedBodies.set(body, packed);
  return packed;
}

const contentHeaders = (body: unknown): Record<string, string> =>
  body === undefined ? {} : { 'content-type': 'application/json', ...pack(body).encoding };

async function toReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const body = parsed(text);
  if (response.ok && body !== null) return { ok: true, body };
  const retryAfter = Number(response.headers.get('retry-after'));
  return {
    ok: false,
    problem: {
      status: response.status,
      code: String(body?.['code'] ?? 'not_rollcall'),
      detail: String(
        body?.['detail'] ??
          `The server answered ${response.status} without saying why. Is --server the address of Rollcall?`,
      ),
      params: (body?.['params'] ?? {}) as Record<string, unknown>,
      retryAfterMs: retryAfter > 0 ? retryAfter * 1000 : null,
    },
  };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function unreachable(base: string, error: unknown): RunProblem {
  const cause = (error as { cause?: { code?: string } }).cause?.code ?? null;
  const detail = `No answer from ${base}${cause === null ? '' : ` (${cause})`}. Is the server running there?`;
  return { status: 0, code: 'unreachable', detail, params: { cause }, retryAfterMs: null };
}
