// A run as it stands between two executions, and whose it is. Holds no cell's content but keys.
import type { Mode } from '../shared/protocol.ts';
import type { RunOptions, RunState } from '../shared/run-steps.ts';
import { type KeptGroups, keptGroups, nothingFound } from './found.ts';
import { nothingSaid, type Said } from './said.ts';
import type { Driver } from './sidebar/answers.ts';
import type { HeldShown } from './sidebar/check-answers.ts';
import type { Survey } from './survey.ts';

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
  readonly said: Said;
  /** Of a Check, as far as its compare has come. */
  readonly survey: Survey | null;
  /** What a Check's compares said that a sync would hold. */
  readonly forecast: HeldShown | null;
}

export const newRun = (state: RunState, now: number, person: Person, driver: Driver = 'sidebar'): SavedRun => ({
  state,
  restarted: false,
  startedAt: now,
  heardAt: now,
  driver,
  person,
  groups: keptGroups(nothingFound(null)),
  said: nothingSaid,
  survey: null,
  forecast: null,
});

/** What a person asked for. */
export interface Wanted extends RunOptions {
  readonly mode: Mode;
  /** The Check whose result they said yes to. */
  readonly yes?: string;
  /** They saw both values of the rows that they push. */
  readonly isSeen?: boolean;
}

/** A Check is a verify that also says what a sync would do. */
export const wantedOf = (mode: unknown, yes: unknown = ''): Wanted =>
  mode === 'check'
    ? { mode: 'verify', isCheck: true }
    : { mode: mode === 'verify' ? 'verify' : 'sync', yes: String(yes) };

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
