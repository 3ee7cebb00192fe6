// The corridor against a sheet and a server in memory: whole runs, runs in pieces, and what goes wrong between.
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../addon/execution.ts';
import { groupsOf, nothingFound } from '../../addon/found.ts';
import { explainRefusal } from '../../addon/long-texts.ts';
import { runReply } from '../../addon/run-reply.ts';
import { nothingSaid } from '../../addon/said.ts';
import { newRun, type SavedRun } from '../../addon/saved-run.ts';
import { packRun, unpackRun } from '../../addon/stored-run.ts';
import { type Drive, drive, firstStep, stepOf } from '../../addon/sync-from-sheet.ts';
import type { CompareRequest, Mode } from '../../shared/protocol.ts';
import { type FakeServer, fakeServer, refused } from './support/fake-server.ts';
import { buyers, type FakeSheet, fakeSheet } from './support/fake-sheet.ts';

const CALL_MS = 8000;
const NOBODY = { email: null, id: '', session: '' };

/** Each step takes a second of the clock, which is moved by hand. */
function world(
  plain: FakeSheet,
  server: FakeServer,
  onSheet: (sheet: FakeSheet, clock: { ms: number }) => FakeSheet = (same) => same,
) {
  const clock = { ms: 0, slept: 0, ids: 0 };
  const sheet = onSheet(plain, clock);
  const execution = (): Execution => ({
    sheet,
    send: (requests) => {
      clock.ms += 1000;
      return server.send(requests);
    },
    headerRow: 1,
    trigger: 'sidebar',
    until: 0,
    now: () => clock.ms,
    sleep: (ms) => {
      clock.slept += ms;
      clock.ms += ms;
    },
    newRunId: () => `run-${++clock.ids}`,
    who: () => null,
    opened: null,
    rows: null,
    keys: null,
    bandRows: null,
    notes: null,
    found: nothingFound(null),
    said: nothingSaid,
    survey: null,
    surveyor: null,
  });
  return { clock, execution };
}

/** Calls until the run ends; every call is a new execution that knows only what was saved. */
function runToEnd(
  sheet: FakeSheet,
  server: FakeServer,
  mode: Mode = 'sync',
  between: (call: number) => void = () => {},
  limit = 300_000,
  onSheet: (sheet: FakeSheet, clock: { ms: number }) => FakeSheet = (same) => same,
  onSave: (rows: number) => void = () => {},
) {
  const { clock, execution } = world(sheet, server, onSheet);
  const stored: { run: string | null } = { run: null };
  const keep = {
    save: (run: SavedRun) => {
      stored.run = JSON.stringify(packRun(run));
      onSave(run.state.progress.rows);
      return stored.run.length < limit;
    },
    isStopAsked: () => false,
  };
  const executions: Execution[] = [];
  const pauses: number[] = [];
  let driven: Drive | null = null;
  for (let call = 0; call < 200; call++) {
    const run = execution();
    executions.push(run);
    const first = driven === null ? firstStep(run, mode) : stepOf(driven.saved.state);
    const from: SavedRun =
      driven === null ? newRun(first.state, clock.ms, NOBODY) : unpackRun(JSON.parse(stored.run ?? 'null'));
    run.found = nothingFound(from.groups);
    driven = drive(run, from, first, keep, CALL_MS);
    pauses.push(driven.pauseMs);
    clock.ms += driven.pauseMs;
    const { phase } = driven.saved.state;
    if (phase === 'done' || phase === 'stopped') break;
    between(call);
  }
  if (driven === null) throw new Error('nothing was driven');
  const last = executions[executions.length - 1] ?? execution();
  const findings = executions.flatMap((run) => run.found.server);
  return { ...driven, state: driven.saved.state, executions, last, findings, clock, pauses };
}

describe('what the guard holds', () => {
  const hold = { id: 'h', rows: 250, of: 250, state: 'waiting', since: '2026-11-21T00:00:00Z' } as const;
  const columns = { reason: 'values_replaced', columns: ['name'], scope: 'columns', holds: [] } as const;

  /** 250 buyers that are in the table, and in the sheet with other names; the first three with other addresses too. */
  function pastedOver(count = 250) {
    const sheet = fakeSheet(buyers(count));
    const server = fakeServer();
    for (const row of sheet.grid.slice(1)) server.table.set(row[0] ?? '', [...row]);
    sheet.grid.slice(1).forEach((row, n) => {
      row[1] = 'pasted';
      if (n < 3) row[2] = 'Osaka';
    });
    return { sheet, server };
  }

  it('is asked for a sample, and of held columns the rest of the row goes', () => {
    const { sheet, server } = pastedOver();
    server.held = columns;
    const { state } = runToEnd(sheet, server);
    expect(state).toMatchObject({ phase: 'done', heldColumns: [1], result: { receipt: { updated: 3 } } });
    expect(server.asked).toEqual([
      ...['post runs', 'post compare', 'post sample', 'post compare'],
      ...['put batches 1', 'post compare', 'post finish'],
    ]);
    expect(server.samples[0]).toMatchObject({ round: 1, formulaColumns: [] });
    expect(server.samples[0]?.rows).toHaveLength(200);
    expect(server.table.get('AA1')).toEqual(['AA1', 'Buyer 1', 'Osaka']);
    expect(server.table.get('AA9')).toEqual(['AA9', 'Buyer 9', 'Tokyo']);
  });

  it('stays out in the executions that go on with the run', () => {
    const { sheet, server } = pastedOver(3000);
    for (const row of sheet.grid.slice(1)) row[2] = 'Osaka';
    server.held = columns;
    const { state, executions } = runToEnd(sheet, server);
    expect(executions.length).toBeGreaterThan(1);
    expect(state).toMatchObject({ phase: 'done', heldColumns: [1], result: { receipt: { updated: 3000 } } });
    for (const [key, row] of server.table) expect(row).toEqual([key, key.replace('AA', 'Buyer '), 'Osaka']);
  });

  it('goes once it was let through in the run itself', () => {
    const { sheet, server } = pastedOver();
    server.held = columns;
    server.intercept = ({ path }) => {
      if (path.includes('/batches/')) server.held = null;
      return null;
    };
    const { state } = runToEnd(sheet, server);
    expect(state).toMatchObject({ phase: 'done', heldColumns: [] });
    expect(server.table.get('AA9')).toEqual(['AA9', 'pasted', 'Tokyo']);
  });

  it('of a run that is wholly held nothing is sent, and it ends at once', () => {
    const { sheet, server } = pastedOver();
    const whole = {
      ...hold,
      column: 'buyer_number',
      header: 'buyer_number',
      reason: 'rows_gone',
      scope: 'run',
    } as const;
    server.held = { reason: 'rows_gone', columns: ['buyer_number'], scope: 'run', holds: [whole] };
    const { state, last } = runToEnd(sheet, server);
    expect(state.phase).toBe('done');
    expect(server.asked).toEqual(['post runs', 'post compare', 'post finish']);
    expect(last.notes?.held).toMatchObject({ scope: 'run', holds: [{ column: 'buyer_number' }] });
  });

  it('a check looks at everything, held or not', () => {
    const { sheet, server } = pastedOver();
    server.held = columns;
    const { state } = runToEnd(sheet, server, 'verify');
    expect(state).toMatchObject({ phase: 'done', heldColumns: [] });
    expect(server.asked.filter((asked) => asked.startsWith('put batches'))).toEqual([]);
    expect(server.asked.filter((asked) => asked === 'post sample')).toHaveLength(2);
  });

  it('the columns that formulas fill are told with the sample: by the heading, or by the first row below it', () => {
    const { sheet, server } = pastedOver();
    server.held = columns;
    const formulas = [
      ['', '', '=ARRAYFORMULA(1)'],
      ['', '=TODAY()', ''],
    ];
    runToEnd({ ...sheet, formulas: (first, count) => formulas.slice(first - 1, first - 1 + count) }, server);
    expect(server.samples[0]?.formulaColumns).toEqual([1, 2]);
  });

  // Some seconds: more rows than one band takes, so that the sample is read by itself.
  it('rows that moved before the sample was read make for another compare', () => {
    const { sheet, server } = pastedOver(17_000);
    server.held = columns;
    let moved = false;
    server.intercept = ({ path, body }) => {
      if (path.endsWith('compare') && (body as CompareRequest).last && !moved) {
        moved = true;
        sheet.grid.splice(1, 1);
      }
      return null;
    };
    const { state } = runToEnd(sheet, server);
    expect(state.phase).toBe('done');
    expect(server.samples).toHaveLength(1);
    expect(server.table.get('AA9')).toEqual(['AA9', 'Buyer 9', 'Tokyo']);
  });
});

describe('a run from the sheet', () => {
  it('puts every row into the table and closes its receipt', () => {
    const sheet = fakeSheet(buyers(250));
    const server = fakeServer();
    const { state } = runToEnd(sheet, server);
    expect(state.phase).toBe('done');
    expect(server.table.size).toBe(250);
    expect(state.result?.receipt).toMatchObject({ read: 250, inserted: 250, unchanged: 0, rejected: 0 });
    expect(server.asked).toEqual([
      ...[
        'post runs',
        'post compare',
        'put batches 1',
        'put batches 2',
        'put batches 3',
        'post compare',
        'post finish',
      ],
    ]);
  });

  it('sends nothing where nothing differs', () => {
    const sheet = fakeSheet(buyers(120));
    const server = fakeServer();
    runToEnd(sheet, server);
    server.asked.length = 0;
    const { state } = runToEnd(sheet, server);
    expect(server.asked).toEqual(['post runs', 'post compare', 'post finish']);
    expect(state.result?.receipt).toMatchObject({ unchanged: 120, inserted: 0 });
  });

  it('reads a sheet of one band once for compare and push, and once more for the last compare', () => {
    const sheet = fakeSheet(buyers(300));
    runToEnd(sheet, fakeServer());
    expect(sheet.reads.bands).toBe(2);
  });

  it('tells the page before it sends many rows, and goes on in calls of limited time', () => {
    const sheet = fakeSheet(buyers(4000));
    const server = fakeServer();
    const { state, executions } = runToEnd(sheet, server);
    expect(state.phase).toBe('done');
    expect(server.table.size).toBe(4000);
    expect(executions.length).toBeGreaterThan(2);
    expect(server.asked.slice(0, 3)).toEqual(['post runs', 'post compare', 'post runs']);
  });

  it('verifies without writing', () => {
    const server = fakeServer();
    server.table.set('AA1', ['AA1', 'Buyer 1', 'Osaka']);
    const { state } = runToEnd(fakeSheet(buyers(30)), server, 'verify');
    expect([...server.table.values()]).toEqual([['AA1', 'Buyer 1', 'Osaka']]);
    expect(server.asked).toEqual(['post runs', 'post compare', 'post compare', 'put values 1', 'post finish']);
    expect(state.result?.verification.verdict).toBe('not_in_step');
  });

  it('names the cells that stand in the way, and lands the others', () => {
    const sheet = fakeSheet(buyers(100));
    (sheet.grid[17] ?? [])[2] = 'x'.repeat(61);
    const server = fakeServer();
    const { findings, state } = runToEnd(sheet, server);
    expect(server.table.size).toBe(99);
    expect(findings).toMatchObject([
      { cell: 'C18', code: 'text_too_long', limit: 50, actual: 61, key: 'AA17', rowNumber: 18 },
    ]);
    expect(state.result?.receipt).toMatchObject({ inserted: 99, rejected: 1 });
  });

  it('skips blank rows and counts them', () => {
    const sheet = fakeSheet([...buyers(10), ['', '', ''], ['AA11', 'Last', '']]);
    const { state } = runToEnd(sheet, fakeServer());
    expect(state.result?.receipt).toMatchObject({ read: 12, inserted: 11, skippedBlank: 1 });
  });
});

describe('a sheet that changes between two calls', () => {
  it('leaves a batch whose keys moved to the next round, and loses nothing', () => {
    const sheet = fakeSheet(buyers(4000));
    const server = fakeServer();
    const { state } = runToEnd(sheet, server, 'sync', (call) => {
      if (call !== 0) return;
      const [header = [], ...rows] = sheet.grid.splice(0);
      sheet.grid.push(header, ...rows.reverse());
    });
    expect(state.phase).toBe('done');
    expect(state.round).toBeGreaterThan(1);
    expect(server.table.size).toBe(4000);
    expect(server.table.get('AA7')).toEqual(['AA7', 'Buyer 7', 'Tokyo']);
  });

  it('survives rows that were deleted', () => {
    const sheet = fakeSheet(buyers(4000));
    const server = fakeServer();
    const { state } = runToEnd(sheet, server, 'sync', (call) => void (call === 0 && sheet.grid.splice(2001)));
    expect(state.phase).toBe('done');
    expect(state.result?.receipt.read).toBe(2000);
  });

  it('starts another run, once, when a column was inserted, and shifts no value', () => {
    const sheet = fakeSheet(buyers(900));
    const server = fakeServer();
    server.intercept = ({ path }) => {
      if (!path.endsWith('/batches/1') || sheet.grid[0]?.length !== 3) return null;
      for (const [i, row] of sheet.grid.entries()) row.splice(1, 0, i === 0 ? 'age' : '40');
      return refused(409, 'contract_changed');
    };
    const { state, saved } = runToEnd(sheet, server);
    expect(saved.restarted).toBe(true);
    expect(state.runId).toBe('run-2');
    expect(server.table.get('AA9')).toEqual(['AA9', '40', 'Buyer 9', 'Tokyo']);
  });

  it('gives the sheet back where it begins anew: the server may not know that the headers changed', () => {
    const sheet = fakeSheet(buyers(900));
    const server = fakeServer();
    let reads = 0;
    const moved = {
      ...sheet,
      headers: (row: number) => {
        reads += 1;
        if (reads === 2) for (const [i, cells] of sheet.grid.entries()) cells.splice(1, 0, i === 0 ? 'age' : '40');
        return sheet.headers(row);
      },
    };
    const { state } = runToEnd(moved, server);
    expect(state).toMatchObject({ phase: 'done', runId: 'run-2' });
    expect(server.asked).toContain('post abandon');
    expect(server.table.get('AA9')).toEqual(['AA9', '40', 'Buyer 9', 'Tokyo']);
  });

  it('stops where the contract keeps changing', () => {
    const server = fakeServer();
    server.intercept = ({ path }) => (path.endsWith('/compare') ? refused(409, 'contract_changed') : null);
    const { state } = runToEnd(fakeSheet(buyers(5)), server);
    expect(state).toMatchObject({ phase: 'stopped', problem: { code: 'contract_changed' }, runId: 'run-2' });
  });
});

/** Reading costs time by the cell, so that a large sheet takes many calls. */
function slow(sheet: FakeSheet, clock: { ms: number }, msPerRow = 2): FakeSheet {
  return {
    ...sheet,
    rows: (first, count, needs) => {
      clock.ms += count * msPerRow;
      return sheet.rows(first, count, needs);
    },
  };
}

describe('a sheet that no call reads whole', () => {
  const ROWS = 30_000;
  const runLarge = (
    sheet: FakeSheet,
    server: FakeServer,
    between: (call: number) => void = () => {},
    mode: Mode = 'sync',
  ) => runToEnd(sheet, server, mode, between, 300_000, slow);
  const compares = (server: FakeServer) => server.asked.filter((asked) => asked === 'post compare').length;

  it('is compared in parts, one or more a call, and every row lands once', () => {
    const server = fakeServer();
    const { state, executions } = runLarge(fakeSheet(buyers(ROWS)), server);
    expect(state).toMatchObject({ phase: 'done', result: { receipt: { read: ROWS, inserted: ROWS, rejected: 0 } } });
    expect(compares(server)).toBe(4);
    expect(executions.length).toBeGreaterThan(6);
    expect(server.table.size).toBe(ROWS);
    expect(server.table.get('AA29999')).toEqual(['AA29999', 'Buyer 29999', 'Tokyo']);
  });

  it('says part by part how far it is', () => {
    const seen: number[] = [];
    const sheet = fakeSheet(buyers(ROWS));
    const { state } = runToEnd(
      sheet,
      fakeServer(),
      'verify',
      () => {},
      300_000,
      slow,
      (rows) => seen.push(rows),
    );
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.slice(0, 4)).toEqual([...seen.slice(0, 4)].sort((a, b) => a - b));
    expect(state.progress.rows).toBe(ROWS);
  });

  it('is read anew where it was sorted between two parts, and no row is passed over', () => {
    const sheet = fakeSheet(buyers(ROWS));
    const server = fakeServer();
    const { state } = runLarge(sheet, server, (call) => {
      if (call !== 1) return;
      const [header = [], ...rows] = sheet.grid.splice(0);
      sheet.grid.push(header, ...rows.reverse());
    });
    expect(state.phase).toBe('done');
    expect(server.table.size).toBe(ROWS);
  });

  it('takes rows that are added at its end while it is read in the next round', () => {
    const sheet = fakeSheet(buyers(ROWS));
    const server = fakeServer();
    const { state } = runLarge(sheet, server, (call) => {
      if (call < 4) sheet.grid.push([`new ${call}`, 'New', 'Osaka']);
    });
    expect(state).toMatchObject({ phase: 'done', result: { receipt: { read: ROWS + 4, inserted: ROWS + 4 } } });
    expect(server.table.get('new 3')).toEqual(['new 3', 'New', 'Osaka']);
  });

  it('whose rows are sorted in every call ends with the reason', () => {
    const sheet = fakeSheet(buyers(ROWS));
    const server = fakeServer();
    const { state } = runLarge(sheet, server, () => {
      const [header = [], first = [], ...rows] = sheet.grid.splice(0);
      sheet.grid.push(header, ...rows, first);
    });
    expect(state).toMatchObject({ phase: 'stopped', problem: { code: 'sheet_moved' } });
  });

  it('counts what stands in the way over all parts, and forgets it where the compare begins anew', () => {
    const sheet = fakeSheet(buyers(ROWS));
    for (let row = 1; row <= ROWS; row += 100) (sheet.grid[row] ?? [])[1] = 'a\u0000b';
    for (let row = 5; row <= ROWS; row += 1000) (sheet.grid[row] ?? [])[2] = 'x'.repeat(51);
    const { state, saved } = runLarge(sheet, fakeServer());
    expect(state).toMatchObject({ phase: 'done', result: { receipt: { inserted: ROWS - 330, rejected: 330 } } });
    expect(groupsOf(nothingFound(saved.groups))).toMatchObject([
      { header: 'name', code: 'invalid_character', count: 300 },
      { header: 'address', code: 'text_too_long', limit: 50, count: 30 },
    ]);
  });

  it('notices a row that is put in between asking for the last row and reading, in a small sheet and in a large one', () => {
    for (const rows of [40, ROWS]) {
      const sheet = fakeSheet(buyers(rows));
      let asked = 0;
      const pushed = {
        ...sheet,
        lastRow: () => {
          const last = sheet.lastRow();
          asked += 1;
          // The second question is the compare's own; the first one opens the run.
          if (asked === 2) sheet.grid.splice(5, 0, ['', '', '']);
          return last;
        },
      };
      const server = fakeServer();
      const { state } = runToEnd(pushed, server, 'sync', () => {}, 300_000, slow);
      expect(state).toMatchObject({
        phase: 'done',
        result: { receipt: { read: rows + 1, inserted: rows, skippedBlank: 1 } },
      });
      expect(server.table.has(`AA${rows}`)).toBe(true);
    }
  });

  it('sends what stands in the way in parts that stay small, however much of it there is', () => {
    const sheet = fakeSheet(buyers(ROWS).map((row, i) => (i === 0 ? row : [row[0] ?? '', 'a\u0000b', 'c\u0000d'])));
    const server = fakeServer();
    const parts: number[] = [];
    server.intercept = ({ path, body }) => {
      if (path.endsWith('/compare'))
        parts.push((body as CompareRequest).rejected?.flatMap((row) => row.errors).length ?? 0);
      return null;
    };
    const { state, saved } = runLarge(sheet, server);
    expect(state).toMatchObject({ phase: 'done', result: { receipt: { read: ROWS, rejected: ROWS } } });
    expect(Math.max(...parts)).toBeLessThanOrEqual(15_000);
    expect(groupsOf(nothingFound(saved.groups)).map(({ count }) => count)).toEqual([ROWS, ROWS]);
  });

  it('stops, and says so, where its run is more than the document can remember', () => {
    const { state } = runToEnd(fakeSheet(buyers(ROWS)), fakeServer(), 'sync', () => {}, 400, slow);
    expect(state).toMatchObject({ phase: 'stopped', problem: { code: 'sheet_too_large' } });
  });
});

describe('a server in trouble', () => {
  it('is asked again after a pause, and the run ends complete', () => {
    const server = fakeServer();
    let left = 3;
    server.intercept = ({ path }) =>
      path.includes('/batches/') && left-- > 0 ? refused(503, 'database_unavailable', {}, 1000) : null;
    const { state, clock } = runToEnd(fakeSheet(buyers(350)), server);
    expect(state.phase).toBe('done');
    expect(clock.slept).toBeGreaterThan(0);
    expect(server.table.size).toBe(350);
  });

  it('that asks for a long pause is waited for by the page, not by the execution', () => {
    const server = fakeServer();
    let left = 1;
    server.intercept = ({ path }) =>
      path.endsWith('/compare') && left-- > 0 ? refused(429, 'slow_down', {}, 30_000) : null;
    const { state, pauses, clock } = runToEnd(fakeSheet(buyers(5)), server);
    expect(pauses).toContain(30_000);
    expect(clock.slept).toBe(0);
    expect(state.phase).toBe('done');
  });

  it('whose answer to a batch was lost, and a cell of it edited since, is sent the rest; the next round takes the edit', () => {
    const sheet = fakeSheet(buyers(300));
    const server = fakeServer();
    const landed = new Set<string>();
    server.intercept = (request) => {
      if (!request.path.includes('/batches/2') || server.asked.filter((asked) => asked === 'put batches 2').length > 2)
        return null;
      if (landed.size > 0) return refused(409, 'batch_differs');
      landed.add('2');
      for (const row of (request.body as { rows: { cells: string[] }[] }).rows)
        server.table.set(row.cells[0] ?? '', row.cells);
      (sheet.grid[150] ?? [])[2] = 'Kyoto';
      return refused(0, 'unreachable');
    };
    const { state } = runToEnd(sheet, server);
    expect(state).toMatchObject({ phase: 'done', restarts: 0 });
    expect(server.table.get('AA150')).toEqual(['AA150', 'Buyer 150', 'Kyoto']);
  });

  it('that stays away stops the run with what is in counted; Continue sends the rest', () => {
    const sheet = fakeSheet(buyers(350));
    const server = fakeServer();
    server.intercept = ({ path }) => (/batches\/[34]$/.test(path) ? refused(0, 'unreachable') : null);
    const { state, saved } = runToEnd(sheet, server);
    expect(state).toMatchObject({
      phase: 'stopped',
      problem: { code: 'unreachable' },
      progress: { sent: 200, toSend: 350 },
    });
    server.intercept = () => null;
    const { execution } = world(sheet, server);
    const after = drive(execution(), saved, stepOf(state), { save: () => true, isStopAsked: () => false }, CALL_MS);
    expect(after.saved.state.phase).toBe('done');
    expect(server.table.size).toBe(350);
  });

  it('that is busy says who and until when, and the reply is called busy', () => {
    const server = fakeServer();
    const params = { who: 'hanako@example.jp', since: '2026-11-21T00:00:00Z', takeOverAt: '2026-11-21T00:02:00Z' };
    server.intercept = () => refused(409, 'sheet_busy', params);
    const { state, last } = runToEnd(fakeSheet(buyers(5)), server);
    expect(runReply(last, state, 0, null)).toMatchObject({ state: 'busy', problem: { code: 'sheet_busy', params } });
  });

  it('Stop is heard after the step under way', () => {
    const server = fakeServer();
    const { execution } = world(fakeSheet(buyers(300)), server);
    const run = execution();
    const first = firstStep(run, 'sync');
    const asked = { save: () => true, isStopAsked: () => server.asked.includes('put batches 1') };
    const { saved } = drive(run, newRun(first.state, 0, NOBODY), first, asked, CALL_MS);
    expect(saved.state.phase).toBe('compare');
    expect(server.table.size).toBe(300);
  });
});

describe('cells that the server refuses', () => {
  it('are counted as long as their rows are there, wherever they move', () => {
    const sheet = fakeSheet(buyers(4000));
    for (const row of [10, 20, 30]) (sheet.grid[row] ?? [])[2] = 'x'.repeat(51);
    const { state, saved } = runToEnd(sheet, fakeServer(), 'sync', (call) => {
      if (call === 1) sheet.grid.splice(10, 1);
      if (call === 2) sheet.grid.push(...sheet.grid.splice(19, 1));
    });
    expect(state.phase).toBe('done');
    expect(groupsOf(nothingFound(saved.groups))).toMatchObject([{ code: 'text_too_long', count: 2 }]);
  });
});

describe('what the sidebar is told', () => {
  it('of a refused schema: every column, every cell counted, the first 200 listed', () => {
    const sheet = fakeSheet(buyers(1000));
    for (let i = 1; i <= 356; i++) (sheet.grid[i] ?? [])[2] = '𠮷'.repeat(51);
    const server = fakeServer();
    const columns = [
      { column: 'address', header: 'address', index: 2, dataType: 'character varying', characterMaximumLength: 50 },
    ];
    server.intercept = () => refused(422, 'schema_refused', { table: 'buyers', columns, fixScript: 'ALTER TABLE …' });
    const { state, last } = runToEnd(sheet, server);
    if (state.problem === null) throw new Error('the run was not refused');
    const reply = runReply(last, state, 0, explainRefusal(last, state.problem));
    expect(reply).toMatchObject({
      state: 'stopped',
      schema: { table: 'buyers', columns: [{ header: 'address', limit: 50, tooLong: 356, longest: 51 }] },
      findings: { count: 356 },
    });
    expect(reply.ok && reply.findings.items[0]).toMatchObject({
      cell: 'C2',
      code: 'text_too_long',
      limit: 50,
      actual: 51,
    });
  });

  it('never passes 100 KB, however much is wrong', () => {
    const sheet = fakeSheet(
      buyers(3000).map((row, i) => (i === 0 ? row : [`${'鍵'.repeat(80)}${i}`, '名'.repeat(900), '住'.repeat(900)])),
    );
    const { state, last, findings } = runToEnd(sheet, fakeServer());
    last.found.server.splice(0, last.found.server.length, ...findings);
    last.found.counts.server = findings.length;
    const reply = runReply(last, state, 0, null);
    expect(new TextEncoder().encode(JSON.stringify(reply)).length).toBeLessThan(100 * 1024);
    expect(reply.ok && reply.findings.count).toBe(findings.length);
  });

  it('of cells that never left the sheet: once, however often they were compared', () => {
    const sheet = fakeSheet(buyers(40));
    (sheet.grid[5] ?? [])[1] = 'a\u0000b';
    const { state, last } = runToEnd(sheet, fakeServer());
    expect(state.compares).toBe(2);
    expect(runReply(last, state, 0, null)).toMatchObject({
      findings: { count: 0 },
      sheetFindings: { count: 1, items: [{ cell: 'B6', code: 'invalid_character' }] },
    });
  });

  it('of an empty tab and of a tab without the key: in codes', () => {
    expect(runToEnd(fakeSheet([]), fakeServer()).state.problem?.code).toBe('empty_sheet');
    expect(runToEnd(fakeSheet([['name'], ['x']]), fakeServer()).state.problem?.code).toBe('no_key_column');
  });
});
