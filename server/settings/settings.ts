// What an operator can set at run time: typed, with default, bounds and what it is for. One total table; nothing else is taken.
import { type Db, many, run } from '../db/query.ts';
import { Problem } from '../problem.ts';

interface Rule {
  readonly byDefault: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  readonly meaning: { readonly en: string; readonly ja: string };
}

export const SETTINGS = {
  retryEverySeconds: rule(60, 1, 3600, 's', 'pause between two looks into the retry queue', '再試行の一覧を見る間隔'),
  retriesPerMinute: rule(
    600,
    1,
    100_000,
    'rows',
    'rows tried again per minute at most, by all servers together',
    '1 分間に再試行する行数の上限（全サーバー合計）',
  ),
  monitorEverySeconds: rule(300, 5, 86_400, 's', 'pause between two looks of the monitor', '監視の間隔'),
  missingMoreThan: rule(
    10,
    0,
    1_000_000,
    'buyers',
    'more missing buyers than this are an alert',
    'データベースにない買主がこの数を超えるとアラート',
  ),
  errorRateAbovePercent: rule(
    5,
    0,
    100,
    '%',
    'a higher share of rejected rows is an alert',
    '拒否された行の割合がこれを超えるとアラート',
  ),
  errorRateWindowMinutes: rule(
    60,
    1,
    10_080,
    'min',
    'the time over which the error rate is taken',
    'エラー率を計算する期間',
  ),
  slowSyncSeconds: rule(
    600,
    1,
    86_400,
    's',
    'a sync that took longer is an alert',
    '同期にこれより長くかかるとアラート',
  ),
  quietAfterHours: rule(
    3,
    1,
    720,
    'h',
    'a sheet with an hourly sync that was not heard of for longer is an alert',
    '1 時間ごとに同期するシートから、これより長く連絡がないとアラート',
  ),
  queueStuckMinutes: rule(
    15,
    1,
    10_080,
    'min',
    'an entry of the retry queue due for longer is an alert',
    '再試行の時刻をこれより過ぎても試されていない行があるとアラート',
  ),
  alertsPerHour: rule(
    20,
    1,
    10_000,
    'messages',
    'messages per target and hour at most; more are gathered into one',
    '宛先ごとの 1 時間あたりの通知数の上限（超えた分は 1 通にまとめる）',
  ),
  alertGroupSeconds: rule(
    30,
    0,
    3600,
    's',
    'alerts of one sheet within this time go out as one message',
    '同じシートのアラートを 1 通にまとめる時間',
  ),
  keepErrorsDays: rule(90, 1, 3650, 'd', 'how long the error log is kept', 'エラーの記録を残す期間'),
  keepHistoryDays: rule(365, 1, 3650, 'd', 'how long the history of buyers is kept', '買主の変更履歴を残す期間'),
  keepMismatchesDays: rule(
    30,
    1,
    3650,
    'd',
    'how long the mismatches of reports are kept',
    '報告の不一致（双方の値）を残す期間',
  ),
  keepRetriesDays: rule(
    30,
    1,
    3650,
    'd',
    'how long a permanently failed row is kept in the retry queue',
    '再試行を打ち切った行を残す期間',
  ),
  keepMetricsDays: rule(
    90,
    1,
    3650,
    'd',
    'how long metrics and recovered alerts are kept',
    '監視の記録と解消したアラートを残す期間',
  ),
} as const satisfies Readonly<Record<string, Rule>>;

export type SettingName = keyof typeof SETTINGS;
export type Settings = Readonly<Record<SettingName, number>>;

function rule(byDefault: number, least: number, most: number, unit: string, en: string, ja: string): Rule {
  return { byDefault, least, most, unit, meaning: { en, ja } };
}

/** All of them, as set or by default. A value out of bounds, which only a hand in the table can have set, counts as the bound. */
export async function readSettings(db: Db): Promise<Settings> {
  const set = new Map((await many<{ name: string; value: unknown }>(db, READ)).map(({ name, value }) => [name, value]));
  const entries = Object.entries(SETTINGS).map(([name, { byDefault, least, most }]) => {
    const value = set.get(name);
    return [name, typeof value === 'number' ? Math.min(most, Math.max(least, value)) : byDefault];
  });
  return Object.fromEntries(entries) as Settings;
}

const READ = /* sql */ `SELECT name, value FROM settings`;

/** `value` null: the default again. Throws `unknown_setting`, `setting_out_of_bounds`. */
export async function writeSetting(db: Db, name: string, value: number | null, by: string): Promise<void> {
  const { least, most, unit } = ruleOf(name);
  if (value === null) {
    await run(db, FORGET, [name]);
    return;
  }
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Problem('setting_out_of_bounds', { name, least, most, unit });
  await run(db, WRITE, [name, JSON.stringify(value), by]);
}

function ruleOf(name: string): Rule {
  if (!Object.hasOwn(SETTINGS, name)) throw new Problem('unknown_setting', { name, known: Object.keys(SETTINGS) });
  return SETTINGS[name as SettingName];
}

const FORGET = /* sql */ `DELETE FROM settings WHERE name = $1::text`;

const WRITE = /* sql */ `
  INSERT INTO settings (name, value, changed_by) VALUES ($1::text, $2::jsonb, $3::text)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = now()`;
