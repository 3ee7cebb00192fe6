// What the sidebar calls never throws: Google's own wording of a failure is not in our hands.
import type { Reply } from './sidebar/answers.ts';

export function answering<T>(work: () => Reply<T>): Reply<T> {
  try {
    return work();
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return {
      ok: false,
      code: 'internal',
      message: 'The add-on failed in a way it does not know; see its execution log.',
    };
  }
}

export const refusal = (code: string, message: string): { ok: false; code: string; message: string } => ({
  ok: false,
  code,
  message,
});
