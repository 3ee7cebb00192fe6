// One JSON line per event on standard error. Ids, counts and codes only: never a cell's content, never a body.
type LogFields = Readonly<Record<string, string | number | boolean | null>>;
export type Log = (level: 'info' | 'warn' | 'error', event: string, fields?: LogFields) => void;

export const logToStderr: Log = (level, event, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
};

export const logNothing: Log = () => undefined;

/** Where an error happened, without its message: a database's message can quote a value. */
export function safeStack(error: unknown): string | null {
  if (!(error instanceof Error) || error.stack === undefined) return null;
  const frames = error.stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [error.name, ...frames.slice(0, 6)].join('\n');
}
