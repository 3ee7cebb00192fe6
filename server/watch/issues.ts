// What is wrong with a sheet in codes, and the sentence for each: what is so, and what to do. In English and Japanese.
import type { Condition } from '../alerts/condition.ts';
import type { Language } from '../problem.ts';
import type { SheetAlertType } from './conditions.ts';
import type { Figures } from './figures.ts';

export type IssueCode = SheetAlertType | 'columns_held';

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

/** `{name}` is filled from the params. A code that is not known, from a later version, is its own sentence. */
export function issueText({ code, params }: Issue, language: Language): string {
  const text = textOf(code, params);
  if (text === undefined) return code;
  return text[language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '–'));
}

type Text = Readonly<Record<Language, string>>;

function textOf(code: IssueCode, params: Condition['params']): Text | undefined {
  if (code === 'schema_invalid' && params['problem'] !== null) return TABLE_UNUSABLE;
  return TEXTS[code];
}

const TABLE_UNUSABLE: Text = {
  en: 'The table {table} cannot be written ({problem}), so nothing is synced. "rollcall doctor" says what it lacks.',
  ja: '表 {table} に書き込めないため（{problem}）、同期できません。"rollcall doctor" で不足しているものを確認してください。',
};

const TEXTS: Readonly<Record<IssueCode, Text>> = {
  missing_buyers: {
    en: '{missingCount} buyers of the sheet are not in the database (more than {threshold} is too many). Sync the sheet; what is refused then is listed cell by cell.',
    ja: 'シートの買主 {missingCount} 件がデータベースにありません（{threshold} 件を超えると通知）。同期してください。拒否された行はセルごとに表示されます。',
  },
  high_error_rate: {
    en: '{errorRate} % of the rows read in the last {windowMinutes} minutes were refused ({rejected} of {read}; more than {threshold} % is too many). The error log names the cells.',
    ja: '直近 {windowMinutes} 分に読み取った行の {errorRate} % が拒否されました（{read} 行中 {rejected} 行。{threshold} % を超えると通知）。エラーの記録でセルを確認してください。',
  },
  permanent_failure: {
    en: '{count} buyers failed three retries and are tried no more. Mend the cells or the table, then retry them by hand.',
    ja: '{count} 件の買主は 3 回の再試行に失敗し、打ち切られました。セルか表を直してから、手動で再試行してください。',
  },
  slow_sync: {
    en: 'The last sync took {durationSeconds} seconds (more than {threshold} is slow). Look at the load of the database and at how many rows the sheet has.',
    ja: '前回の同期に {durationSeconds} 秒かかりました（{threshold} 秒を超えると通知）。データベースの負荷とシートの行数を確認してください。',
  },
  quiet_sheet: {
    en: 'The sheet was last heard of {hours} hours ago (more than {threshold} is too long). Open it and look at its hourly sync: a permission may have been withdrawn, or the switch is off.',
    ja: 'シートからの連絡が {hours} 時間ありません（{threshold} 時間を超えると通知）。シートを開き、1 時間ごとの同期を確認してください。権限が取り消されたか、オフになっている可能性があります。',
  },
  run_held: {
    en: 'The last sync is held: {rows} of {of} buyers are gone from the sheet. Nothing is written until somebody releases or discards it.',
    ja: '前回の同期は保留中です。{of} 件中 {rows} 件の買主がシートから消えています。承認か却下をするまで何も書き込みません。',
  },
  schema_invalid: {
    en: '{count} columns of {table} limit the length of text ({columns}), so longer cells are refused. "rollcall schema fix --table {table}" makes the migration.',
    ja: '{table} の {count} 列に文字数の制限があり（{columns}）、長いセルは拒否されます。"rollcall schema fix --table {table}" で移行を作れます。',
  },
  queue_stuck: {
    en: 'A row in the retry queue is due for {dueMinutes} minutes and was not tried ({pending} wait). Look at the worker in /healthz.',
    ja: '再試行の時刻を {dueMinutes} 分過ぎても試されていない行があります（待ち {pending} 件）。/healthz の worker を確認してください。',
  },
  columns_held: {
    en: '{count} columns are held ({columns}): many of their values would disappear or be replaced. The rest of each row is synced; somebody releases or discards them.',
    ja: '{count} 列が保留中です（{columns}）。多くの値が消えるか置き換わるためです。ほかの列は同期されています。承認か却下をしてください。',
  },
};
