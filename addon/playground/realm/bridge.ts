// The one way out of the realm: text out, text back, blocking. Nothing but JSON passes.
import { exception } from './exception.ts';

export type Bridge = (name: string, argsJson: string) => string;

interface Answer {
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

const { parse, stringify } = JSON;
let bridge: Bridge = () => {
  throw exception('The local host is not connected.');
};

export function connect(to: Bridge): void {
  bridge = to;
}

/** Asks the host and waits. The host's tables say what each name takes and gives. */
export function call<T>(name: string, ...args: readonly unknown[]): T {
  const answer: Answer = parse(bridge(name, stringify(args)));
  if (answer.error !== undefined) throw exception(answer.error.message, answer.error.name);
  return answer.value as T;
}
