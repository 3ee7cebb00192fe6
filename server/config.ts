// The only file that reads the environment. Every variable, its default and its check; `rollcall doctor` lists them.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.ts';

export const PROJECT_ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export interface Config {
  /** null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly operatorToken: string | null;
  readonly schemaPolicy: 'refuse' | 'warn';
  /** Where alerts go besides the log; null: nowhere. */
  readonly webhook: WebhookConfig | null;
  readonly smtp: { readonly url: string; readonly from: string } | null;
  /** Who is written to about what concerns no sheet, and of sheets without recipients. */
  readonly alertMail: readonly { readonly email: string; readonly language: 'en' | 'ja' }[];
  /** The address at which others reach this server, with a slash at its end; null: not known. */
  readonly publicUrl: string | null;
}

interface WebhookConfig {
  readonly url: string;
  readonly secret: string;
  readonly format: 'rollcall' | 'slack' | 'google-chat';
  readonly language: 'en' | 'ja';
  /** Addresses of one's own network may be called too. */
  readonly allowPrivate: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws `wrong_use` naming the variable that cannot be used. */
export function readConfig(env: Environment = process.env): Config {
  return {
    databaseUrl: databaseUrl(env['DATABASE_URL']),
    dataDir: resolve(PROJECT_ROOT, env['ROLLCALL_DATA_DIR'] || '.rollcall'),
    host: env['HOST'] || '127.0.0.1',
    port: port(env['PORT']),
    operatorToken: env['ROLLCALL_OPERATOR_TOKEN'] || null,
    schemaPolicy: policy(env['ROLLCALL_SCHEMA_POLICY']),
    webhook: webhook(env),
    smtp: smtp(env),
    alertMail: alertMail(env['ROLLCALL_ALERT_MAIL']),
    publicUrl: publicUrl(env['ROLLCALL_PUBLIC_URL']),
  };
}

const VARIABLES = [
  { name: 'DATABASE_URL', meaning: 'Postgres 15 or later; absent: the embedded database', secret: true },
  { name: 'ROLLCALL_DATA_DIR', meaning: 'data of the embedded database (default .rollcall)', secret: false },
  { name: 'HOST', meaning: 'address to listen on (default 127.0.0.1)', secret: false },
  { name: 'PORT', meaning: 'port to listen on (default 8787)', secret: false },
  { name: 'ROLLCALL_OPERATOR_TOKEN', meaning: 'admin token; absent: made once and printed', secret: true },
  {
    name: 'ROLLCALL_SCHEMA_POLICY',
    meaning: 'refuse (default) or warn, where text columns limit the length',
    secret: false,
  },
  { name: 'ROLLCALL_WEBHOOK_URL', meaning: 'where alerts are posted; absent: nowhere', secret: true },
  {
    name: 'ROLLCALL_WEBHOOK_SECRET',
    meaning: 'signs what is posted, so that the receiver knows it is ours',
    secret: true,
  },
  { name: 'ROLLCALL_WEBHOOK_FORMAT', meaning: 'rollcall (default), slack or google-chat', secret: false },
  { name: 'ROLLCALL_WEBHOOK_LANGUAGE', meaning: 'en (default) or ja', secret: false },
  { name: 'ROLLCALL_WEBHOOK_ALLOW_PRIVATE', meaning: '1: the webhook may be on your own network', secret: false },
  { name: 'ROLLCALL_SMTP_URL', meaning: 'mail server for alerts, as smtps://user:password@host:465', secret: true },
  { name: 'ROLLCALL_MAIL_FROM', meaning: 'sender of the mails', secret: false },
  {
    name: 'ROLLCALL_ALERT_MAIL',
    meaning: 'operators who get alerts that no recipient of a sheet gets, as ops@example.com,sato@example.jp:ja',
    secret: false,
  },
  { name: 'ROLLCALL_PUBLIC_URL', meaning: 'address of this server for others; alerts link to it', secret: false },
] as const;

/** Every variable with what it is set to, where that is no secret, and what it is for. */
export const describeVariables = (env: Environment = process.env): string[] =>
  VARIABLES.map(({ name, meaning, secret }) => {
    const value = env[name] ? (secret ? 'set' : `"${env[name]}"`) : 'not set';
    return `${name} is ${value}: ${meaning}`;
  });

function databaseUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (!/^postgres(ql)?:\/\//.test(text)) throw wrong('DATABASE_URL', 'a URL that begins with postgres://');
  return text;
}

function port(text: string | undefined): number {
  const number = Number(text || 8787);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw wrong('PORT', 'a whole number up to 65535');
  return number;
}

function policy(text: string | undefined): 'refuse' | 'warn' {
  const value = text || 'refuse';
  if (value !== 'refuse' && value !== 'warn') throw wrong('ROLLCALL_SCHEMA_POLICY', '"refuse" or "warn"');
  return value;
}

function webhook(env: Environment): WebhookConfig | null {
  const format = env['ROLLCALL_WEBHOOK_FORMAT'] || 'rollcall';
  if (!isFormat(format)) throw wrong('ROLLCALL_WEBHOOK_FORMAT', '"rollcall", "slack" or "google-chat"');
  const allow = env['ROLLCALL_WEBHOOK_ALLOW_PRIVATE'] || '0';
  if (allow !== '0' && allow !== '1') throw wrong('ROLLCALL_WEBHOOK_ALLOW_PRIVATE', '1, or left out');
  const language = env['ROLLCALL_WEBHOOK_LANGUAGE'] || 'en';
  if (language !== 'en' && language !== 'ja') throw wrong('ROLLCALL_WEBHOOK_LANGUAGE', '"en" or "ja"');
  const [url, secret] = [env['ROLLCALL_WEBHOOK_URL'], env['ROLLCALL_WEBHOOK_SECRET'] ?? ''];
  if (!url) return null;
  const isOpen = allow === '1';
  if (!isUrl(url, isOpen ? ['https:', 'http:'] : ['https:']))
    throw wrong(
      'ROLLCALL_WEBHOOK_URL',
      `a web address that begins with ${isOpen ? 'https:// or http://' : 'https://'}`,
    );
  // Slack and Google Chat know their own by the address alone.
  if (format === 'rollcall' && secret === '')
    throw wrong('ROLLCALL_WEBHOOK_SECRET', 'set where ROLLCALL_WEBHOOK_URL is: it signs what is posted');
  return { url, secret, format, language, allowPrivate: isOpen };
}

const isFormat = (text: string): text is WebhookConfig['format'] => ['rollcall', 'slack', 'google-chat'].includes(text);

function smtp(env: Environment): Config['smtp'] {
  const [url, from] = [env['ROLLCALL_SMTP_URL'], env['ROLLCALL_MAIL_FROM'] ?? ''];
  if (!url) return null;
  if (!isUrl(url, ['smtp:', 'smtps:'])) throw wrong('ROLLCALL_SMTP_URL', 'a URL that begins with smtp:// or smtps://');
  if (!/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/.test(from))
    throw wrong('ROLLCALL_MAIL_FROM', 'a mail address, as rollcall@example.com, where ROLLCALL_SMTP_URL is set');
  return { url, from };
}

function alertMail(text: string | undefined): Config['alertMail'] {
  const entries = (text ?? '').split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '').map(operator);
}

function operator(entry: string): Config['alertMail'][number] {
  const [, email = '', language = 'en'] = /^([^\s:<>"]+@[^\s:<>"@]+)(?::(en|ja))?$/.exec(entry) ?? [];
  if (email === '')
    throw wrong('ROLLCALL_ALERT_MAIL', 'mail addresses with commas between, each with :en or :ja where one likes');
  return { email, language: language === 'ja' ? 'ja' : 'en' };
}

function publicUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (!isUrl(text, ['https:', 'http:']) || /[?#]/.test(text))
    throw wrong('ROLLCALL_PUBLIC_URL', 'a web address without "?" and "#", as https://rollcall.your-company.com/');
  return text.endsWith('/') ? text : `${text}/`;
}

const isUrl = (text: string, protocols: readonly string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol) && new URL(text).hostname !== '';

const wrong = (name: string, expected: string): Problem =>
  new Problem('wrong_use', { message: `${name} must be ${expected}.` });
