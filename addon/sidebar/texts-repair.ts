// Texts in both languages: why values differ, and putting them right on either side.

export const REPAIR_TEXTS = {
  'cause.form_only': { en: 'the same, only written differently', ja: '書き方だけの違い（内容は同じ）' },
  'cause.held': { en: 'this column is held', ja: '列を保留中' },
  'cause.queued': { en: 'waiting to be sent again', ja: '再送待ち' },
} as const;
