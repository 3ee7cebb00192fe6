// What a service is given when an execution calls it, and how it refuses.
import type { Assumptions } from './assumptions.ts';
import type { CacheStore } from './cache-store.ts';
import type { HostEvent, MenuEntry, SidebarPage } from './events.ts';
import type { Locks } from './locks.ts';
import type { Manifest } from './manifest.ts';
import type { Rights } from './permission.ts';
import type { PropertyStore } from './property-store.ts';
import type { Quotas } from './quotas.ts';
import { ServiceError } from './service-error.ts';
import type { Spreadsheet } from './spreadsheet.ts';
import type { Triggers } from './triggers.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Weather } from './weather.ts';

/** What all executions of one host share. */
export interface HostState {
  readonly distDir: string;
  readonly spreadsheet: Spreadsheet;
  readonly manifest: Manifest;
  readonly assume: Assumptions;
  readonly fetchMap: Readonly<Record<string, string>>;
  readonly addonName: string;
  readonly userLocale: string;
  readonly lockWaitScale: number;
  /** Null: measured, but not limited. */
  readonly heapMb: number | null;
  readonly locks: Locks;
  readonly properties: (scope: Scope, user: string) => PropertyStore;
  readonly cache: (scope: Scope, user: string) => CacheStore;
  readonly quotas: Quotas;
  readonly triggers: Triggers;
  readonly clock: VirtualClock;
  /** False beside a person's own watch: then virtual time that executions spend does not move the clock. */
  readonly timeFlows: boolean;
  readonly weatherOf: (execution: number) => Weather;
  /** Users who withdrew what they had granted. */
  readonly unauthorized: Set<string>;
  readonly emit: (event: HostEvent) => void;
  menu: MenuEntry | null;
  sidebar: SidebarPage | null;
}

export type Scope = 'document' | 'script' | 'user';

/** Of one execution, as its services see it. */
export interface Caller {
  readonly id: number;
  readonly kind: ExecutionKind;
  readonly user: string;
  readonly rights: Rights;
  /** False in a trigger that was given no document. */
  readonly hasDocument: boolean;
  readonly weather: Weather;
  /** The execution's own virtual clock. */
  readonly now: () => number;
  /** Adds to the virtual clock. */
  readonly spend: (ms: number) => void;
  readonly log: (line: string) => void;
  readonly countFetch: (sent: number, received: number) => void;
}

/** Who started it: google.script.run, a menu item, the opening of the document, or a trigger, which has no one to show anything to. */
export type ExecutionKind = 'client' | 'menu' | 'open' | 'trigger';

export type Service = (host: HostState, args: readonly unknown[], caller: Caller) => unknown;

export type Services = Readonly<Record<string, Service>>;

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new ServiceError(`The parameter ${JSON.stringify(value)} should be text.`);
  return value;
}

export function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ServiceError(`The parameter ${JSON.stringify(value)} should be a number.`);
  }
  return Math.trunc(value);
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

export function textMap(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([key, item]) => [key, text(item)]));
}

export function scopeOf(value: unknown): Scope {
  if (value === 'document' || value === 'script' || value === 'user') return value;
  throw new ServiceError(`There is no scope ${String(value)}.`);
}
