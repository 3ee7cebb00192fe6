// A run as it stands between two executions, and whose it is. Holds no cell's content but keys.
import type { Mode } from '../shared/protocol.ts';
import type { RunState } from '../shared/run-steps.ts';
import { type KeptGroups, keptGroups, nothingFound } from './found.ts';
import type { Driver } from './sidebar/answers.ts';

/** One person at one window of the document. */
export interface Person {
  /** Null where Google does not tell: another domain, or no consent to the address. */
  readonly email: string | null;
  /** The same for all of a person's windows, also where the address is not told. */
  readonly id: string;
  /** Of this window; `''` where the caller has no window of its own. */
  readonly session: string;
}

export interface SavedRun {
  readonly state: RunState;
  /** A changed contract begins the run anew, once. */
  readonly restarted: boolean;
  readonly startedAt: number;
  readonly heardAt: number;
  readonly driver: Driver;
  /** Whoever drives it now: only their next call goes on, until a person takes it over. */
  readonly person: Person;
  readonly groups: KeptGroups;
}

export const newRun = (state: RunState, now: number, person: Person, driver: Driver = 'sidebar'): SavedRun => ({
  state,
  restarted: false,
  startedAt: now,
  heardAt: now,
  driver,
  person,
  groups: keptGroups(nothingFound(null)),
});

export const modeOf = (mode: unknown): Mode => (mode === 'verify' ? 'verify' : 'sync');

/** The anonymous id changes every 30 days, the address is not always told: either is proof. */
export const isSamePerson = (a: Pick<Person, 'id' | 'email'>, b: Pick<Person, 'id' | 'email'>): boolean =>
  a.id === b.id || (a.email !== null && a.email === b.email);

/** As long as the server's own lease of a sheet lasts from its last request. */
export const LEASE_MS = 120_000;

/** Someone else's, and heard of within the lease: not to be touched. The hourly sync gives way to a person at once. */
export const isAnothers = (saved: SavedRun, person: Person, now: number): boolean =>
  saved.driver === 'sidebar' &&
  !isSamePerson(saved.person, person) &&
  saved.state.phase !== 'stopped' &&
  now - saved.heardAt < LEASE_MS;
