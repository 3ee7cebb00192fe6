// Words of what is held.
import type { Texts } from './words.ts';

export const HELD_TEXTS = {
  title: { en: 'Held', ja: '保留' },
  lead: {
    en: 'So much would change at once that it may be a mistake. The stored values stay until somebody says. Look at the sheet first.',
    ja: '一度に多くが変わるため、間違いかもしれません。決めるまで、保存済みの値は変わりません。先にシートを見てください。',
  },
  waiting: { en: 'Waiting for an answer', ja: '確認待ち' },
  kept: { en: 'Kept out', ja: '保留を続けているもの' },
  none: { en: 'Nothing is held.', ja: '保留中のものはありません。' },
  whole_run: { en: 'The whole run', ja: '実行全体' },
  since: { en: 'Since', ja: '開始:' },
  release: { en: 'Release this time', ja: '今回だけ許可' },
  always: { en: 'Always for this column', ja: 'この列は常に許可' },
  discard: { en: 'Keep it out', ja: '保留のまま' },
} as const satisfies Texts;
