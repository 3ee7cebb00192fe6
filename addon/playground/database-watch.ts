// The database side of the try-out page: told when its figures change, asked again after every execution.

export interface RecentWrite {
  readonly key: string;
  /** ISO 8601. */
  readonly at: string;
  readonly outcome: 'inserted' | 'updated' | 'failed';
}

/** How the page sees the target table; read-only. */
export interface DatabaseView {
  readonly table: string;
  readonly count: () => Promise<number>;
  /** The row with that key, as text by column; null where there is none. */
  readonly row: (key: string) => Promise<Readonly<Record<string, string | null>> | null>;
  /** Newest first. */
  readonly recent: (limit: number) => Promise<readonly RecentWrite[]>;
}

export interface DatabaseFigures {
  readonly count: number;
  readonly recent: readonly RecentWrite[];
}

export interface DatabaseWatch {
  /** The figures last seen; null before the first look. */
  readonly figures: () => DatabaseFigures | null;
  readonly look: () => Promise<void>;
  readonly stop: () => void;
}

const RECENT = 30;

/** Looks every second while `isWatched`, and tells only what changed. A database that is away is asked again later. */
export function watchDatabase(
  database: DatabaseView,
  isWatched: () => boolean,
  tell: (figures: DatabaseFigures) => void,
): DatabaseWatch {
  let last: DatabaseFigures | null = null;
  let looking: Promise<void> | null = null;
  const lookOnce = async () => {
    const [count, recent] = await Promise.all([database.count(), database.recent(RECENT)]);
    const figures = { count, recent };
    if (JSON.stringify(figures) === JSON.stringify(last)) return;
    last = figures;
    tell(figures);
  };
  const look = () => {
    looking ??= lookOnce()
      .catch(() => undefined)
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  const timer = setInterval(() => {
    if (isWatched()) void look();
  }, 1000);
  timer.unref();
  return { figures: () => last, look, stop: () => clearInterval(timer) };
}
