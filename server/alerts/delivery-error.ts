// Why a message did not go out, as a code of ours. What the other side answered is never kept: it may quote what it was sent.

export class DeliveryError extends Error {
  readonly code: string;
  /** Trying again is of no use. */
  readonly isFinal: boolean;

  constructor(code: string, isFinal = false) {
    super(code);
    this.name = 'DeliveryError';
    this.code = code;
    this.isFinal = isFinal;
  }
}

/** The code of whatever went wrong on the network. */
export function networkCode(error: unknown): string {
  if (error instanceof DeliveryError) return error.code;
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === 'AbortError' || name === 'TimeoutError') return 'timeout';
  if (typeof code !== 'string') return 'internal';
  return (
    CODES[code] ?? (/^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code) ? 'tls' : 'unreachable')
  );
}

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'broken_off',
  EPIPE: 'broken_off',
  ESOCKET: 'unreachable',
  ECONNECTION: 'unreachable',
  ENOTFOUND: 'no_such_host',
  EAI_AGAIN: 'no_such_host',
  EDNS: 'no_such_host',
  ETIMEDOUT: 'timeout',
  ETLS: 'tls',
  EAUTH: 'login_refused',
  ENOAUTH: 'login_refused',
  EENVELOPE: 'address_refused',
  EMESSAGE: 'message_refused',
  EPROTOCOL: 'not_understood',
  HPE_INVALID_CONSTANT: 'not_understood',
};
