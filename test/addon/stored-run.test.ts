// A run that is kept between two executions is the run that was kept, and small enough for the properties of a document.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRun } from '../../addon/saved-run.ts';
import { packRun, unpackRun } from '../../addon/stored-run.ts';
import { planBatches } from '../../shared/compare-parts.ts';
import { startRun } from '../../shared/run-steps.ts';

const SOMEBODY = { email: 'hanako@example.jp', id: 'k', session: 's' };

function runWith(rowNumbers: readonly number[], skipped: readonly number[] = []) {
  const listed = { rowNumbers, shown: rowNumbers.map(String), bytes: [] };
  const positions = rowNumbers.map((_, i) => i);
  const batches = planBatches(listed, positions, 5).filter((batch) => !skipped.includes(batch.number));
  const { state } = startRun('run', 'sync');
  return newRun({ ...state, pending: batches, differing: batches.slice(0, 2) }, 0, SOMEBODY);
}

describe('a run that is kept', () => {
  it('comes back as it was, with whatever batches are left', () => {
    const rows = fc.uniqueArray(fc.integer({ min: 2, max: 3000 }), { maxLength: 900 });
    fc.assert(
      fc.property(rows, fc.array(fc.integer({ min: 5, max: 13 }), { maxLength: 4 }), (numbers, skipped) => {
        const run = runWith(
          numbers.sort((a, b) => a - b),
          skipped,
        );
        expect(unpackRun(JSON.parse(JSON.stringify(packRun(run))))).toEqual(run);
      }),
    );
  });

  it('of 100,000 rows, every second of them to be sent, takes less than a tenth of what a document has', () => {
    const run = runWith(Array.from({ length: 100_000 }, (_, i) => 2 + 2 * i));
    expect(JSON.stringify(packRun(run)).length).toBeLessThan(50 * 1024);
  });
});
