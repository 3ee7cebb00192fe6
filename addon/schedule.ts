// The hourly sync of a document as it is remembered, and what the sidebar says of it. Pure but for where it is kept.
import { readJson, readMine, removeMine, writeJson, writeMine } from './document-properties.ts';
import { isSamePerson, type Person } from './saved-run.ts';
import type { Schedule, ScheduledRun, ScheduleTrouble } from './sidebar/answers.ts';

/** What a document remembers of its hourly sync, whoever looks. */
export interface KeptSchedule {
  readonly isOn: boolean;
  readonly gid: number;
  readonly sheetName: string;
  readonly triggerId: string;
  readonly owner: Pick<Person, 'email' | 'id'>;
  /** ISO 8601. */
  readonly since: string;
  readonly last: ScheduledRun | null;
  readonly trouble: ScheduleTrouble | null;
}

const NAME = 'rollcall.schedule';

export const loadSchedule = (): KeptSchedule | null => readJson(NAME) as KeptSchedule | null;

export function saveSchedule(schedule: KeptSchedule): void {
  writeJson(NAME, schedule);
}

/** A trigger that Google started without a document has only its owner's properties to say so in. */
export const noteAtOwner = (triggerId: string, trouble: ScheduleTrouble): void =>
  writeMine(ownName(triggerId), JSON.stringify(trouble));

export const forgetAtOwner = (triggerId: string): void => removeMine(ownName(triggerId));

function notedAtOwner(triggerId: string): ScheduleTrouble | null {
  const text = readMine(ownName(triggerId));
  return text === null ? null : (JSON.parse(text) as ScheduleTrouble);
}

const ownName = (triggerId: string): string => `rollcall.trigger.${triggerId}`;

const HOUR_MS = 3_600_000;
const SILENT_MS = 3 * HOUR_MS;
/** A run may take three minutes, and Google starts it when it suits. */
const RUN_MS = 5 * 60_000;
const ROUND_MS = 5 * 60_000;

export function viewSchedule(kept: KeptSchedule | null, person: Person, now: number): Schedule {
  if (kept === null || !kept.isOn) return OFF;
  const isMine = isSamePerson(kept.owner, person);
  const trouble = latestTrouble(kept, isMine ? notedAtOwner(kept.triggerId) : null, now);
  return {
    state: kept.last === null ? 'waiting' : 'on',
    sheetName: kept.sheetName,
    by: kept.owner.email,
    isMine,
    since: kept.since,
    last: kept.last,
    arrivesBy: trouble === null && !isStuck(kept) ? arrivesBy(kept, now) : null,
    trouble,
  };
}

const OFF: Schedule = {
  state: 'off',
  sheetName: '',
  by: null,
  isMine: false,
  since: null,
  last: null,
  arrivesBy: null,
  trouble: null,
};

/** What stopped the last run will stop the next; a run that spent its time may need more than one. */
const isStuck = ({ last }: KeptSchedule): boolean => last?.outcome === 'stopped' || last?.outcome === 'unfinished';

/** What was noted counts until a run came after it. */
function latestTrouble(kept: KeptSchedule, noted: ScheduleTrouble | null, now: number): ScheduleTrouble | null {
  const heard = kept.last?.at ?? kept.since;
  const standing = [noted, kept.trouble].find((trouble) => trouble !== null && trouble.at > heard);
  if (standing) return standing;
  return now - Date.parse(heard) > SILENT_MS ? { code: 'silent', at: heard, url: null } : null;
}

/** An hour after the last run began, and the run itself; rounded up to what a person would say. */
function arrivesBy({ last, since }: KeptSchedule, now: number): string {
  const next = Math.max(Date.parse(last?.at ?? since) + HOUR_MS, now) + RUN_MS;
  return new Date(Math.ceil(next / ROUND_MS) * ROUND_MS).toISOString();
}
