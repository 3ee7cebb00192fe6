// What is wrong with a sheet in codes, and the sentence for each: what is so, and what to do. In English and Japanese.
import type { AlertType, Condition } from '../alerts/condition.ts';
import { ALERTS, alertWords } from '../alerts/words.ts';
import type { Language } from '../problem.ts';
import type { SheetAlertType } from './conditions.ts';
import type { Figures } from './figures.ts';

type IssueCode = SheetAlertType | 'columns_held';

export interface Issue {
  readonly code: IssueCode;
  readonly params: Condition['params'];
}

/** Buyers that are given up are counted, not listed; held columns are an issue, but no alert. */
export function issuesOf(figures: Figures, conditions: readonly Condition[]): Issue[] {
  const single = conditions.filter(({ type }) => type !== 'permanent_failure' && type !== 'service_down');
  const issues = single.map(({ type, params }): Issue => ({ code: type as SheetAlertType, params }));
  const { givenUp, heldColumns } = figures;
  if (givenUp.length > 0) issues.push({ code: 'permanent_failure', params: { count: givenUp.length } });
  if (heldColumns.length > 0)
    issues.push({
      code: 'columns_held',
      params: { count: heldColumns.length, columns: heldColumns.slice(0, 10).join(', ') },
    });
  return issues;
}

/** What is so and what to do: the sentences of the alert, where the issue is one. A code of a later version is its own sentence. */
export function issueText({ code, params }: Issue, language: Language): string {
  if (code in OWN) return filled(OWN[code as keyof typeof OWN][language], params);
  if (!(code in ALERTS)) return code;
  const { raised, remedy } = alertWords(
    { type: code as AlertType, subject: String(params['table'] ?? ''), params },
    language,
  );
  return language === 'ja' ? `${raised}${remedy}` : `${raised} ${remedy}`;
}

const filled = (text: string, params: Condition['params']): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '–'));

/** Of what is no alert, and of all buyers that are given up together. */
const OWN: Readonly<Record<'permanent_failure' | 'columns_held', Readonly<Record<Language, string>>>> = {
  permanent_failure: {
    en: '{count} buyers failed three retries and are tried no more. Mend the cells and sync, or mend the table and retry them by hand.',
    ja: '{count} 件の買主は 3 回の再試行に失敗し、打ち切られました。セルを直して同期するか、表を直してから手動で再試行してください。',
  },
  columns_held: {
    en: '{count} columns are held ({columns}): many of their values would disappear or be replaced. The rest of each row is synced; somebody releases or discards them.',
    ja: '{count} 列が保留中です（{columns}）。多くの値が消えるか置き換わるためです。ほかの列は同期されています。承認か却下をしてください。',
  },
};
