// The latest look of the monitor at each sheet, in words: what operators see at a glance.
import type { Db } from '../db/query.ts';

export interface Issue {
  /** One of `AlertType`, or a code of its own. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | null>>;
}

export interface SheetHealth {
  readonly sheetId: string;
  readonly sheetName: string;
  readonly table: string;
  readonly checkedAt: string | null;
  readonly spreadsheetCount: number | null;
  readonly databaseCount: number | null;
  readonly missingCount: number;
  readonly errorRate: number | null;
  readonly lastSyncAt: string | null;
  readonly lastHeardAt: string | null;
  readonly healthy: boolean;
  readonly issues: readonly (Issue & { readonly text: string })[];
}

/** Every bound sheet, also those never looked at. */
export async function sheetHealth(_db: Db, _language: 'en' | 'ja'): Promise<SheetHealth[]> {
  return [];
}
