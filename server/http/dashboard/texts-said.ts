// What an action did, said on the page that follows it.
import type { Texts } from './words.ts';

export const SAID_TEXTS = {
  released: {
    en: 'Released. The next sync of the sheet lets it through.',
    ja: '許可しました。次の同期で反映されます。',
  },
  released_always: {
    en: 'Released for good: this column is not held again.',
    ja: '今後も許可します。この列はもう保留されません。',
  },
  discarded: {
    en: 'Kept out. The stored values stay as they are.',
    ja: '保留を続けます。保存済みの値は変わりません。',
  },
  retried: { en: 'Tried again, and written.', ja: '再試行し、書き込みました。' },
  refused_again: {
    en: 'Tried again, and refused again. Its errors are below.',
    ja: '再試行しましたが、再び拒否されました。エラーは下にあります。',
  },
  not_due: {
    en: 'Nothing was tried: another server has it in hand, or it is gone.',
    ja: '再試行しませんでした。別のサーバーが処理中か、すでにありません。',
  },
  processed: {
    en: '{processed} {processed|row|rows} tried: {succeeded} written, {failed} refused again, {permanentlyFailed} given up.',
    ja: '{processed} 行を再試行しました。書き込み {succeeded} 行、再び拒否 {failed} 行、断念 {permanentlyFailed} 行。',
  },
  nothing_due: { en: 'Nothing is due now.', ja: '今、再試行するものはありません。' },
  acknowledged: { en: 'Acknowledged.', ja: '確認済みにしました。' },
  setting_changed: { en: 'Changed. It counts from the next look on.', ja: '変更しました。次の回から使われます。' },
  setting_default: { en: 'Back to the default.', ja: '初期値に戻しました。' },
  recipient_added: {
    en: 'Added. Alerts of this sheet go there too from now on.',
    ja: '追加しました。今後このシートのアラートが届きます。',
  },
  recipient_removed: { en: 'Taken off.', ja: '通知先から外しました。' },
  logged_out: { en: 'Logged out.', ja: 'ログアウトしました。' },
} as const satisfies Texts;

export type SaidCode = keyof typeof SAID_TEXTS;
