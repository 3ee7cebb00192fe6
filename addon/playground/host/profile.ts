// The two profiles a host may have: friendly weather, or everything that may go wrong at Google going wrong often.
import { type Assumptions, assume } from './assumptions.ts';

export type Profile = 'friendly' | 'hostile';

/** The table under a profile; what a test assumes itself comes last. */
export function assumeProfile(profile: Profile, overrides: Partial<Assumptions> = {}): Assumptions {
  const table = assume(overrides);
  return profile === 'friendly' ? table : { ...table, ...hostile(table), ...overrides };
}

const hostile = (table: Assumptions): Partial<Assumptions> => ({
  runLatencyMinMs: table.hostileRunLatencyMinMs,
  runLatencyMaxMs: table.hostileRunLatencyMaxMs,
  triggerJitterMs: table.hostileTriggerJitterMs,
  fetchAllIsParallel: false,
  cacheAnswers: false,
  documentLockInDocument: false,
  documentInTriggers: false,
});
