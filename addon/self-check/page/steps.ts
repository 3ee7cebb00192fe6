// The steps of a self-check in their order, each with what it asks and what it makes of the answers.
import type { ProbeAnswer, Scalar } from '../../../shared/self-check.ts';
import type { Answer, Ask } from './call.ts';

export interface Step {
  readonly id: string;
  readonly take: (ask: Ask) => Promise<ProbeAnswer>;
}

/** One call and its answer. */
const plain = (id: string): Step => ({ id, take: async (ask) => readAnswers(id, [await ask(id)]) });

/** What one execution writes, the next one reads: so nothing comes out of a cache. */
const twice = (id: string): Step => ({
  id,
  take: async (ask) => readAnswers(id, [await ask(id, 'write'), await ask(id, 'read')]),
});

/** The property probe fills the store for a moment: well before the clock's trigger, which writes into it. */
export const STEPS: readonly Step[] = [
  plain('property-limits'),
  { id: 'sidebar-width', take: async () => seen('sidebar-width', { sidebarWidthPx: window.innerWidth }, 0) },
  { id: 'run-latency', take: takeLatency },
  plain('new-tab'),
  plain('service-call-time'),
  twice('cell-kinds'),
  twice('written-cells'),
  twice('cell-read-time'),
  plain('fetch-time'),
  plain('fetch-all'),
  plain('fetch-all-dead-host'),
  plain('gzip-body'),
  { id: 'large-answer', take: takeLargeAnswers },
  { id: 'date-answer', take: takeDate },
  plain('auth-mode'),
  plain('identity-token'),
  { id: 'locks', take: takeLocks },
];

async function takeLatency(ask: Ask): Promise<ProbeAnswer> {
  const figures: number[] = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    const answer = await ask('run-latency');
    if (!answer.ok) return readAnswers('run-latency', [answer]);
    figures.push(Math.round(performance.now() - start));
  }
  const [least = 0, , median = 0, , most = 0] = figures.sort((a, b) => a - b);
  const observed = { runLatencyMinMs: least, runLatencyMaxMs: most, hostileRunLatencyMaxMs: median };
  return seen('run-latency', observed, least + most);
}

const [ASSUMED_BYTES, LARGER_BYTES] = [100 * 1024, 1_000_000];

async function takeLargeAnswers(ask: Ask): Promise<ProbeAnswer> {
  const start = performance.now();
  let answerBytes = 0;
  for (const bytes of [ASSUMED_BYTES, LARGER_BYTES]) {
    const answer = await ask('large-answer', bytes);
    if (JSON.stringify(answer).length !== bytes) break;
    answerBytes = bytes;
  }
  return seen('large-answer', { answerBytes }, performance.now() - start);
}

async function takeDate(ask: Ask): Promise<ProbeAnswer> {
  const answer = await ask('date-answer');
  return seen('date-answer', { runCarriesDates: answer.ok && (answer['at'] ?? null) !== null }, 0);
}

/** Two executions at once, and one after both. */
async function takeLocks(ask: Ask): Promise<ProbeAnswer> {
  const token = crypto.randomUUID();
  const both = await Promise.all([ask('locks', `hold ${token}`), ask('locks', `ask ${token}`)]);
  return readAnswers('locks', [...both, await ask('locks', 'after')]);
}

const seen = (id: string, observed: Readonly<Record<string, Scalar>>, ms: number): ProbeAnswer => ({
  id,
  observed,
  ms: Math.round(ms),
});

/** Several answers of one probe as one; what went wrong first is its error. */
export function readAnswers(id: string, answers: readonly Answer[]): ProbeAnswer {
  const measured = merged<number>(answers, 'measured');
  const unseen = merged<string>(answers, 'unseen');
  const observed = merged<Scalar>(answers, 'observed');
  // What one execution could not write, the next one cannot have seen.
  for (const name of Object.keys(unseen)) delete observed[name];
  const error = answers.map((answer) => answer['error'] ?? (answer.ok ? undefined : answer['message'])).find(Boolean);
  return {
    id,
    observed,
    ms: answers.reduce((sum, { ms }) => sum + (typeof ms === 'number' ? ms : 0), 0),
    ...(Object.keys(measured).length === 0 ? {} : { measured }),
    ...(Object.keys(unseen).length === 0 ? {} : { unseen }),
    ...(error === undefined ? {} : { error: String(error) }),
  };
}

const merged = <T>(answers: readonly Answer[], name: string): Record<string, T> =>
  Object.assign({}, ...answers.map((answer) => answer[name] ?? {}));
