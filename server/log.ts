// One JSON line per event on standard error. Ids, counts and codes only: never a cell's content, never a body.
type LogFields = Readonly<Record<string, string | number | boolean | null>>;
export type Log = (level: 'info' | 'warn' | 'error', event: string, fields?: LogFields) => void;

export const logToStderr: Log = (level, event, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
};

export const logNothing: Log = () => undefined;
