// Texts in both languages: why values differ, and putting them right on either side.

export const REPAIR_TEXTS = {
  'cause.form_only': { en: 'the same, only written differently', ja: '書き方だけの違い（内容は同じ）' },
  'cause.held': { en: 'this column is held', ja: '列を保留中' },
  'cause.queued': { en: 'waiting to be sent again', ja: '再送待ち' },
  'problem.unknown_buyer': {
    en: 'No buyer of this number was ever seen, neither in the database nor in a sync of this sheet. Check how it is written.',
    ja: 'この番号の買主は、データベースにもこのシートの同期にもありません。番号の書き方をご確認ください。',
  },
} as const;
