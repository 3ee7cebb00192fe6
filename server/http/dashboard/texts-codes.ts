// Words for the codes that our own records hold: states, reasons, kinds.
import type { ErrorType, HoldReason, Mode, Trigger, Verdict } from '../../../shared/protocol.ts';
import type { AlertType } from '../../alerts/condition.ts';
import type { Cause } from '../../integrity/causes.ts';
import type { MissingCause } from '../../integrity/missing.ts';
import type { Texts, Wording } from './words.ts';

type Words<Code extends string> = Readonly<Record<Code, Wording>>;

export const STATUS_TEXTS = {
  running: { en: 'running', ja: '実行中' },
  completed: { en: 'completed', ja: '完了' },
  completed_with_problems: { en: 'completed, with problems', ja: '完了（問題あり）' },
  abandoned: { en: 'stopped', ja: '停止' },
  superseded: { en: 'taken over by another', ja: '別の実行が引き継ぎ' },
  contract_changed: { en: 'stopped: the table or the headings changed', ja: '停止（表か見出しが変更）' },
} as const satisfies Texts;

export const MODE_TEXTS = {
  sync: { en: 'sync', ja: '同期' },
  verify: { en: 'check only', ja: '照合のみ' },
} as const satisfies Words<Mode>;

export const TRIGGER_TEXTS = {
  sidebar: { en: 'by a person in the sidebar', ja: 'サイドバーの操作' },
  schedule: { en: 'hourly', ja: '毎時' },
  api: { en: 'by a script', ja: 'スクリプト' },
} as const satisfies Words<Trigger>;

export const VERDICT_TEXTS = {
  in_step: { en: 'in step', ja: '一致' },
  in_step_except_held: { en: 'in step, except what is held', ja: '保留分を除き一致' },
  not_in_step: { en: 'not in step', ja: '不一致' },
} as const satisfies Words<Verdict>;

export const ERROR_TYPE_TEXTS = {
  field_length: { en: 'Text too long', ja: '文字数超過' },
  data_type: { en: 'Wrong kind of value', ja: '値の種類が違う' },
  constraint_violation: { en: 'Against a rule of the table', ja: '表の規則に反する' },
  unknown: { en: 'Other', ja: 'その他' },
} as const satisfies Words<ErrorType>;

export const REASON_TEXTS = {
  values_disappear: {
    en: '{rows} of {of} {of|value|values} would disappear from the database.',
    ja: 'データベースの値 {of} 件のうち {rows} 件が消えます。',
  },
  values_replaced: {
    en: '{rows} of {of} {of|value|values} would be replaced by others.',
    ja: '{of} 件のうち {rows} 件の値が別の値に置き換わります。',
  },
  rows_gone: {
    en: '{rows} of {of} {of|buyer has|buyers have} left the sheet. They would stay in the database; all other rows wait until somebody says so.',
    ja: '{of} 件のうち {rows} 件の買主がシートからなくなりました。データベースには残ります。決めるまで、ほかの行も待ちます。',
  },
} as const satisfies Words<HoldReason>;

export const HOLD_STATE_TEXTS = {
  waiting: { en: 'waits for an answer', ja: '確認待ち' },
  released: { en: 'released', ja: '許可済み' },
  discarded: { en: 'kept out', ja: '保留を継続' },
} as const satisfies Texts;

export const CAUSE_TEXTS = {
  held: { en: 'the column is held', ja: '列を保留中' },
  rejected: { en: 'rejected', ja: '拒否' },
  queued: { en: 'waits to be tried again', ja: '再試行待ち' },
  changed_by_another_writer: {
    en: 'written, then changed by the database or another writer',
    ja: '書き込み後に、データベースか別の書き手が変更',
  },
  edited_in_sheet: { en: 'edited in the sheet since the last sync', ja: '前回の同期後にシートで編集' },
  changed_in_database: { en: 'changed in the database', ja: 'データベース側で変更' },
  differs: { en: 'changed on one side since the last sync', ja: '前回の同期後にどちらかで変更' },
  never_synced: { en: 'never synced yet', ja: 'まだ同期していない' },
  form_only: { en: 'the same, only written differently', ja: '書き方だけの違い' },
} as const satisfies Words<Cause>;

export const MISSING_TEXTS = {
  rejected: { en: '{n} refused', ja: '拒否 {n} 件' },
  deleted_in_database: { en: '{n} deleted in the database', ja: 'データベースで削除 {n} 件' },
  never_synced: { en: '{n} never synced', ja: '未同期 {n} 件' },
  queued: { en: '{n} waiting to be tried again', ja: '再試行待ち {n} 件' },
} as const satisfies Words<MissingCause> & Texts;

export const OUTCOME_TEXTS = {
  inserted: { en: 'inserted', ja: '追加' },
  updated: { en: 'updated', ja: '更新' },
  failed: { en: 'refused', ja: '拒否' },
} as const satisfies Texts;

export const ALERT_TEXTS = {
  missing_buyers: { en: 'Buyers missing', ja: '買主の不足' },
  high_error_rate: { en: 'High error rate', ja: '高いエラー率' },
  permanent_failure: { en: 'A buyer given up', ja: '断念した買主' },
  slow_sync: { en: 'Slow sync', ja: '遅い同期' },
  quiet_sheet: { en: 'Quiet sheet', ja: '応答のないシート' },
  run_held: { en: 'Run held', ja: '保留中の実行' },
  schema_invalid: { en: 'Table limits texts', ja: '表に文字数制限' },
  queue_stuck: { en: 'Retry queue stuck', ja: '再試行の停滞' },
  service_down: { en: 'Service down', ja: 'サービス停止' },
} as const satisfies Words<AlertType>;

export const CHANNEL_TEXTS = {
  log: { en: 'log', ja: 'ログ' },
  webhook: { en: 'webhook', ja: 'Webhook' },
  email: { en: 'e-mail', ja: 'メール' },
} as const satisfies Texts;

export const DELIVERY_TEXTS = {
  due: { en: 'to be sent', ja: '送信待ち' },
  sent: { en: 'sent', ja: '送信済み' },
  failed: { en: 'not sent, given up', ja: '送信失敗' },
} as const satisfies Texts;

export const HEALTH_TEXTS = {
  healthy: { en: 'healthy', ja: '正常' },
  degraded: { en: 'degraded', ja: '低下' },
  unhealthy: { en: 'unhealthy', ja: '異常' },
} as const satisfies Texts;

export const SERVICE_TEXTS = {
  database: { en: 'Database', ja: 'データベース' },
  worker: { en: 'Retries', ja: '再試行' },
  monitor: { en: 'Monitor', ja: '監視' },
  alerts: { en: 'Sending of alerts', ja: 'アラート送信' },
  retention: { en: 'Retention', ja: '保存期間の管理' },
  embedded_database: { en: 'Embedded database', ja: '組み込みデータベース' },
} as const satisfies Texts;
