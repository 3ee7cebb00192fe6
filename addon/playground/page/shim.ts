// google.script as an Apps Script page has it. The frame above carries the calls; the page's own rules are kept here.

interface Answer {
  readonly type: 'rollcall.answer';
  readonly id: number;
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

interface Handlers {
  readonly success?: ((value: unknown, user: unknown) => void) | undefined;
  readonly failure?: ((error: Error, user: unknown) => void) | undefined;
  readonly user?: unknown;
}

declare global {
  interface Window {
    googleScriptFunctions?: readonly string[];
    google?: unknown;
  }
}

const above = window.parent;
const names = window.googleScriptFunctions ?? [];
const waiting = new Map<number, Handlers>();
let calls = 0;

window.addEventListener('message', ({ source, data }: MessageEvent<Answer>) => {
  if (source !== above || data?.type !== 'rollcall.answer') return;
  const handlers = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.ok) return handlers?.success?.(data.value, handlers.user);
  const error = new Error(data.error?.message ?? 'The call failed.');
  error.name = 'ScriptError';
  if (handlers?.failure !== undefined) handlers.failure(error, handlers.user);
});

/** Every setter gives a runner of its own, as Google's does. */
function runner(handlers: Handlers): Record<string, unknown> {
  const made: Record<string, unknown> = {
    withSuccessHandler: (success: Handlers['success']) => runner({ ...handlers, success }),
    withFailureHandler: (failure: Handlers['failure']) => runner({ ...handlers, failure }),
    withUserObject: (user: unknown) => runner({ ...handlers, user }),
  };
  for (const name of names) made[name] = (...args: readonly unknown[]) => call(name, args, handlers);
  return made;
}

function call(functionName: string, args: readonly unknown[], handlers: Handlers): void {
  args.forEach((arg, index) => {
    if (!isLegal(arg)) throw new TypeError(`Failed due to illegal value in property: ${index}`);
  });
  calls += 1;
  waiting.set(calls, handlers);
  tell({ type: 'rollcall.run', id: calls, functionName, args: JSON.parse(JSON.stringify(args)) });
}

/** Plain data only; a Date is refused, however deep. */
function isLegal(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return false;
  if (typeof value !== 'object' || value === null) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isPlain && Object.values(value).every(isLegal);
}

function tell(message: object): void {
  above.postMessage(message, window.location.origin);
}

window.google = {
  script: {
    run: runner({}),
    host: {
      close: () => tell({ type: 'rollcall.close' }),
      editor: { focus: () => tell({ type: 'rollcall.focus' }) },
      origin: window.location.origin,
      setHeight: () => undefined,
      setWidth: () => undefined,
    },
  },
};
// At Google the frame above is another site's and cannot be read.
Object.defineProperty(window, 'parent', { value: window });

export {};
