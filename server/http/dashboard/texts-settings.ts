// Words of the settings, and what each is for.
import type { SettingName } from '../../settings/settings.ts';
import type { Texts, Wording } from './words.ts';

export const SETTINGS_TEXTS = {
  title: { en: 'Settings', ja: '設定' },
  lead: {
    en: 'They count for all servers on this database, from their next look on.',
    ja: 'このデータベースを使うすべてのサーバーに、次の回から反映されます。',
  },
  by_default: { en: 'default {value}', ja: '初期値 {value}' },
  bounds: { en: '{least} to {most}', ja: '{least}～{most}' },
  change: { en: 'Change', ja: '変更' },
  back: { en: 'Back to the default', ja: '初期値に戻す' },
  is_set: { en: 'changed', ja: '変更済み' },
  changed_by: { en: 'Changed by {name}', ja: '変更: {name}' },
} as const satisfies Texts;

export const UNIT_TEXTS: Readonly<Record<string, Wording>> = {
  s: { en: 'seconds', ja: '秒' },
  min: { en: 'minutes', ja: '分' },
  h: { en: 'hours', ja: '時間' },
  d: { en: 'days', ja: '日' },
  rows: { en: 'rows', ja: '行' },
  buyers: { en: 'buyers', ja: '件' },
  messages: { en: 'messages', ja: '件' },
  '%': { en: '%', ja: '%' },
};

/** Short names; what each is for stands in the settings themselves. */
export const SETTING_NAMES = {
  retryEverySeconds: { en: 'Retry queue: look every', ja: '再試行: 確認の間隔' },
  retriesPerMinute: { en: 'Retry queue: rows a minute', ja: '再試行: 1 分あたりの行数' },
  monitorEverySeconds: { en: 'Monitor: look every', ja: '監視: 確認の間隔' },
  missingMoreThan: { en: 'Alert: missing buyers', ja: 'アラート: 買主の不足' },
  errorRateAbovePercent: { en: 'Alert: error rate', ja: 'アラート: エラー率' },
  errorRateWindowMinutes: { en: 'Error rate: window', ja: 'エラー率: 対象の時間' },
  slowSyncSeconds: { en: 'Alert: slow sync', ja: 'アラート: 遅い同期' },
  quietAfterHours: { en: 'Alert: quiet sheet', ja: 'アラート: 応答のないシート' },
  queueStuckMinutes: { en: 'Alert: retry queue stuck', ja: 'アラート: 再試行の停滞' },
  alertsPerHour: { en: 'Messages an hour', ja: '1 時間あたりの通知' },
  alertGroupSeconds: { en: 'Gather alerts for', ja: '通知をまとめる時間' },
  keepErrorsDays: { en: 'Keep the error log', ja: '保存: エラー記録' },
  keepHistoryDays: { en: 'Keep the history of buyers', ja: '保存: 買主の履歴' },
  keepMismatchesDays: { en: 'Keep the mismatches of reports', ja: '保存: 違いの一覧' },
  keepRetriesDays: { en: 'Keep rows that were given up', ja: '保存: 断念した行' },
  keepMetricsDays: { en: 'Keep metrics and recovered alerts', ja: '保存: 計測値と解決済みアラート' },
} as const satisfies Readonly<Record<SettingName, Wording>>;
