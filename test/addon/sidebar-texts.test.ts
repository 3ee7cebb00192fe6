// Every text is there in both languages with the same parameters, every code that can reach a person has one, and none is idle.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScheduledRun, ScheduleTrouble } from '../../addon/sidebar/answers.ts';
import { SHARED } from '../../addon/sidebar/problem-words.ts';
import { TEXTS } from '../../addon/sidebar/texts.ts';
import { languageOf, wordsIn } from '../../addon/sidebar/words.ts';
import type { Cause } from '../../server/integrity/causes.ts';
import { PROBLEMS, type ProblemCode } from '../../server/problem.ts';
import { CELL_FAULTS, ROW_FAULTS } from '../../shared/cell-fault-text.ts';

const KEYS = Object.keys(TEXTS);
const SOURCES = sourcesIn('addon/sidebar').filter(({ name }) => name !== 'texts.ts');
const code = SOURCES.map(({ text }) => text).join('\n');

/** Met by operators, scripts and the command line only: a sheet's key never comes there. */
const NEVER_MET = [
  'unknown_sheet',
  'table_already_bound',
  'sheet_already_bound',
  'wrong_use',
  'already_running',
  'unknown_setting',
  'setting_out_of_bounds',
  'unknown_alert',
  'invalid_address',
  'unknown_recipient',
  'too_many_recipients',
] as const satisfies readonly ProblemCode[];

/** Worded by a view of its own: who is at it, who took over, what a table would lose, what a person stopped. */
const OWN_VIEW = ['sheet_busy', 'schema_refused', 'busy_here', 'taken_over', 'stopped_by_person'];

/** What the add-on itself says, beside what the server does. */
const FROM_ADDON = [
  ...['unreachable', 'server_error', 'unexpected_answer', 'fetch_quota', 'fetch_not_allowed'],
  ...['sheet_unreadable', 'sheet_too_large', 'empty_sheet', 'no_key_column', 'unknown_time_zone'],
  ...['no_sheet', 'no_key', 'nothing_to_continue', 'nothing_to_stop', 'call_failed', 'internal', 'contract_changed'],
  ...['trigger_refused', 'needs_check', 'needs_setup', 'retry_waits', 'row_changed', 'cell_not_plain'],
  ...OWN_VIEW,
];

/** What a Check says of cells, beside the faults that keep them out. */
const CHECK_CODES = [
  ...['rounded', 'formula_error', 'digits_lost', 'zeros_lost', 'near_limit'],
  ...['changed_in_database', 'form_only'],
];

const CAUSES: Readonly<Record<Cause, true>> = {
  rejected: true,
  changed_by_another_writer: true,
  edited_in_sheet: true,
  changed_in_database: true,
  differs: true,
  never_synced: true,
  form_only: true,
  held: true,
  queued: true,
};
const TROUBLES: Readonly<Record<ScheduleTrouble['code'], true>> = {
  silent: true,
  authorization: true,
  no_document: true,
};
const ENDS: Readonly<Record<Exclude<ScheduledRun['outcome'], `${string}step${string}`>, true>> = {
  unfinished: true,
  yielded: true,
  stopped: true,
};

function sourcesIn(folder: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }));
}

interface Wording {
  readonly en: string;
  readonly ja: string;
}

const parameters = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].sort();

/** What is wrong with a text, in words; empty for a good one. */
function flaws({ en, ja }: Wording): string[] {
  const japanese = /[ぁ-んァ-ン一-龯]/;
  const isName = en === ja;
  return [
    en.trim() === '' ? 'no English' : '',
    ja.trim() === '' ? 'no Japanese' : '',
    parameters(en).join() === parameters(ja).join() ? '' : 'other parameters',
    japanese.test(en) ? 'Japanese in the English' : '',
    !isName && !japanese.test(ja) && /[A-Za-z]{2}/.test(ja.replace(/\{.*?\}/g, '')) ? 'the Japanese is not' : '',
  ].filter((flaw) => flaw !== '');
}

/** A code's text, its own or one that several share. */
const isWorded = (problem: string): boolean =>
  KEYS.includes(`problem.${problem}`) || SHARED.has(problem) || OWN_VIEW.includes(problem);

/** Keys that no code says: neither as they stand, nor built from a beginning and a code that exists. */
function idle(keys: readonly string[]): string[] {
  const problems = new Set<string>([...Object.keys(PROBLEMS), ...FROM_ADDON]);
  const faults = new Set([...Object.keys(CELL_FAULTS), ...Object.keys(ROW_FAULTS)]);
  const endings: Readonly<Record<string, (ending: string) => boolean>> = {
    problem: (ending) => problems.has(ending),
    fault: (ending) => faults.has(ending),
    fix: (ending) => faults.has(ending),
    cause: (ending) => Object.hasOwn(CAUSES, ending),
  };
  const starts = [...code.matchAll(/`([a-z_.]+\.)\$\{/g)].map(([, start = '']) => start);
  return keys.filter((key) => {
    if (code.includes(`'${key}'`)) return false;
    const [area = '', ...rest] = key.split('.');
    const known = endings[area];
    if (known !== undefined) return !known(rest.join('.'));
    return !starts.some((start) => key.startsWith(start)) && !(key.endsWith('.title') && code.includes('}.title`'));
  });
}

describe('the texts', () => {
  it.each(Object.entries(TEXTS))('%s says the same in both languages', (_, wording) => {
    expect(flaws(wording)).toEqual([]);
  });

  it('a text that lacks a language, or has other parameters, is found', () => {
    expect(flaws({ en: 'Sync {n}', ja: '' })).toEqual(['no Japanese', 'other parameters']);
    expect(flaws({ en: '', ja: '同期' })).toEqual(['no English']);
    expect(flaws({ en: 'Sync', ja: 'Sync now' })).toEqual(['the Japanese is not']);
    expect(flaws({ en: '同期', ja: '同期' })).toEqual(['Japanese in the English']);
    expect(flaws({ en: '{n|row|rows}', ja: '{m} 行' })).toEqual(['other parameters']);
  });

  it('name every fault of a cell or a row, and what to do about it', () => {
    for (const fault of [...Object.keys(CELL_FAULTS), ...Object.keys(ROW_FAULTS), 'other']) {
      expect(KEYS).toContain(`fault.${fault}`);
      if (fault !== 'other') expect(KEYS).toContain(`fix.${fault}`);
    }
  });

  it('word every problem that the server can tell the holder of a sheet’s key', () => {
    const met = Object.keys(PROBLEMS).filter((problem) => !(NEVER_MET as readonly string[]).includes(problem));
    expect(met.filter((problem) => !isWorded(problem))).toEqual([]);
    expect(isWorded('made_up')).toBe(false);
  });

  it('word every problem that the add-on tells', () => {
    expect(FROM_ADDON.filter((problem) => !isWorded(problem))).toEqual([]);
    const told = sourcesIn('addon').flatMap(({ text }) => [
      ...text.matchAll(/(?:localProblem|refusal)\(\s*'(\w+)'|\bcode: '(\w+)'/g),
    ]);
    const codes = told.map(([, first, second]) => first ?? second ?? '');
    expect(codes).toContain('empty_sheet');
    const elsewhere = [...Object.keys(TROUBLES), ...CHECK_CODES];
    expect(codes.filter((problem) => !isWorded(problem) && !elsewhere.includes(problem))).toEqual([]);
  });

  it('word everything that a Check finds, and what to do about it', () => {
    for (const found of CHECK_CODES) expect(KEYS).toContain(`check.fix.${found}`);
    const caused = CHECK_CODES.filter((found) => !KEYS.includes(`check.cause.${found}`));
    // Its cause is the measure itself.
    expect(caused).toEqual(['near_limit']);
  });

  it('word every cause, and every reason for which a column is held', () => {
    for (const cause of Object.keys(CAUSES)) expect(KEYS).toContain(`cause.${cause}`);
    const headers = readFileSync('server/sheets/headers.ts', 'utf8');
    const held = [...headers.matchAll(/'(header_\w+)'/g)].map(([, reason]) => reason);
    expect(held).toContain('header_unknown');
    for (const reason of held.filter((name) => name !== 'header_blank')) expect(KEYS).toContain(`reason.${reason}`);
  });

  it('word every trouble of the hourly sync for its owner and for others, and every end of its runs', () => {
    for (const trouble of Object.keys(TROUBLES)) {
      for (const part of ['title', 'text', 'mine', 'theirs']) expect(KEYS).toContain(`trouble.${part}.${trouble}`);
    }
    for (const end of Object.keys(ENDS)) expect(KEYS).toContain(`schedule.ended.${end}`);
  });

  it('are there for every key that the code says', () => {
    const said = [...code.matchAll(/(?:say|sayIf)\(\s*'([a-z_.]+)'/g)].map(([, key = '']) => key);
    expect(said.length).toBeGreaterThan(60);
    expect(said.filter((key) => !KEYS.includes(key))).toEqual([]);
  });

  it('are all said by somebody', () => {
    expect(idle(KEYS)).toEqual([]);
    expect(idle(['problem.made_up', 'fix.made_up', 'nowhere.at_all'])).toHaveLength(3);
  });

  it('choose singular and plural, and group digits', () => {
    const { say } = wordsIn('en');
    expect(say('counts.apart', { n: 1 })).toBe('1 row apart');
    expect(say('counts.apart', { n: 4137 })).toBe('4,137 rows apart');
  });

  it('say the time of today alone, and another day with its date', () => {
    const now = Date.parse('2026-11-20T12:00:00');
    const { clock, when } = wordsIn('en');
    expect(clock('2026-11-20T15:00:00', now)).toBe('3:00 PM');
    expect(when('2026-11-20T15:00:00', now)).toBe('today 3:00 PM');
    expect(clock('2026-11-21T00:15:00', now)).toBe('Nov 21 12:15 AM');
    expect(wordsIn('ja').clock('2026-11-20T15:00:00', now)).toBe('15:00');
  });

  it('follow the language of the account', () => {
    expect([
      languageOf('ja'),
      languageOf('ja_JP'),
      languageOf('ja-JP'),
      languageOf('en-GB'),
      languageOf('jam'),
    ]).toEqual([...['ja', 'ja', 'ja', 'en', 'en']]);
  });
});
