// Our codes as states: a tone, a shape and a word for each.
import type { Verdict } from '../../../shared/protocol.ts';
import type { Severity } from '../../alerts/condition.ts';
import { SEVERITY_WORDS } from '../../alerts/words.ts';
import type { Language } from '../../problem.ts';
import type { Html } from './call.ts';
import { state, type Tone } from './parts.ts';
import { HEALTH_TEXTS, STATUS_TEXTS, VERDICT_TEXTS } from './texts-codes.ts';
import { wordFor } from './words.ts';

export const runState = (status: string, language: Language): Html =>
  state(RUN_TONES[status] ?? 'calm', wordFor(STATUS_TEXTS, language, status));

const RUN_TONES: Readonly<Record<string, Tone>> = {
  running: 'calm',
  completed: 'good',
  completed_with_problems: 'warn',
  abandoned: 'calm',
  superseded: 'calm',
  contract_changed: 'bad',
};

export const verdictState = (verdict: Verdict, language: Language): Html =>
  state(VERDICT_TONES[verdict], wordFor(VERDICT_TEXTS, language, verdict));

const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  in_step: 'good',
  in_step_except_held: 'warn',
  not_in_step: 'bad',
};

export const severityState = (severity: Severity, language: Language): Html =>
  state(SEVERITY_TONES[severity], SEVERITY_WORDS[severity][language]);

const SEVERITY_TONES: Readonly<Record<Severity, Tone>> = {
  info: 'calm',
  warning: 'warn',
  error: 'bad',
  critical: 'bad',
};

export const healthState = (status: string, language: Language): Html =>
  state(HEALTH_TONES[status] ?? 'warn', wordFor(HEALTH_TEXTS, language, status));

const HEALTH_TONES: Readonly<Record<string, Tone>> = { healthy: 'good', degraded: 'warn', unhealthy: 'bad' };
