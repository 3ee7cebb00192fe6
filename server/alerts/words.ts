// What each type of alert says, means and asks for, in both languages. One total table; the guide for operators is tested against it.
import type { Language } from '../problem.ts';
import type { AlertType, Params, Severity } from './condition.ts';

/** `{name}` is filled from the condition's params; `{sheet}` is the sheet's name, `{subject}` the subject. */
export interface Words {
  /** A few words, for a subject line. */
  readonly title: string;
  readonly raised: string;
  readonly recovered: string;
  readonly meaning: string;
  readonly remedy: string;
}

export interface AlertRule {
  /** Where who looks has no better reason. */
  readonly severity: Severity;
  /** What tells two of the same sheet and type apart. */
  readonly subject: 'buyer' | 'table' | 'service' | null;
  /** What the sentences take of a condition's params. */
  readonly params: readonly string[];
  readonly en: Words;
  readonly ja: Words;
  /** Other words, where this param is not null. */
  readonly instead?: { readonly when: string; readonly en: Words; readonly ja: Words };
}

export const ALERTS: Readonly<Record<AlertType, AlertRule>> = {
  missing_buyers: {
    severity: 'error',
    subject: null,
    params: ['missingCount', 'threshold'],
    en: {
      title: '{missingCount} buyers missing',
      raised: '{missingCount} buyers of the sheet {sheet} are not in the database. More than {threshold} is an alert.',
      recovered: 'No more than {threshold} buyers of the sheet {sheet} are missing now.',
      meaning: 'The latest compare found buyers in the sheet that have no row in the database.',
      remedy:
        'Open the sheet, press Sync, and look at the rows that were rejected: each names the cell that stands in the way.',
    },
    ja: {
      title: '買主 {missingCount} 件が未登録',
      raised:
        'シート「{sheet}」の買主 {missingCount} 件がデータベースにありません（{threshold} 件を超えると通知します）。',
      recovered: 'シート「{sheet}」でデータベースにない買主は {threshold} 件以下になりました。',
      meaning: '直近の比較で、シートにあってデータベースにない買主が見つかりました。',
      remedy: 'シートを開いて「同期」を押し、拒否された行を確認してください。原因のセルが表示されます。',
    },
  },
  high_error_rate: {
    severity: 'error',
    subject: null,
    params: ['errorRate', 'threshold', 'windowMinutes'],
    en: {
      title: '{errorRate} % of rows rejected',
      raised:
        '{errorRate} % of the rows of the sheet {sheet} were rejected in the last {windowMinutes} minutes. More than {threshold} % is an alert.',
      recovered: 'No more than {threshold} % of the rows of the sheet {sheet} are rejected now.',
      meaning: 'Of the rows read in this time, without blank ones, too large a share could not be written.',
      remedy: 'Look at the errors by type: many of one type and column have one cause, in the table or in the sheet.',
    },
    ja: {
      title: '行の {errorRate} % が拒否',
      raised:
        'シート「{sheet}」の行のうち {errorRate} % が、直近 {windowMinutes} 分間に拒否されました（{threshold} % を超えると通知します）。',
      recovered: 'シート「{sheet}」で拒否される行は {threshold} % 以下になりました。',
      meaning: 'この時間に読んだ行（空の行を除く）のうち、書き込めなかった行の割合が高くなっています。',
      remedy: '種類別のエラーを確認してください。同じ種類と列に集中している場合、原因は表かシートの一か所です。',
    },
  },
  permanent_failure: {
    severity: 'critical',
    subject: 'buyer',
    params: ['attempts', 'code'],
    en: {
      title: 'buyer {subject} given up',
      raised:
        'Buyer {subject} of the sheet {sheet} could not be written after {attempts} retries and is given up ({code}).',
      recovered: 'Buyer {subject} of the sheet {sheet} is no longer given up: its row was written, changed, or left.',
      meaning: 'The database refused the row at once and at every retry. It is not tried again by itself.',
      remedy:
        "Look up the buyer: its errors name the cell. Correct the cell in the sheet and press Sync, or the table, then press Retry at the buyer's entry.",
    },
    ja: {
      title: '買主 {subject} の再試行を中止',
      raised:
        'シート「{sheet}」の買主 {subject} は {attempts} 回再試行しても書き込めず、再試行を中止しました（{code}）。',
      recovered: 'シート「{sheet}」の買主 {subject} は中止の状態ではなくなりました（書き込み済み、変更、または削除）。',
      meaning: 'データベースが最初もその後の再試行でもこの行を拒否しました。自動では再試行しません。',
      remedy:
        'この買主のエラーで原因のセルを確認し、シートを直して「同期」を押してください。表を直した場合は「再試行」を押してください。',
    },
  },
  slow_sync: {
    severity: 'warning',
    subject: null,
    params: ['durationSeconds', 'threshold'],
    en: {
      title: 'a sync took {durationSeconds} s',
      raised: 'The last sync of the sheet {sheet} took {durationSeconds} s. More than {threshold} s is an alert.',
      recovered: 'The last sync of the sheet {sheet} took no more than {threshold} s.',
      meaning: 'From its opening to its end the run took longer than it should.',
      remedy:
        'Compare its rows per second with earlier runs. Look at the load of the database and at locks on the table.',
    },
    ja: {
      title: '同期に {durationSeconds} 秒',
      raised:
        'シート「{sheet}」の前回の同期に {durationSeconds} 秒かかりました（{threshold} 秒を超えると通知します）。',
      recovered: 'シート「{sheet}」の前回の同期は {threshold} 秒以内に終わりました。',
      meaning: '開始から終了までに、想定より長い時間がかかりました。',
      remedy: '以前の実行と処理速度を比べ、データベースの負荷と表のロックを確認してください。',
    },
  },
  quiet_sheet: {
    severity: 'warning',
    subject: null,
    params: ['hours', 'threshold'],
    en: {
      title: 'not heard of for {hours} h',
      raised: 'The sheet {sheet} has not been heard of for {hours} hours. More than {threshold} is an alert.',
      recovered: 'The sheet {sheet} was heard of again.',
      meaning: 'Its hourly sync should have come by now. The trigger may be gone, or lacks permission.',
      remedy: 'Open the sidebar in the sheet: it says why the hourly sync does not run, and switches it on again.',
    },
    ja: {
      title: '{hours} 時間連絡なし',
      raised: 'シート「{sheet}」から {hours} 時間連絡がありません（{threshold} 時間を超えると通知します）。',
      recovered: 'シート「{sheet}」から再び連絡がありました。',
      meaning: '毎時の同期が来ていません。トリガーがなくなったか、権限が切れた可能性があります。',
      remedy: 'シートのサイドバーを開いてください。毎時の同期が動かない理由が表示され、再び有効にできます。',
    },
  },
  run_held: {
    severity: 'error',
    subject: null,
    params: ['rows', 'of'],
    en: {
      title: 'waits for a yes or no',
      raised:
        'A sync of the sheet {sheet} is held, since {rows} of {of} buyers are gone from the sheet. It waits for a person to say yes or no.',
      recovered: 'Nothing of the sheet {sheet} is held any more.',
      meaning:
        'So many buyers seldom leave a sheet at once: rows may have been deleted or filtered away by mistake. Nothing is written until then.',
      remedy: 'Look at what is held, in the sidebar or here, and let it through or keep it out.',
    },
    ja: {
      title: '確認待ち',
      raised:
        'シート「{sheet}」で買主 {of} 件のうち {rows} 件が消えているため、同期を保留しています。承認か却下を待っています。',
      recovered: 'シート「{sheet}」に保留中のものはなくなりました。',
      meaning:
        '一度にこれほど多くの買主が消えることはまれで、行を誤って削除した可能性があります。承認されるまで何も書き込みません。',
      remedy: '保留の内容をサイドバーかこの画面で確認し、承認するか却下してください。',
    },
  },
  schema_invalid: {
    severity: 'error',
    subject: 'table',
    params: ['columns', 'count', 'problem'],
    instead: {
      when: 'problem',
      en: {
        title: 'table {subject} cannot be written',
        raised: 'The sheet {sheet} cannot be written to table {subject} ({problem}).',
        recovered: 'The sheet {sheet} can be written to table {subject} again.',
        meaning: 'The table is gone, or lacks what a sync needs, such as a unique index on its key.',
        remedy: '"rollcall problems" says what the code means and what to do.',
      },
      ja: {
        title: '表 {subject} に書き込めません',
        raised: 'シート「{sheet}」を表 {subject} に書き込めません（{problem}）。',
        recovered: 'シート「{sheet}」を表 {subject} に再び書き込めます。',
        meaning: '表がないか、キーの一意インデックスなど同期に必要なものがありません。',
        remedy: 'コードの意味と対処は "rollcall problems" で確認してください。',
      },
    },
    en: {
      title: 'table {subject} limits text',
      raised:
        '{count} columns of table {subject} limit the length of text ({columns}), so longer cells of the sheet {sheet} are refused.',
      recovered: 'No column of table {subject} limits the length of text now.',
      meaning: 'Columns such as varchar(50) cannot hold every cell of a sheet.',
      remedy: 'Run "rollcall schema fix --table {subject}", read the migration that it writes, and apply it.',
    },
    ja: {
      title: '表 {subject} に文字数制限',
      raised:
        '表 {subject} の {count} 列に文字数の制限があり（{columns}）、シート「{sheet}」の長いセルは拒否されます。',
      recovered: '表 {subject} の文字数の制限はなくなりました。',
      meaning: 'varchar(50) のような列には、シートのすべてのセルは入りません。',
      remedy: '"rollcall schema fix --table {subject}" を実行し、作られた移行の内容を確認して適用してください。',
    },
  },
  queue_stuck: {
    severity: 'error',
    subject: null,
    params: ['pending', 'dueMinutes', 'threshold'],
    en: {
      title: 'retries are stuck',
      raised:
        '{pending} rows of the sheet {sheet} wait in the retry queue, one of them due for {dueMinutes} minutes. More than {threshold} is an alert.',
      recovered: 'The retry queue of the sheet {sheet} moves again.',
      meaning: 'Nobody has tried again what was due. The retry worker may be down, or slower than rows come in.',
      remedy: 'Look at /healthz whether the worker runs. After a long outage raise the setting retriesPerMinute.',
    },
    ja: {
      title: '再試行が停滞',
      raised:
        'シート「{sheet}」の {pending} 行が再試行待ちで、予定時刻を {dueMinutes} 分過ぎた行があります（{threshold} 分を超えると通知します）。',
      recovered: 'シート「{sheet}」の再試行は再び進んでいます。',
      meaning: '予定時刻を過ぎた行が再試行されていません。処理が止まっているか、追い付いていません。',
      remedy: '/healthz で処理が動いているか確認してください。長い停止の後は設定 retriesPerMinute を上げてください。',
    },
  },
  service_down: {
    severity: 'error',
    subject: 'service',
    params: ['code'],
    en: {
      title: 'service {subject} is down',
      raised: 'The service {subject} does not run ({code}). The server serves on without it.',
      recovered: 'The service {subject} runs again.',
      meaning: 'It could not start, or it died. It is started again by itself, with growing pauses.',
      remedy: "Look at /healthz and at the server's log for its last error.",
    },
    ja: {
      title: 'サービス {subject} が停止',
      raised: 'サービス {subject} が動いていません（{code}）。サーバーはそのまま動き続けます。',
      recovered: 'サービス {subject} は再び動いています。',
      meaning: '起動できなかったか、途中で止まりました。間隔を広げながら自動で再起動します。',
      remedy: '/healthz とサーバーのログで直近のエラーを確認してください。',
    },
  },
};

export const SEVERITY_WORDS: Readonly<Record<Severity, Readonly<Record<Language, string>>>> = {
  info: { en: 'Info', ja: '情報' },
  warning: { en: 'Warning', ja: '警告' },
  error: { en: 'Error', ja: 'エラー' },
  critical: { en: 'Critical', ja: '重大' },
};

/** The words of one alert, filled in: `sheetName` among its params is the sheet's. Numbers are written as its readers write them. */
export function alertWords(
  { type, subject, params }: { readonly type: AlertType; readonly subject: string; readonly params: Params },
  language: Language,
): Words {
  const rule = ALERTS[type];
  const { instead = null } = rule;
  const words = instead !== null && (params[instead.when] ?? null) !== null ? instead[language] : rule[language];
  const values: Params = { ...params, subject, sheet: params['sheetName'] ?? null };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => said(values[name], language));
  return {
    title: fill(words.title),
    raised: fill(words.raised),
    recovered: fill(words.recovered),
    meaning: fill(words.meaning),
    remedy: fill(words.remedy),
  };
}

function said(value: string | number | null | undefined, language: Language): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'number' ? value.toLocaleString(language, { maximumFractionDigits: 2 }) : oneLine(value);
}

/** Names come from people: no line break, no control, no change of direction, and no longer than is read. */
export function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  const letters = [...plain];
  return letters.length > 120 ? `${letters.slice(0, 119).join('')}…` : plain;
}
