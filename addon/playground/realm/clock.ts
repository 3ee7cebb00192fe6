// The realm's Date: now is the execution's virtual clock. What would read the script's own time zone is refused, since that zone is not emulated.
import { exception } from './exception.ts';

const RealDate = Date;

/** Replaces the realm's Date; dates keep their prototype, so `instanceof` holds. */
export function installClock(global: object, now: () => number): void {
  refuseLocalTime(RealDate.prototype);
  const VirtualDate = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toISOString(),
    construct: (target, args, newTarget) => {
      if (args.length > 1) throw localTime('new Date(year, month, …)');
      return Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget);
    },
    get: (target, key, receiver) => (key === 'now' ? () => Math.floor(now()) : Reflect.get(target, key, receiver)),
  });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: VirtualDate });
  Object.defineProperty(global, 'Date', { value: VirtualDate });
}

function refuseLocalTime(prototype: object): void {
  for (const name of Object.getOwnPropertyNames(prototype)) {
    if (!LOCAL.test(name)) continue;
    Object.defineProperty(prototype, name, {
      value: () => {
        throw localTime(`Date.prototype.${name}`);
      },
    });
  }
}

const localTime = (name: string): Error =>
  exception(`${name} reads the script's time zone, which the local host does not emulate.`);

const LOCAL = /^[gs]et(Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|TimezoneOffset|Year)$/;
