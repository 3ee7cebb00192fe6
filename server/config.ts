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

const wrong = (name: string, expected: string): Problem =>
  new Problem('wrong_use', { message: `${name} must be ${expected}.` });
