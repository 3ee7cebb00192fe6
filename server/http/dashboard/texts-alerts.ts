// Words of the alerts.
import type { Texts } from './words.ts';

export const ALERTS_TEXTS = {
  title: { en: 'Alerts', ja: 'アラート' },
  lead: {
    en: 'One alert for each thing that went wrong, until it is well again. Acknowledge one to say that somebody has seen it; it ends by itself.',
    ja: '問題が起きてから直るまで、一つのアラートになります。「確認済みにする」は誰かが見たという印です。直れば自動で終わります。',
  },
  open: { en: 'Open', ja: '未解決' },
  recovered_tab: { en: 'Recovered', ja: '解決済み' },
  all: { en: 'All', ja: 'すべて' },
  which: { en: 'Which alerts', ja: '表示するアラート' },
  none: { en: 'None.', ja: 'ありません。' },
  since: { en: 'Since', ja: '発生:' },
  recovered: { en: 'recovered', ja: '解決' },
  sheet: { en: 'to the sheet', ja: 'シートを見る' },
  seen_by: { en: 'Acknowledged by {name}', ja: '確認: {name}' },
  acknowledge: { en: 'Acknowledge', ja: '確認済みにする' },
  told: { en: '{n} {n|message|messages}', ja: '通知 {n} 件' },
  not_told: { en: '{n} {n|message was|messages were} not delivered', ja: '通知 {n} 件が届いていません' },
  last_error: { en: '({code}, {n} {n|try|tries})', ja: '（{code}、{n} 回試行）' },
} as const satisfies Texts;
