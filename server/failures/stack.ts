// Where in our own code an error came up. Never its message, since a database's message can quote a value.

/** The error's name and its innermost frames, one to a line; null where there is no stack. */
export function ourFrames(error: unknown): string | null {
  if (!(error instanceof Error) || error.stack === undefined) return null;
  const afterMessage = error.stack.indexOf(error.message) + error.message.length;
  const frames = error.stack
    .slice(Math.max(0, afterMessage))
    .split('\n')
    .filter((line) => FRAME.test(line));
  return [error.name, ...frames.slice(0, MOST_FRAMES)].join('\n');
}

const FRAME = /^\s+at .+:\d+:\d+\)?$/;
const MOST_FRAMES = 6;
