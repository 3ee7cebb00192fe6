// Logger and console: lines of the execution's log, which the host keeps.
import { call } from './bridge.ts';
import { strict } from './strict.ts';

export const logger: GoogleAppsScript.Base.Logger = strict<GoogleAppsScript.Base.Logger>('Logger', {
  log: (...args: readonly unknown[]) => {
    write('log', args);
    return logger;
  },
});

const level =
  (name: string) =>
  (...args: readonly unknown[]): void =>
    write(name, args);

export const scriptConsole = strict<Console>('console', {
  log: level('log'),
  info: level('info'),
  warn: level('warn'),
  error: level('error'),
});

const write = (name: string, args: readonly unknown[]): void => call('Log.write', name, args.map(shown).join(' '));

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.stack ?? String(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
