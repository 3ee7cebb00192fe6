// The self-check's one function as a promise over google.script.run, which knows only handlers.

/** What it answers, whatever was asked. */
export type Answer = { readonly ok: boolean } & Readonly<Record<string, unknown>>;

export type Ask = (probe: string, argument?: string | number) => Promise<Answer>;

interface Runner {
  withSuccessHandler(handler: (answer: unknown) => void): Runner;
  withFailureHandler(handler: (error: unknown) => void): Runner;
  selfCheck(probe: string, argument: string | number): void;
}

declare const google: { readonly script: { readonly run: Runner } };

/** A call that Google did not carry is an answer too: nothing here ever rejects. */
export const ask: Ask = (probe, argument = '') =>
  new Promise((resolve) => {
    google.script.run
      .withSuccessHandler((answer) => resolve(isAnswer(answer) ? answer : LOST))
      .withFailureHandler(() => resolve(LOST))
      .selfCheck(probe, argument);
  });

const LOST: Answer = { ok: false, code: 'call_failed', message: 'Google did not carry the call' };

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && typeof (value as Answer).ok === 'boolean';
