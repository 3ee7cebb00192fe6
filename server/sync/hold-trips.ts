// What trips the guard against what people said before: let through, held as before, or held until somebody answers.
import type { Hold } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import { covers, type Trip } from './guard.ts';
import { decidedHolds, useHold, waitFor, waitingHold } from './hold-record.ts';
import type { RunContext } from './run-context.ts';

/** Those that nobody let through. A verify only says what would be, and stores nothing. */
export async function holdTrips(db: Db, context: RunContext, trips: readonly Trip[]): Promise<Hold[]> {
  const { sheetId, runId, mode } = context;
  const held: Hold[] = [];
  for (const trip of trips) {
    const decided = (await decidedHolds(db, sheetId, runId, trip)).find((hold) => covers(hold, trip));
    if (decided?.state === 'released') {
      if (mode === 'sync') await useHold(db, sheetId, decided.id, runId);
    } else if (decided !== undefined) {
      const { keys: _keys, evidence: _evidence, ...hold } = decided;
      held.push(hold);
    } else {
      held.push(mode === 'sync' ? await waitFor(db, sheetId, runId, trip) : await forecast(db, sheetId, trip));
    }
  }
  return held;
}

async function forecast(db: Db, sheetId: string, trip: Trip): Promise<Hold> {
  const waiting = await waitingHold(db, sheetId, trip);
  const { column, header, reason, scope, rows, of } = trip;
  const { id, since } = waiting ?? { id: uuid7(), since: new Date().toISOString() };
  return { id, column, header, reason, scope, rows, of, state: 'waiting', since };
}
