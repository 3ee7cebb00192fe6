// What all executions of a host share, made from its options.
import { CacheStore } from './cache-store.ts';
import type { HostEvent } from './events.ts';
import type { HostOptions } from './host-options.ts';
import { Locks } from './locks.ts';
import { assumeProfile } from './profile.ts';
import { PropertyStore } from './property-store.ts';
import { Quotas } from './quotas.ts';
import type { HostState } from './service.ts';
import { Triggers } from './triggers.ts';
import { VirtualClock } from './virtual-clock.ts';
import { CALM, storm } from './weather.ts';

export function hostState(
  options: HostOptions,
  manifest: HostState['manifest'],
  emit: (event: HostEvent) => void,
  /** Another document in which the same script runs for the same users: theirs is what belongs to no document. */
  other: HostState | null,
): HostState {
  const { profile = 'friendly', seed = 1, noDocumentInTriggers } = options;
  const table = assumeProfile(profile, options.assume);
  const documentInTriggers = noDocumentInTriggers === undefined ? table.documentInTriggers : !noDocumentInTriggers;
  const assume = { ...table, documentInTriggers };
  const clock = new VirtualClock(options.clock ?? Date.now);
  const now = () => clock.now();
  const stores = keyed(() => new PropertyStore(assume));
  const caches = keyed(() => new CacheStore(assume, now));
  return {
    distDir: options.distDir,
    spreadsheet: options.spreadsheet,
    manifest,
    assume,
    fetchMap: options.fetchMap,
    addonName: options.addonName ?? 'Rollcall',
    userLocale: options.userLocale ?? 'en',
    lockWaitScale: options.lockWaitScale ?? 1,
    heapMb: options.heapMb ?? (profile === 'hostile' ? assume.heapMb : null),
    locks: new Locks(),
    quotas: new Quotas(assume.quotaDayMs, now),
    triggers: new Triggers(assume, now, seed),
    clock,
    timeFlows: options.timeFlows ?? true,
    weatherOf: (execution) => (profile === 'hostile' ? storm(assume, seed, execution) : CALM),
    unauthorized: new Set(),
    properties: (scope, user) =>
      scope !== 'document' && other !== null
        ? other.properties(scope, user)
        : stores(scope === 'user' ? `user ${user}` : scope),
    cache: (scope, user) =>
      scope !== 'document' && other !== null
        ? other.cache(scope, user)
        : caches(scope === 'user' ? `user ${user}` : scope),
    emit,
    menu: null,
    sidebar: null,
  };
}

function keyed<T>(make: () => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const value = made.get(key) ?? make();
    made.set(key, value);
    return value;
  };
}
