// Texts in both languages: rows that wait to be tried again, and what is said while server or database are away.

export const QUEUE_TEXTS = {
  'queue.title': {
    en: '{n} {n|row waits|rows wait} to be tried again',
    ja: '再試行を待っている行: {n}',
  },
  'queue.title_given_up': { en: '{n} {n|row was|rows were} given up', ja: '再試行を終えた行: {n}' },
  'queue.title_empty': { en: 'Nothing waits any more', ja: '再試行を待つ行はありません' },
  'queue.text': {
    en: 'The database refused what is listed here. It is tried again as it was sent; where you mended a cell, press Sync.',
    ja: 'データベースに拒否された行です。送ったときの内容で再試行します。セルを直した場合は「同期」を押してください。',
  },
  'queue.also_given_up': {
    en: '{n} {n|was|were} tried three times and given up.',
    ja: '{n} 行は 3 回試して終わりました。',
  },
  'queue.again': {
    en: 'Will be tried again at {when}, {n} more {n|time|times}.',
    ja: '{when} に再試行します（あと {n} 回）。',
  },
  'queue.soon': {
    en: 'Will be tried again in a moment, {n} more {n|time|times}.',
    ja: 'まもなく再試行します（あと {n} 回）。',
  },
  'queue.given_up': {
    en: 'Given up after {n} {n|try|tries}. Mend the cell and sync, or try again now.',
    ja: '{n} 回試して終わりました。セルを直して同期するか、今すぐ再試行してください。',
  },
  'queue.waits': { en: 'Waits to be tried again.', ja: '再試行を待っています。' },
  'queue.now': { en: 'Try again now', ja: '今すぐ再試行' },
  'queue.all': { en: 'Try all {n} again now', ja: '{n} 行すべてを今すぐ再試行' },
  'queue.trying': { en: 'Trying again… {n} of {total}', ja: '再試行しています… {n} / {total}' },
  'queue.went': {
    en: '{n} of {total} {total|row is|rows are} in the database now. Verify proves the whole sheet.',
    ja: '{total} 行のうち {n} 行がデータベースに入りました。シート全体は「照合」で確かめられます。',
  },
  'queue.refused': { en: '{n} {n|was|were} refused again.', ja: '{n} 行は再び拒否されました。' },
  'queue.sync_first': {
    en: '{n} {n|waits|wait} for a sync: the sheet changed since, or a column is held.',
    ja: '{n} 行は同期が先です。シートが変わったか、列が保留中です。',
  },

  'groups.queued': {
    en: 'The database refused these rows and may take them later: they are tried again by themselves.',
    ja: 'データベースに拒否された行です。自動で再試行します。',
  },
  'missing.cause.queued': { en: '{n} waiting to be tried again', ja: '再試行待ち {n} 件' },

  'working.retrying': { en: 'Trying again…', ja: '再試行しています…' },

  'pause.database_unavailable': {
    en: 'The database is away; going on by itself when it is back…',
    ja: 'データベースに接続できません。戻りしだい自動で続けます…',
  },
  'pause.unreachable': {
    en: 'The server does not answer; going on by itself when it does…',
    ja: 'サーバーが応答しません。戻りしだい自動で続けます…',
  },
  'connect.database_chip': { en: 'No database', ja: 'DB 未接続' },
  'connect.database_title': { en: 'The database is away', ja: 'データベースに接続できません' },
  'connect.database': {
    en: 'The server answers, but its database cannot be reached. Your sheet is untouched; try again in a minute.',
    ja: 'サーバーは応答していますが、データベースに接続できません。シートはそのままです。しばらくしてからお試しください。',
  },

  'problem.unknown_retry': {
    en: 'This row waits no more: it was written since, or left the sheet.',
    ja: 'この行の再試行は終わっています。すでに書き込まれたか、シートからなくなりました。',
  },
  'problem.retry_waits': {
    en: 'This row waits for a sync: the sheet changed since, or a column is held. Press Sync.',
    ja: 'この行は同期が先です。シートが変わったか、列が保留中です。「同期」を押してください。',
  },
} as const;
