// What stands around every page, the log-in, and what goes wrong.
import type { Texts } from './words.ts';

export const SHELL_TEXTS = {
  skip: { en: 'To the content', ja: '本文へ' },
  pages: { en: 'Pages', ja: 'ページ' },
  overview: { en: 'Overview', ja: '概要' },
  runs: { en: 'Runs', ja: '実行' },
  errors: { en: 'Errors', ja: 'エラー' },
  retries: { en: 'Retry queue', ja: '再試行' },
  alerts: { en: 'Alerts', ja: 'アラート' },
  held: { en: 'Held', ja: '保留' },
  settings: { en: 'Settings', ja: '設定' },
  buyer: { en: 'Buyer number', ja: '買主番号' },
  find: { en: 'Find', ja: '検索' },
  logged_in: { en: 'Logged in as {name}', ja: '{name} としてログイン中' },
  log_out: { en: 'Log out', ja: 'ログアウト' },
  as_of: { en: 'As of', ja: '時点:' },
  live: { en: 'live', ja: '自動更新' },
  stale: {
    en: 'The server does not answer; what you see may be old.',
    ja: 'サーバーが応答しません。表示は古い可能性があります。',
  },
  new_alert: { en: 'New alert:', ja: '新しいアラート:' },
  newer: { en: 'Newest', ja: '最新へ' },
  older: { en: 'Older', ja: '以前' },
  more_pages: { en: 'More pages', ja: 'ほかのページ' },
  figures: { en: 'The figures', ja: '数値' },
  time: { en: 'Time', ja: '日時' },
  never: { en: 'never', ja: 'なし' },
  not_done: { en: 'That was not done', ja: '実行できませんでした' },
  not_found: { en: 'Nothing here', ja: 'ページがありません' },
  not_found_text: {
    en: 'There is no such page, or what it showed is gone.',
    ja: 'このページはないか、表示するものがなくなりました。',
  },
  forbidden_text: {
    en: 'The form was too old or came from elsewhere, so nothing was done. Go back, reload the page and press the button again.',
    ja: 'フォームが古いか、別の場所から送られたため、何も行いませんでした。戻って再読み込みし、もう一度押してください。',
  },
  back: { en: 'Back', ja: '戻る' },
} as const satisfies Texts;

export const LOGIN_TEXTS = {
  title: { en: 'Log in', ja: 'ログイン' },
  lead: {
    en: 'The operators’ dashboard shows what is in sheets and database. Paste the operator token once; this browser then stays logged in for twelve hours after its last use.',
    ja: '管理者用ダッシュボードです。シートとデータベースの内容を表示します。管理者トークンを一度貼り付けると、最後の利用から 12 時間ログインが続きます。',
  },
  token: { en: 'Operator token', ja: '管理者トークン' },
  token_hint: {
    en: 'Printed when the server was first started, or set by ROLLCALL_OPERATOR_TOKEN. Without it: “rollcall operator link” makes a link.',
    ja: 'サーバーの初回起動時に表示されたもの、または ROLLCALL_OPERATOR_TOKEN の値です。ない場合は「rollcall operator link」でリンクを作れます。',
  },
  name: { en: 'Your name', ja: 'お名前' },
  name_hint: {
    en: 'Shown beside what you decide. May be left empty.',
    ja: '決定した内容と一緒に表示されます。空でも構いません。',
  },
  submit: { en: 'Log in', ja: 'ログイン' },
  link_lead: {
    en: 'This link logs you in once. Press the button to use it.',
    ja: 'このリンクで一度だけログインできます。ボタンを押してください。',
  },
  wrong_token: {
    en: 'This is not the operator token. Copy all of it, without spaces; it begins with rko_ where Rollcall made it.',
    ja: '管理者トークンではありません。空白を入れずに全体を写してください（Rollcall が作ったものは rko_ で始まります）。',
  },
  wrong_code: {
    en: 'This link was used already, or is older than ten minutes. Make another with “rollcall operator link”, or paste the token.',
    ja: 'このリンクは使用済みか、10 分を過ぎています。「rollcall operator link」で作り直すか、トークンを貼り付けてください。',
  },
  too_many: {
    en: 'Too many wrong tries. Wait a minute, then try again.',
    ja: '誤りが続いたため、しばらく受け付けません。1 分待ってからやり直してください。',
  },
  no_cookie: {
    en: 'The browser did not send the cookie back that this page set, or the page stood open for long. Try again; if it stays so, open the dashboard by https, or on the machine itself by http://localhost, and allow cookies.',
    ja: 'このページの Cookie がブラウザーから届きませんでした（ページを長く開いていた場合も同じです）。もう一度試し、直らなければ https か、同じ機械の http://localhost で開き、Cookie を許可してください。',
  },
} as const satisfies Texts;
