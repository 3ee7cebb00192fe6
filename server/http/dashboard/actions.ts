// What the buttons do: the same functions as behind /v1, then back to the page with a word of what happened.
import { acknowledge } from '../../alerts/list.ts';
import { changeRecipients } from '../../alerts/recipients.ts';
import type { Db } from '../../db/query.ts';
import { findRunLine } from '../../integrity/reports.ts';
import { Problem } from '../../problem.ts';
import { readSettings, writeSetting } from '../../settings/settings.ts';
import { findSheet } from '../../sheets/bound-sheets.ts';
import { decideRun } from '../../sync/decide-holds.ts';
import { type RetryResult, retryOne } from '../../sync/retry-tick.ts';
import { retryAndTell } from '../../watch/given-up.ts';
import { goesBack } from './back.ts';
import type { Answer, PageCall, Said } from './call.ts';

const done = ({ form }: PageCall, said: Said): Answer => ({ kind: 'see', path: goesBack(form['back']), said });

/** Of a run what the form names: a column, for this time or for good. */
export const decide =
  (state: 'released' | 'discarded') =>
  async (call: PageCall): Promise<Answer> => {
    const { deps, form, params, session } = call;
    const run = await findRunLine(deps.pool, null, params['runId'] ?? '');
    if (run === null) throw new Problem('unknown_run');
    const { column } = form;
    const always = form['always'] === 'yes';
    const which = column === undefined || column === '' ? {} : { columns: [column] };
    await decideRun(deps.pool, run.sheetId, run.runId, state, { ...which, always, by: session.name });
    return done(call, { code: always ? 'released_always' : state });
  };

export async function processDue(call: PageCall): Promise<Answer> {
  const { deps, now } = call;
  const result = await retryAndTell(deps.pool, await readSettings(deps.pool), now);
  return done(call, result.processed === 0 ? { code: 'nothing_due' } : { code: 'processed', counts: { ...result } });
}

export async function retryNow(call: PageCall): Promise<Answer> {
  const { deps, params, now } = call;
  return done(call, { code: becameOf(await retryOne(deps.pool, null, params['retryId'] ?? '', now)) });
}

function becameOf({ processed, succeeded }: RetryResult): Said['code'] {
  if (processed === 0) return 'not_due';
  return succeeded > 0 ? 'retried' : 'refused_again';
}

export async function acknowledgeAlert(call: PageCall): Promise<Answer> {
  await acknowledge(call.deps.pool, call.params['alertId'] ?? '', call.session.name);
  return done(call, { code: 'acknowledged' });
}

/** Empty: the default again. */
export async function changeSetting({ deps, form, params, session }: PageCall): Promise<Answer> {
  const text = (form['value'] ?? '').trim();
  const value = text === '' ? null : /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  await writeSetting(deps.pool, params['name'] ?? '', value, session.name);
  return { kind: 'see', path: '/settings', said: { code: value === null ? 'setting_default' : 'setting_changed' } };
}

/** `email` and `language` of the form; whoever is there already gets the language. */
export async function addRecipient({ deps, form, params, session }: PageCall): Promise<Answer> {
  const sheetId = await boundSheet(deps.pool, params['sheetId']);
  const language = form['language'] === 'ja' ? 'ja' : 'en';
  const add = [{ email: (form['email'] ?? '').trim(), language }] as const;
  await changeRecipients(deps.pool, sheetId, { add, remove: [] }, session.name);
  return { kind: 'see', path: `/sheets/${sheetId}`, said: { code: 'recipient_added' } };
}

export async function removeRecipient({ deps, form, params, session }: PageCall): Promise<Answer> {
  const sheetId = await boundSheet(deps.pool, params['sheetId']);
  await changeRecipients(deps.pool, sheetId, { add: [], remove: [form['email'] ?? ''] }, session.name);
  return { kind: 'see', path: `/sheets/${sheetId}`, said: { code: 'recipient_removed' } };
}

async function boundSheet(db: Db, sheetId = ''): Promise<string> {
  const sheet = await findSheet(db, sheetId);
  if (sheet === null) throw new Problem('unknown_sheet', { sheet: sheetId });
  return sheet.id;
}
