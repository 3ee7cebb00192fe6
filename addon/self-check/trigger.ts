// Whether a clock's trigger has a document: one trigger, made for a minute from now, heard of when it fired, and deleted in any case.
import type { Scalar } from '../../shared/self-check.ts';
import { type Probe, type Seen, thrownBy } from './probe.ts';
import { readNote, writeNote } from './stores.ts';

const HANDLER = 'selfCheckTrigger';
const AFTER_MS = 60_000;
/** The person's own properties: a trigger without a document has no others. */
const [MADE, FIRED] = ['trigger', 'fired'];

interface Made {
  readonly at: number;
  readonly spreadsheetId: string;
}

/** `begin` makes it, `look` tells what it saw once it fired. */
export const documentInTrigger: Probe = (argument) => (argument === 'begin' ? begin() : look());

function begin(): Seen {
  const isTaken = ScriptApp.getProjectTriggers().some((trigger) => trigger.getHandlerFunction() !== HANDLER);
  if (isTaken)
    throw new Error('the hourly sync is on, and a document has one clock trigger: switch it off and check again');
  const refusal = thrownBy(() => ScriptApp.newTrigger(HANDLER).timeBased().after(AFTER_MS).create());
  if (refusal !== null) return refused(refusal);
  const made: Made = { at: Date.now(), spreadsheetId: SpreadsheetApp.getActiveSpreadsheet().getId() };
  writeNote(MADE, JSON.stringify(made));
  return { observed: {}, told: { waiting: true } };
}

/** An installed add-on has hourly triggers at the least; what Google says of it is an observation too. */
function refused(text: string): Seen {
  const reason = 'Google made no trigger for a minute from now';
  const unseen = { documentInTriggers: reason, triggerJitterMs: reason, ...outside(() => reason) };
  return { observed: { addonClockTriggerText: text }, unseen, told: { waiting: false } };
}

function look(): Seen {
  const text = readNote(FIRED);
  if (text === null) return { observed: {}, told: { waiting: true } };
  const observed = JSON.parse(text) as Record<string, Scalar>;
  const reason = 'the trigger had a document';
  const unseen = {
    addonClockTriggerText: 'Google made a trigger for a minute from now',
    ...(observed['documentInTriggers'] === true ? outside(() => reason) : {}),
  };
  return { observed, unseen, told: { waiting: false } };
}

/** Called by the clock: once, whether a check waits for it or was left. */
export function triggerFired(): void {
  noteTrigger();
  dropTrigger();
}

function noteTrigger(): void {
  const text = readNote(MADE);
  if (text === null) return;
  const { at, spreadsheetId } = JSON.parse(text) as Made;
  const document = SpreadsheetApp.getActiveSpreadsheet() as GoogleAppsScript.Spreadsheet.Spreadsheet | null;
  const seen: Record<string, Scalar> = {
    triggerJitterMs: Math.max(0, Date.now() - at - AFTER_MS),
    documentInTriggers: document !== null && document.getId() === spreadsheetId,
  };
  const outsideOnly = document === null ? outside((service) => told(SERVICES[service]())) : {};
  writeNote(FIRED, JSON.stringify({ ...seen, ...outsideOnly }));
}

export function dropTrigger(): void {
  for (const trigger of ScriptApp.getProjectTriggers()) {
    if (trigger.getHandlerFunction() === HANDLER) ScriptApp.deleteTrigger(trigger);
  }
}

const SERVICES = {
  documentLockOutsideDocument: (): unknown => LockService.getDocumentLock(),
  documentPropertiesOutsideDocument: (): unknown => PropertiesService.getDocumentProperties(),
  documentCacheOutsideDocument: (): unknown => CacheService.getDocumentCache(),
};

const told = (service: unknown): string => (service === null ? 'null' : 'there');

function outside(say: (service: keyof typeof SERVICES) => string): Record<keyof typeof SERVICES, string> {
  return {
    documentLockOutsideDocument: say('documentLockOutsideDocument'),
    documentPropertiesOutsideDocument: say('documentPropertiesOutsideDocument'),
    documentCacheOutsideDocument: say('documentCacheOutsideDocument'),
  };
}
