// The settings as an operator reads them: each with what it is for, its bounds, and who changed it when.
import { type Db, many } from '../db/query.ts';
import type { Language } from '../problem.ts';
import { readSettings, SETTINGS, type SettingName } from './settings.ts';

export interface SettingLine {
  readonly name: SettingName;
  readonly value: number;
  readonly default: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  /** In the reader's language. */
  readonly meaning: string;
  /** Null, like `changedAt`, where the default counts. */
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

/** In the order of the table of settings. */
export async function listSettings(db: Db, language: Language): Promise<SettingLine[]> {
  const values = await readSettings(db);
  const changes = new Map((await many<Change>(db, CHANGES)).map((change) => [change.name, change]));
  return (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const { byDefault, least, most, unit, meaning } = SETTINGS[name];
    const { changedBy = null, changedAt = null } = changes.get(name) ?? {};
    const bounds = { default: byDefault, least, most, unit };
    return { name, value: values[name], ...bounds, meaning: meaning[language], changedBy, changedAt };
  });
}

interface Change {
  readonly name: string;
  readonly changedBy: string;
  readonly changedAt: string;
}

const CHANGES = /* sql */ `
  SELECT name, changed_by AS "changedBy",
         to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "changedAt"
    FROM settings WHERE jsonb_typeof(value) = 'number'`;
