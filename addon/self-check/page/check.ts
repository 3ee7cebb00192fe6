// Drives a self-check from its first call to its last: whatever happens on the way, what it made is deleted at the end.
import type { ProbeAnswer, SelfCheckFile } from '../../../shared/self-check.ts';
import type { Answer, Ask } from './call.ts';
import { readAnswers, STEPS } from './steps.ts';

export interface Hooks {
  readonly ask: Ask;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
  /** Before each step; `done` of `total` are over. */
  readonly onStep: (id: string, done: number, total: number) => void;
}

export interface Checked {
  /** Null where it could not be begun. */
  readonly file: SelfCheckFile | null;
  /** Why not, in the add-on's words. */
  readonly problem: string | null;
  /** False where something that it made may still be there. */
  readonly isClean: boolean;
}

const TRIGGER = 'document-in-trigger';
const TOTAL = STEPS.length + 1;
/** The clock's trigger is due after a minute, and Google takes its time. */
const WAIT_MS = 150_000;
const LOOK_MS = 5000;

export async function runCheck(hooks: Hooks): Promise<Checked> {
  const { ask } = hooks;
  hooks.onStep('begin', 0, TOTAL);
  const begun = await ask('begin');
  if (!begun.ok) return { file: null, problem: String(begun['message']), isClean: await end(ask) };
  const version = String(begun['version']);
  const probes = await probeAll(hooks);
  hooks.onStep('end', TOTAL, TOTAL);
  const isClean = await end(ask);
  const file = { version, madeAt: new Date(hooks.now()).toISOString(), host: hostName(), probes };
  return { file, problem: null, isClean };
}

async function probeAll(hooks: Hooks): Promise<readonly ProbeAnswer[]> {
  const { ask, now, isStopped, onStep } = hooks;
  const madeAt = now();
  const trigger = await ask(TRIGGER, 'begin');
  const probes: ProbeAnswer[] = [];
  for (const [done, { id, take }] of STEPS.entries()) {
    if (isStopped()) break;
    onStep(id, done, TOTAL);
    probes.push(await take(ask));
  }
  onStep(TRIGGER, STEPS.length, TOTAL);
  return [...probes, await hearOfTrigger(hooks, trigger, madeAt + WAIT_MS)];
}

async function hearOfTrigger(
  { ask, now, sleep, isStopped }: Hooks,
  begun: Answer,
  until: number,
): Promise<ProbeAnswer> {
  if (!isWaiting(begun)) return readAnswers(TRIGGER, [begun]);
  while (!isStopped()) {
    const answer = await ask(TRIGGER, 'look');
    if (answer.ok && !isWaiting(answer)) return readAnswers(TRIGGER, [answer]);
    if (now() >= until) break;
    await sleep(LOOK_MS);
  }
  const error = isStopped() ? 'the check was stopped' : `the trigger did not fire within ${WAIT_MS / 1000} s`;
  return { id: TRIGGER, observed: {}, ms: 0, error };
}

const isWaiting = ({ told }: Answer): boolean => (told as { waiting?: boolean } | undefined)?.waiting === true;

/** Asked twice: a call that Google loses must not leave a tab behind. */
const end = async (ask: Ask): Promise<boolean> => (await ask('end')).ok || (await ask('end')).ok;

/** The address itself would name the script. */
const hostName = (): string => (window.location.hostname.endsWith('.googleusercontent.com') ? 'Google' : 'local host');
