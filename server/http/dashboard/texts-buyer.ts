// Words of a buyer's page and of the search for one.
import type { Texts } from './words.ts';

export const BUYER_TEXTS = {
  title: { en: 'Buyer {key}', ja: '買主 {key}' },
  find: { en: 'Find a buyer', ja: '買主を探す' },
  which: {
    en: 'Write the number in the box above as it stands in the sheet.',
    ja: '上の欄に、シートにあるとおりの番号を入力してください。',
  },
  unknown: {
    en: 'No sheet and no database knows the buyer {key}. Check how the number is written.',
    ja: '買主 {key} は、どのシートにもデータベースにもありません。番号の書き方を確認してください。',
  },
  several: { en: 'Several sheets know this number:', ja: '複数のシートにこの番号があります。' },
  stored: { en: 'In the database', ja: 'データベースにある' },
  not_stored: { en: 'Not in the database', ja: 'データベースにない' },
  last_change: { en: 'Last change', ja: '最後の変更' },
  seen_equal: { en: 'Last seen equal on both sides', ja: '両側の一致を最後に確認' },
  not_known: { en: 'not known', ja: '不明' },
  alike: { en: 'Numbers that look like it', ja: '似た番号' },
  queued: { en: 'In the retry queue', ja: '再試行待ち' },
  values: { en: 'What the database holds', ja: 'データベースの値' },
  column: { en: 'Column', ja: '列' },
  value: { en: 'Value', ja: '値' },
  empty: { en: 'empty', ja: '空' },
  history: { en: 'What was synced when', ja: '同期の履歴' },
  no_history: { en: 'Rollcall never wrote it.', ja: 'Rollcall が書き込んだことはありません。' },
  at: { en: 'When', ja: '日時' },
  outcome: { en: 'Outcome', ja: '結果' },
  row: { en: 'Row', ja: '行' },
  before: { en: 'What it changed (value before)', ja: '変更した列（変更前の値）' },
  errors: { en: 'What failed', ja: 'エラー' },
  no_errors: { en: 'Nothing, as far as the error log goes back.', ja: 'エラー記録にはありません。' },
  all_errors: { en: 'All {n} errors', ja: 'エラー {n} 件をすべて見る' },
} as const satisfies Texts;
