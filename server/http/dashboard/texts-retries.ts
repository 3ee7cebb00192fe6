// Words of the retry queue.
import type { Texts } from './words.ts';

export const RETRIES_TEXTS = {
  title: { en: 'Retry queue', ja: '再試行' },
  lead: {
    en: 'Rows that the database refused and may take later. Each is tried again after 1, 5 and 15 minutes, then given up; it leaves the queue when it is written, or when its row changes in the sheet.',
    ja: 'データベースが拒否し、後で受け付ける可能性のある行です。1、5、15 分後に再試行し、それでもだめなら断念します。書き込まれるか、シートの行が変わると一覧から消えます。',
  },
  none: { en: 'The queue is empty.', ja: '再試行する行はありません。' },
  count: { en: '{n} {n|row|rows}', ja: '{n} 行' },
  all: { en: 'All', ja: 'すべて' },
  pending: { en: 'Waiting', ja: '待機中' },
  failed: { en: 'Given up', ja: '断念' },
  which: { en: 'Which rows', ja: '表示する行' },
  buyer: { en: 'Buyer', ja: '買主' },
  sheet: { en: 'Sheet', ja: 'シート' },
  row: { en: 'Row', ja: '行' },
  state: { en: 'State', ja: '状態' },
  attempts: { en: 'Retries', ja: '再試行' },
  of_three: { en: '{n} of 3', ja: '{n}／3 回' },
  next: { en: 'Next', ja: '次回' },
  since: { en: 'Since', ja: '登録' },
  errors: { en: 'Errors', ja: 'エラー' },
  do: { en: 'Do', ja: '操作' },
  retry: { en: 'Retry now', ja: '今すぐ再試行' },
  process: { en: 'Process what is due', ja: '期限の来た行を再試行' },
} as const satisfies Texts;
