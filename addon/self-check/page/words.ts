// Every text of the self-check's page in both languages; `{name}` is filled in.
import type { Language } from '../../sidebar/texts.ts';

interface Wording {
  readonly en: string;
  readonly ja: string;
}

type Params = Readonly<Record<string, string | number>>;
export type Say = (key: TextKey, params?: Params) => string;

export const sayIn =
  (language: Language): Say =>
  (key, params = {}) =>
    TEXTS[key][language].replace(/\{(\w+)\}/g, (_, name: string) => shown(params[name], language));

const shown = (value: string | number | undefined, language: Language): string =>
  typeof value === 'number' ? value.toLocaleString(language) : (value ?? '–');

export const isTextKey = (key: string): key is TextKey => Object.hasOwn(TEXTS, key);

export type TextKey = keyof typeof TEXTS;

export const TEXTS = {
  title: { en: 'Check this installation', ja: 'この環境を確認' },
  why: {
    en: 'Rollcall takes some things for granted about Google Sheets. This looks at each of them here, and makes a file for your operator.',
    ja: 'Rollcall は Google スプレッドシートの動きについて、いくつかのことを前提にしています。それをここで一つずつ確かめ、管理者に渡すファイルを作ります。',
  },
  'does.title': { en: 'What it does', ja: '行うこと' },
  'does.tab': {
    en: 'Makes a tab of its own, writes invented cells into it, and deletes it at the end; if that fails, at the next start.',
    ja: '専用のシートを作り、架空のセルを書き込み、最後に削除します。削除できなかったときは、次の開始時に削除します。',
  },
  'does.server': {
    en: 'Sends an invented text to your server, which stores nothing of it.',
    ja: '架空の文章をサーバーに送ります。サーバーには何も保存されません。',
  },
  'does.trigger': {
    en: 'Makes a clock trigger for one minute and deletes it, unless the hourly sync is on.',
    ja: '1 分後の時計トリガーを作り、削除します。毎時の同期がオンのときは作りません。',
  },
  'does.nothing': {
    en: 'Reads nothing of your tabs and changes nothing in them.',
    ja: 'お使いのシートは読まず、変更もしません。',
  },
  'does.time': {
    en: 'Takes up to five minutes. Keep this sidebar open.',
    ja: '最長 5 分かかります。このサイドバーを開いたままにしてください。',
  },
  start: { en: 'Start the check', ja: '確認を開始' },
  again: { en: 'Check again', ja: 'もう一度確認' },
  stop: { en: 'Stop', ja: '中止' },
  stopping: { en: 'Stopping, and deleting what was made…', ja: '中止し、作ったものを削除しています…' },
  step: { en: 'Step {done} of {total}', ja: '手順 {done} / {total}' },
  'step.begin': { en: 'Making a tab', ja: 'シートを作成しています' },
  'step.end': { en: 'Deleting what was made', ja: '作ったものを削除しています' },
  'step.sidebar-width': { en: 'Width of the sidebar', ja: 'サイドバーの幅' },
  'step.run-latency': { en: 'Time of a call', ja: '呼び出しの時間' },
  'step.new-tab': { en: 'A new tab', ja: '新しいシート' },
  'step.service-call-time': { en: 'Time of a service', ja: 'サービスの時間' },
  'step.cell-kinds': { en: 'Cells of every kind', ja: 'さまざまなセル' },
  'step.cell-read-time': { en: '25,000 cells', ja: '25,000 個のセル' },
  'step.fetch-time': { en: 'Time to your server', ja: 'サーバーまでの時間' },
  'step.fetch-all': { en: 'Several requests at once', ja: '複数の同時送信' },
  'step.fetch-all-dead-host': { en: 'A server that does not answer', ja: '応答しないサーバー' },
  'step.gzip-body': { en: 'A compressed text', ja: '圧縮した文章' },
  'step.large-answer': { en: 'Large answers', ja: '大きな応答' },
  'step.date-answer': { en: 'An answer with a date', ja: '日付を含む応答' },
  'step.auth-mode': { en: 'Authorization', ja: '承認の状態' },
  'step.identity-token': { en: 'Identity', ja: '本人の確認' },
  'step.locks': { en: 'Two at once', ja: '同時に 2 つの実行' },
  'step.property-limits': { en: 'What a document remembers', ja: '記憶できる量' },
  'step.document-in-trigger': { en: 'Waiting for the clock', ja: '時計トリガーを待っています' },
  'done.same': { en: 'All that was seen is as assumed', ja: '確かめたことは、すべて前提どおりです' },
  'done.differs': { en: '{n} differ from what was assumed', ja: '前提と異なるものが {n} 件あります' },
  'done.stopped': { en: 'Stopped', ja: '中止しました' },
  'done.counts': {
    en: '{same} as assumed, {differs} different, {noted} noted, {unseen} not observed.',
    ja: '前提どおり {same}、相違 {differs}、記録のみ {noted}、未確認 {unseen}。',
  },
  'done.clean': {
    en: 'The tab and the trigger that were made are deleted.',
    ja: '作ったシートとトリガーは削除しました。',
  },
  'done.left': {
    en: 'The tab “Rollcall self-check …” could not be deleted. Start the check again, or delete it by hand.',
    ja: '「Rollcall self-check …」というシートを削除できませんでした。もう一度確認を開始するか、手で削除してください。',
  },
  'done.failed': { en: 'The check could not begin', ja: '確認を開始できませんでした' },
  'done.failed_why': { en: 'In the words of the add-on: {message}', ja: 'アドオンからのメッセージ：{message}' },
  download: { en: 'Download the file', ja: 'ファイルを保存' },
  'download.hint': {
    en: 'Give it to your operator: rollcall doctor selfcheck says what each difference means. It holds no name, no address and no cell of yours.',
    ja: '管理者に渡してください。rollcall doctor selfcheck が、それぞれの違いの意味を示します。氏名、アドレス、セルの内容は含みません。',
  },
  'table.what': { en: 'What', ja: '項目' },
  'table.assumed': { en: 'Assumed', ja: '前提' },
  'table.observed': { en: 'Observed', ja: '実際' },
} as const satisfies Readonly<Record<string, Wording>>;
