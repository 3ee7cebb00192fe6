// An execution as Google gives it to us: its clock, its sleep, its ids.
import type { Trigger } from '../shared/protocol.ts';
import type { Send } from './api.ts';
import type { Execution } from './execution.ts';
import { nothingFound } from './found.ts';
import { storedHeaderRow } from './header-row.ts';
import { personEmail } from './person.ts';
import { nothingSaid } from './said.ts';
import type { SheetReader } from './sheet-reader.ts';

/** It has read nothing yet. */
export const newExecution = (sheet: SheetReader, send: Send, trigger: Trigger): Execution => ({
  sheet,
  send,
  headerRow: storedHeaderRow(sheet.facts.gid) ?? 1,
  trigger,
  now: () => Date.now(),
  sleep: (ms) => Utilities.sleep(ms),
  newRunId: () => Utilities.getUuid(),
  who: trigger === 'sidebar' ? personEmail : () => null,
  until: 0,
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
