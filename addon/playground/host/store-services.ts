// PropertiesService, CacheService and LockService as the host answers them.
import type { PropertyStore } from './property-store.ts';
import {
  type Caller,
  type HostState,
  type Scope,
  type Service,
  type Services,
  scopeOf,
  text,
  textMap,
  texts,
  whole,
} from './service.ts';
import { ServiceError } from './service-error.ts';

export const storeServices: Services = {
  'Properties.getProperty': onStore((store, [key]) => store.get(text(key))),
  'Properties.getProperties': onStore((store) => store.all()),
  'Properties.getKeys': onStore((store) => store.keys()),
  'Properties.setProperties': onStore((store, [values, others]) => store.set(textMap(values), others === true)),
  'Properties.deleteProperty': onStore((store, [key]) => store.delete(text(key))),
  'Properties.deleteAllProperties': onStore((store) => store.clear()),
  'Cache.getAll': (host, [scope, keys], { user }) => host.cache(scopeOf(scope), user).getAll(texts(keys)),
  'Cache.putAll': (host, [scope, values, seconds], { user }) => {
    const cache = host.cache(scopeOf(scope), user);
    const lives = seconds === null || seconds === undefined ? null : whole(seconds);
    for (const [key, value] of Object.entries(textMap(values))) cache.put(key, value, lives);
  },
  'Cache.removeAll': (host, [scope, keys], { user }) => {
    for (const key of texts(keys)) host.cache(scopeOf(scope), user).delete(key);
  },
  'LockService.hasDocument': ({ assume }, _args, { hasDocument }) => hasDocument && assume.documentLockInDocument,
  'Lock.tryLock': async (host, [scope, timeout], caller) => {
    const name = lockName(host, scopeOf(scope), caller.user);
    const waitMs = Math.max(0, whole(timeout));
    const started = performance.now();
    const got = await host.locks.acquire(name, caller.id, waitMs * host.lockWaitScale);
    caller.spend(got ? Math.min(waitMs, performance.now() - started) : waitMs);
    return got;
  },
  'Lock.releaseLock': (host, [scope], { id, user }) => host.locks.release(lockName(host, scopeOf(scope), user), id),
  'Lock.hasLock': (host, [scope], { id, user }) => host.locks.isHeld(lockName(host, scopeOf(scope), user), id),
};

function onStore(answer: (store: PropertyStore, args: readonly unknown[]) => unknown): Service {
  return (host, [scope, ...args], caller) => {
    countUse(host, caller);
    return answer(host.properties(scopeOf(scope), caller.user), args);
  };
}

function countUse({ quotas, assume }: HostState, { user }: Caller): void {
  if (!quotas.use('properties', user, 1, assume.propertyCallsPerDay)) throw new ServiceError(assume.propertyQuotaText);
}

const lockName = ({ spreadsheet }: HostState, scope: Scope, user: string): string =>
  scope === 'script' ? scope : `${scope} ${scope === 'user' ? user : spreadsheet.id}`;
