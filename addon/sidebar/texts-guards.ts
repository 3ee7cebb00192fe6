// Texts in both languages: what the server refuses because the guard holds it, or holds nothing.

export const GUARD_TEXTS = {
  'problem.run_held': {
    en: 'Nothing more is written: many buyers of the last sync are gone from the sheet. Look at what is held, then say yes or no.',
    ja: '前回の同期にあった行がシートから多く消えているため、書き込みを止めています。保留の内容を確認し、進めるかどうかを選んでください。',
  },
  'problem.nothing_held': {
    en: 'Nothing is held here any more. Sync again for a fresh look.',
    ja: '保留中のものはもうありません。もう一度同期してください。',
  },
} as const;
