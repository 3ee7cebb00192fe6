// What a look at one sheet finds, as plain data: all that the conditions are judged by.

export interface GivenUp {
  readonly buyerNumber: string;
  readonly errorType: string | null;
  readonly code: string | null;
  readonly attempts: number | null;
}

export interface Figures {
  readonly sheetId: string;
  readonly sheetName: string;
  readonly table: string;
  /** Null before the first compare. */
  readonly spreadsheetCount: number | null;
  readonly databaseCount: number;
  /** Keys of the sheet, as last compared, that the database lacks now. */
  readonly missingCount: number;
  /** A sync is at work: what is missing may be on its way. */
  readonly isSyncing: boolean;
  /** The look before found too many missing. */
  readonly wasMissing: boolean;
  /** Of the syncs that finished in the window; blank rows are not among the read. */
  readonly rowsRead: number;
  readonly rowsRejected: number;
  /** Of the last sync that finished. */
  readonly syncDurationMs: number | null;
  readonly rowsPerSecond: number | null;
  readonly lastSyncAt: Date | null;
  /** Of the last run's last request, whatever became of it. */
  readonly lastHeardAt: Date | null;
  /** A scheduled sync was seen, so that the sheet is expected to be heard of. */
  readonly isScheduled: boolean;
  /** What an operator said of this sheet: quiet after so many hours, never (0), or as the setting says (null). */
  readonly quietAfterHours: number | null;
  /** The last sync is held as a whole and waits for a person. */
  readonly heldRun: { readonly runId: string; readonly rows: number; readonly of: number } | null;
  /** Headings of columns held by the last sync that wait for a person. */
  readonly heldColumns: readonly string[];
  /** Columns of the table that limit their text; or why the table cannot be written at all. */
  readonly schema: { readonly limited: readonly string[]; readonly problem: string | null };
  readonly pendingRetries: number;
  readonly oldestDueAt: Date | null;
  readonly givenUp: readonly GivenUp[];
}

/** Percent of the rows read that were rejected; null where none were read. */
export const errorRateOf = ({ rowsRead, rowsRejected }: Pick<Figures, 'rowsRead' | 'rowsRejected'>): number | null =>
  rowsRead === 0 ? null : (100 * rowsRejected) / rowsRead;
