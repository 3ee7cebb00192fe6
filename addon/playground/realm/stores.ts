// What outlives an execution: properties and cache, kept by the host; and the locks, real across executions.
import { ASSUMPTIONS } from '../../../shared/assumptions.ts';
import { call } from './bridge.ts';
import { inDocument } from './document.ts';
import { exception } from './exception.ts';
import { strict } from './strict.ts';

type Properties = GoogleAppsScript.Properties.Properties;
type Cache = GoogleAppsScript.Cache.Cache;
type Lock = GoogleAppsScript.Lock.Lock;
type Scope = 'document' | 'script' | 'user';

export const propertiesService = strict<GoogleAppsScript.Properties.PropertiesService>('PropertiesService', {
  getDocumentProperties: () => inDocument(() => properties('document')),
  getScriptProperties: () => properties('script'),
  getUserProperties: () => properties('user'),
});

function properties(scope: Scope): Properties {
  const tell = (name: string, ...args: readonly unknown[]): Properties => {
    call(`Properties.${name}`, scope, ...args);
    return store;
  };
  const store = strict<Properties>('Properties', {
    getProperty: (key) => call('Properties.getProperty', scope, key),
    getProperties: () => call('Properties.getProperties', scope),
    getKeys: () => call('Properties.getKeys', scope),
    setProperty: (key, value) => tell('setProperties', { [key]: String(value) }, false),
    setProperties: (values, deleteAllOthers?: boolean) =>
      tell('setProperties', texts(values), deleteAllOthers === true),
    deleteProperty: (key) => tell('deleteProperty', key),
    deleteAllProperties: () => tell('deleteAllProperties'),
  });
  return store;
}

export const cacheService = strict<GoogleAppsScript.Cache.CacheService>('CacheService', {
  getDocumentCache: () => inDocument(() => cache('document')),
  getScriptCache: () => cache('script'),
  getUserCache: () => cache('user'),
});

const cache = (scope: Scope): Cache =>
  strict<Cache>('Cache', {
    get: (key) => call<Record<string, string>>('Cache.getAll', scope, [key])[key] ?? null,
    getAll: (keys) => call('Cache.getAll', scope, keys),
    put: (key: string, value: string, seconds?: number) =>
      call('Cache.putAll', scope, { [key]: String(value) }, seconds),
    putAll: (values: Record<string, unknown>, seconds?: number) => call('Cache.putAll', scope, texts(values), seconds),
    remove: (key) => call('Cache.removeAll', scope, [key]),
    removeAll: (keys) => call('Cache.removeAll', scope, keys),
  });

export const lockService = strict<GoogleAppsScript.Lock.LockService>('LockService', {
  // The type package promises a lock; outside a document there is none.
  getDocumentLock: () => (call<boolean>('LockService.hasDocument') ? lock('document') : (null as unknown as Lock)),
  getScriptLock: () => lock('script'),
  getUserLock: () => lock('user'),
});

const lock = (scope: Scope): Lock =>
  strict<Lock>('Lock', {
    tryLock: (timeoutInMillis) => call('Lock.tryLock', scope, timeoutInMillis),
    waitLock: (timeoutInMillis) => {
      if (call('Lock.tryLock', scope, timeoutInMillis)) return;
      throw exception(ASSUMPTIONS.lockTimeoutText.value);
    },
    releaseLock: () => call('Lock.releaseLock', scope),
    hasLock: () => call('Lock.hasLock', scope),
  });

const texts = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
