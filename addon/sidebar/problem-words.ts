// A problem's code as a sentence for the person at the sheet.
import type { Failed, RunProblemShown } from './answers.ts';
import type { TextKey } from './texts.ts';
import type { Words } from './words.ts';

/** A code that is new to this page is worded by the server, in the reader's language. */
export function problemWords({ code, detail, params }: RunProblemShown, words: Words): string {
  const shared = SHARED.get(code);
  if (shared === 'problem.table') return `${words.say(shared)} ${detail}`.trim();
  if (shared !== undefined) return words.say(shared);
  return words.sayIf(`problem.${code}`, params) ?? (detail || words.say('problem.other'));
}

/** Of a code alone, where no more is known. */
export const codeWords = (code: string, words: Words): string => problemWords({ code, detail: '', params: {} }, words);

/** Of a call that was refused. */
export const failureWords = ({ code, params = {} }: Failed, words: Words): string =>
  problemWords({ code, detail: '', params }, words);

/** What comes to the same for the person at the sheet. */
export const SHARED: ReadonlyMap<string, TextKey> = new Map([
  ...same('problem.versions', [
    'not_found',
    'method_not_allowed',
    'unsupported_media_type',
    'invalid_json',
    'invalid_gzip',
    'body_too_large',
    'invalid_body',
    'invalid_parameter',
    'batch_too_large',
    'wrong_column_count',
    'arrays_differ',
    'part_too_large',
    'run_id_taken',
    'verify_writes_nothing',
  ]),
  ...same('problem.overtaken', ['parts_missing', 'compare_needed', 'stale_round', 'batch_differs']),
  ...same('problem.table', [
    'unknown_table',
    'unknown_column',
    'no_unique_key',
    'no_scope_column',
    'rules_not_supported',
    'database_refuses',
  ]),
  ...same('problem.database_unavailable', ['no_database']),
]);

function same(key: TextKey, codes: readonly string[]): [string, TextKey][] {
  return codes.map((code) => [code, key]);
}
