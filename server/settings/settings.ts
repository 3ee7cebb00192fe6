// What an operator can set at run time: typed, with default, bounds and what it is for. One total table; nothing else is taken.
import { type Db, many, run } from '../db/query.ts';
import { Problem } from '../problem.ts';

interface Rule {
  readonly byDefault: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  readonly meaning: string;
}

export const SETTINGS = {
  retryEverySeconds: rule(60, 1, 3600, 's', 'pause between two looks into the retry queue'),
  retriesPerMinute: rule(600, 1, 100_000, 'rows', 'rows tried again per minute at most, by all servers together'),
  monitorEverySeconds: rule(300, 5, 86_400, 's', 'pause between two looks of the monitor'),
  missingMoreThan: rule(10, 0, 1_000_000, 'buyers', 'more missing buyers than this are an alert'),
  errorRateAbovePercent: rule(5, 0, 100, '%', 'a higher share of rejected rows is an alert'),
  errorRateWindowMinutes: rule(60, 1, 10_080, 'min', 'the time over which the error rate is taken'),
  slowSyncSeconds: rule(600, 1, 86_400, 's', 'a sync that took longer is an alert'),
  quietAfterHours: rule(3, 1, 720, 'h', 'a sheet with an hourly sync that was not heard of for longer is an alert'),
  queueStuckMinutes: rule(15, 1, 10_080, 'min', 'an entry of the retry queue due for longer is an alert'),
  alertsPerHour: rule(20, 1, 10_000, 'messages', 'messages per target and hour at most; more are gathered into one'),
  alertGroupSeconds: rule(30, 0, 3600, 's', 'alerts of one sheet within this time go out as one message'),
  keepErrorsDays: rule(90, 1, 3650, 'd', 'how long the error log is kept'),
  keepHistoryDays: rule(365, 1, 3650, 'd', 'how long the history of buyers is kept'),
  keepMismatchesDays: rule(30, 1, 3650, 'd', 'how long the mismatches of reports are kept'),
  keepRetriesDays: rule(30, 1, 3650, 'd', 'how long a permanently failed row is kept in the retry queue'),
  keepMetricsDays: rule(90, 1, 3650, 'd', 'how long metrics and recovered alerts are kept'),
} as const satisfies Readonly<Record<string, Rule>>;

export type SettingName = keyof typeof SETTINGS;
export type Settings = Readonly<Record<SettingName, number>>;

function rule(byDefault: number, least: number, most: number, unit: string, meaning: string): Rule {
  return { byDefault, least, most, unit, meaning };
}

/** All of them, as set or by default. */
export async function readSettings(db: Db): Promise<Settings> {
  const set = new Map((await many<{ name: string; value: unknown }>(db, READ)).map(({ name, value }) => [name, value]));
  const entries = Object.entries(SETTINGS).map(([name, { byDefault }]) => {
    const value = set.get(name);
    return [name, typeof value === 'number' ? value : byDefault];
  });
  return Object.fromEntries(entries) as Settings;
}

const READ = /* sql */ `SELECT name, value FROM settings`;

/** `value` null: the default again. Throws `unknown_setting`, `setting_out_of_bounds`. */
export async function writeSetting(db: Db, name: string, value: number | null, by: string): Promise<void> {
  if (!Object.hasOwn(SETTINGS, name)) throw new Problem('unknown_setting', { name, known: Object.keys(SETTINGS) });
  const { least, most, unit } = SETTINGS[name as SettingName];
  if (value === null) {
    await run(db, FORGET, [name]);
    return;
  }
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Problem('setting_out_of_bounds', { name, least, most, unit });
  await run(db, WRITE, [name, JSON.stringify(value), by]);
}

const FORGET = /* sql */ `DELETE FROM settings WHERE name = $1::text`;

const WRITE = /* sql */ `
  INSERT INTO settings (name, value, changed_by) VALUES ($1::text, $2::jsonb, $3::text)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = now()`;
