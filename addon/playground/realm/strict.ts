// An object of Apps Script with the members implemented here and no others: anything else throws, loudly.
import { exception } from './exception.ts';

/** Members come from the type package alone: one that `T` does not have, or with another signature, does not compile. */
export function strict<T extends object>(name: string, members: Partial<T>): T {
  return new Proxy(members, {
    get: (target, key) => {
      if (Reflect.getOwnPropertyDescriptor(target, key) !== undefined) return Reflect.get(target, key);
      if (key === 'toString') return () => name;
      if (typeof key === 'symbol' || NATURAL.includes(key)) return Reflect.get(target, key);
      throw exception(`${name}.${key} is not implemented in the local host.`, 'TypeError');
    },
    set: (_target, key) => {
      throw exception(`${name}.${String(key)} cannot be set.`, 'TypeError');
    },
    // A plain object's prototype would let an answer with a service object in it pass as data.
    getPrototypeOf: () => SERVICE,
  }) as T;
}

/** An enumeration, by the names of its members: one that Apps Script does not have does not compile, one that is not listed throws. */
export function enumeration<E extends object>(name: string, ...members: readonly (keyof E & string)[]): E {
  return strict<E>(name, Object.fromEntries(members.map((member) => [member, member])) as Partial<E>);
}

const SERVICE = Object.freeze(Object.create(null));
/** Asked for by the language itself. */
const NATURAL = ['constructor', 'hasOwnProperty', 'then', 'toJSON', 'valueOf'];
