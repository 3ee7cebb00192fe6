// Where alerts arrive in tests: a webhook and a mail server on loopback, which keep what they got and answer as they are told.
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

interface Hook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (response: Parameters<RequestListener>[1], count: number) => void;

export interface WebhookReceiver {
  readonly url: string;
  readonly got: Hook[];
  /** How the next ones are answered; `count` is 1 for the first ever. */
  answer: Answer;
  close(): Promise<void>;
}

export async function webhookReceiver(): Promise<WebhookReceiver> {
  const got: Hook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      receiver.answer(response, got.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${port}/hook`,
    got,
    answer: OK,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return receiver;
}

export const OK: Answer = (response) => response.end('ok');
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end('the other side says something');

export interface MailReceiver {
  readonly url: string;
  readonly got: { readonly to: readonly string[]; readonly raw: string; readonly mail: ParsedMail }[];
  /** Null: taken. Else the SMTP status that a recipient is refused with. */
  refuse: ((address: string) => number | null) | null;
  close(): Promise<void>;
}

export async function mailReceiver(): Promise<MailReceiver> {
  const got: MailReceiver['got'] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, callback) {
      const code = receiver.refuse?.(address) ?? null;
      callback(code === null ? null : Object.assign(new Error('no such mailbox'), { responseCode: code }));
    },
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        got.push({
          to: envelope.rcptTo.map(({ address }) => address),
          raw: raw.toString(),
          mail: await simpleParser(raw),
        });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const receiver: MailReceiver = {
    url: `smtp://127.0.0.1:${port}`,
    got,
    refuse: null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return receiver;
}
