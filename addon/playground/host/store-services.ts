// PropertiesService, CacheService and LockService as the host answers them.
import { type HostState, type Scope, type Services, scopeOf, text, textMap, texts, whole } from './service.ts';

export const storeServices: Services = {
  'Properties.getProperty': (host, [scope, key], { user }) => host.properties(scopeOf(scope), user).get(text(key)),
  'Properties.getProperties': (host, [scope], { user }) => host.properties(scopeOf(scope), user).all(),
  'Properties.getKeys': (host, [scope], { user }) => host.properties(scopeOf(scope), user).keys(),
  'Properties.setProperties': (host, [scope, values, deleteAllOthers], { user }) =>
    host.properties(scopeOf(scope), user).set(textMap(values), deleteAllOthers === true),
  'Properties.deleteProperty': (host, [scope, key], { user }) =>
    host.properties(scopeOf(scope), user).delete(text(key)),
  'Properties.deleteAllProperties': (host, [scope], { user }) => host.properties(scopeOf(scope), user).clear(),
  'Cache.getAll': (host, [scope, keys], { user }) => host.cache(scopeOf(scope), user).getAll(texts(keys)),
  'Cache.putAll': (host, [scope, values, seconds], { user }) => {
    const cache = host.cache(scopeOf(scope), user);
    const lives = seconds === null || seconds === undefined ? null : whole(seconds);
    for (const [key, value] of Object.entries(textMap(values))) cache.put(key, value, lives);
  },
  'Cache.removeAll': (host, [scope, keys], { user }) => {
    for (const key of texts(keys)) host.cache(scopeOf(scope), user).delete(key);
  },
  'LockService.hasDocument': () => true,
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

const lockName = ({ spreadsheet }: HostState, scope: Scope, user: string): string =>
  scope === 'script' ? scope : `${scope} ${scope === 'user' ? user : spreadsheet.id}`;
