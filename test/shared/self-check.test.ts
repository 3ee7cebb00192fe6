// What was seen against what is assumed: every kind of rule, and why something was not seen.
import { expect, it } from 'vitest';
import { ASSUMPTIONS } from '../../shared/assumptions.ts';
import { CELL_KINDS } from '../../shared/cell-kinds.ts';
import { type Comparison, compareSelfCheck, type ProbeAnswer, type Scalar } from '../../shared/self-check.ts';

const line = (id: string, probes: readonly ProbeAnswer[]): Comparison | undefined =>
  compareSelfCheck(probes).find((one) => one.id === id);
const seen = (id: string, value: Scalar): Comparison | undefined =>
  line(id, [{ id: 'any', observed: { [id]: value }, ms: 0 }]);

it.each([
  ['a thing that is the same', 'fetchAllIsParallel', true, 'as_assumed', null],
  ['a thing that is not', 'fetchAllIsParallel', false, 'differs', null],
  ['a text by its letters', 'automaticFormat', 'General', 'differs', null],
  ['a cost up to twice as dear', 'callCostMs', 40, 'as_assumed', 2],
  ['a cost more than twice as dear', 'callCostMs', 41, 'differs', 2.05],
  ['a cost that is nothing', 'callCostMs', 0, 'as_assumed', 0],
  ['a limit that is kinder', 'answerBytes', 204_800, 'as_assumed', 2],
  ['a limit that is stricter', 'answerBytes', 51_200, 'differs', 0.5],
  ['a latency within the hostile profile', 'hostileRunLatencyMaxMs', 1500, 'as_assumed', 0.5],
  ['a latency beyond it', 'hostileRunLatencyMaxMs', 4500, 'differs', 1.5],
  ['a figure that nothing was built on', 'runLatencyMaxMs', 900, 'noted', null],
  ['a value of a cell', 'cell.text_zeros.value', '00123', 'as_assumed', null],
  ['a value of another type', 'cell.text_zeros.value', 123, 'differs', null],
] as const)('%s', (_, id, value, result, ratio) => {
  expect(seen(id, value)).toMatchObject({ observed: value, result, ratio });
});

it('every assumption and every part of every cell has its line, in order', () => {
  const ids = compareSelfCheck([]).map(({ id }) => id);
  const cells = Object.keys(CELL_KINDS).flatMap((id) =>
    ['value', 'display', 'format'].map((part) => `cell.${id}.${part}`),
  );
  expect(ids).toEqual([...Object.keys(ASSUMPTIONS), ...cells]);
});

it.each([
  ['no probe looks at it', 'executionMs', [], 'no probe'],
  ['its probe did not run', 'lockIsReentrant', [], 'the probe did not run'],
  ['its probe failed', 'lockIsReentrant', [{ id: 'locks', observed: {}, ms: 0, error: 'busy' }], 'busy'],
  [
    'its probe says why',
    'loadingValue',
    [{ id: 'cell-kinds', observed: {}, ms: 0, unseen: { loadingValue: 'x' } }],
    'x',
  ],
  ['its probe said nothing', 'loadingValue', [{ id: 'cell-kinds', observed: {}, ms: 0 }], 'the probe did not see it'],
] as const)('is not observed where %s', (_, id, probes, reason) => {
  expect(line(id, probes)).toMatchObject({ result: 'not_observed', observed: null, reason });
});

it('every difference of an assumption with a probe says what it means to an operator', () => {
  const probed = Object.entries(ASSUMPTIONS).filter(([, one]) => 'probe' in one);
  const silent = probed.map(([id]) => seen(id, 'something else')).filter((one) => one?.meaning === '');
  expect(silent.map((one) => [one?.id, one?.result])).toEqual([
    ['runLatencyMinMs', 'noted'],
    ['runLatencyMaxMs', 'noted'],
    ['triggerJitterMs', 'noted'],
  ]);
});
