// Words of the error log.
import type { Texts } from './words.ts';

export const ERRORS_TEXTS = {
  title: { en: 'Errors', ja: 'エラー' },
  at: { en: 'When', ja: '日時' },
  buyer: { en: 'Buyer', ja: '買主' },
  row: { en: 'Row', ja: '行' },
  cell: { en: 'Cell', ja: 'セル' },
  type: { en: 'Type', ja: '種類' },
  what: { en: 'What is wrong', ja: '内容' },
  run: { en: 'Run', ja: '実行' },
  to_run: { en: 'its run', ja: '実行を見る' },
  from: { en: 'From (UTC)', ja: '開始 (UTC)' },
  to: { en: 'To (UTC)', ja: '終了 (UTC)' },
  any: { en: 'Any', ja: 'すべて' },
  run_id: { en: 'Run id', ja: '実行番号' },
  buyer_number: { en: 'Buyer number', ja: '買主番号' },
  filter: { en: 'Show', ja: '絞り込む' },
  all: { en: 'Show all', ja: 'すべて表示' },
  none: { en: 'No error matches.', ja: '該当するエラーはありません。' },
  count: { en: '{n} {n|error|errors}', ja: '{n} 件' },
  csv: { en: 'As CSV', ja: 'CSV で保存' },
  plot: { en: 'Errors by type', ja: '種類ごとのエラー' },
  plot_text: {
    en: '{n} {n|error|errors} since {from} UTC, most often: {often}.',
    ja: '{from} UTC 以降 {n} 件。最も多いのは「{often}」。',
  },
} as const satisfies Texts;
