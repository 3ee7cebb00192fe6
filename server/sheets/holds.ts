// What the guard holds of a sheet and nobody let through: of its newest sync, since what an older one met may be mended.
import type { Hold } from '../../shared/protocol.ts';
import { type Db, many } from '../db/query.ts';

export const openHolds = (db: Db, sheetId: string): Promise<(Hold & { readonly runId: string })[]> =>
  many<Hold & { readonly runId: string }>(db, WAITING, [sheetId]);

const WAITING = /* sql */ `
  SELECT h.id, h.column_name AS "column", h.header, h.reason, h.scope, h.row_count AS rows, h.of_count AS of, h.state,
         to_char(h.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since, last.id AS "runId"
    FROM (SELECT id, guard_holds FROM runs WHERE sheet_id = $1::uuid AND mode = 'sync' AND compared IS NOT NULL
           ORDER BY started_at DESC, id DESC LIMIT 1) last
    CROSS JOIN unnest(last.guard_holds) WITH ORDINALITY AS u(hold_id, n)
    JOIN holds h ON h.sheet_id = $1::uuid AND h.id = u.hold_id
   WHERE h.state <> 'released' ORDER BY u.n`;
