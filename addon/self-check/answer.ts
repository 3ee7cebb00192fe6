// The self-check as the page calls it: one step a call, by name. What it makes it also deletes, and nothing of the person's tabs is read.
import { answering, refusal } from '../answering.ts';
import { version } from '../build-constants.ts';
import { personLocale } from '../person.ts';
import type { Reply } from '../sidebar/answers.ts';
import { cellKinds, cellReadTime, newTab } from './cells.ts';
import { fetchAll, fetchAllDeadHost, fetchTime, gzipBody } from './fetches.ts';
import { authMode, identityToken } from './identity.ts';
import { type Probe, type Seen, thrownBy } from './probe.ts';
import { dropScratch, makeScratch } from './scratch.ts';
import { dropNotes, locks, propertyLimits, serviceCallTime } from './stores.ts';
import { documentInTrigger, dropTrigger } from './trigger.ts';
import { writtenCells } from './written-cells.ts';

interface Probed extends Seen {
  readonly ms: number;
  readonly error?: string;
}

/** Of whom the page greets. */
interface Greeting {
  readonly version: string;
  readonly locale: string;
}

export type SelfCheckReply = Reply<object>;

/** Never throws; what a probe threw is its answer. */
export function answerSelfCheck(name: string, argument: string): SelfCheckReply {
  return answering<object>(() => {
    const step = STEPS[name];
    const probe = PROBES[name];
    if (step !== undefined) return { ok: true, ...step(argument) };
    return probe === undefined
      ? refusal('no_probe', `There is no probe ${name}.`)
      : { ok: true, ...probed(probe, argument) };
  });
}

function probed(probe: Probe, argument: string): Probed {
  const start = Date.now();
  let seen: Seen = { observed: {} };
  const error = thrownBy(() => {
    seen = probe(argument);
  });
  return { ...seen, ...(error === null ? {} : { error }), ms: Date.now() - start };
}

/** How wide the page is, what an answer carries and how long a call takes, the page sees by itself. */
const PROBES: Readonly<Record<string, Probe>> = {
  'service-call-time': serviceCallTime,
  'cell-read-time': cellReadTime,
  'fetch-time': fetchTime,
  'run-latency': () => ({ observed: {} }),
  'auth-mode': authMode,
  'identity-token': identityToken,
  'document-in-trigger': documentInTrigger,
  locks,
  'property-limits': propertyLimits,
  'fetch-all': fetchAll,
  'fetch-all-dead-host': fetchAllDeadHost,
  'gzip-body': gzipBody,
  'new-tab': newTab,
  'cell-kinds': cellKinds,
  'written-cells': writtenCells,
};

const STEPS: Readonly<Record<string, (argument: string) => object>> = {
  hello: greeting,
  begin,
  end: cleanUp,
  'large-answer': (bytes) => ({ text: 'x'.repeat(Math.max(0, Number(bytes) - EMPTY_ANSWER.length)) }),
  'date-answer': () => ({ at: new Date(Date.now()) }),
};

const EMPTY_ANSWER = JSON.stringify({ ok: true, text: '' });

function greeting(): Greeting {
  return { version, locale: personLocale() };
}

/** What an earlier check left behind goes first. */
function begin(): Greeting {
  cleanUp();
  makeScratch();
  return greeting();
}

/** The trigger first, since it alone goes on by itself; one thing that cannot be deleted keeps no other. */
function cleanUp(): object {
  const failed = [dropTrigger, () => dropNotes(), dropScratch].map(thrownBy).filter((text) => text !== null);
  if (failed.length > 0) throw new Error(failed.join(' '));
  return {};
}
