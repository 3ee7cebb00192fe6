// Texts in both languages: why values differ, and putting them right on either side.

export const REPAIR_TEXTS = {
  'cause.form_only': { en: 'the same, only written differently', ja: '書き方だけの違い（内容は同じ）' },
  'cause.held': { en: 'this column is held', ja: '列を保留中' },
  'cause.queued': { en: 'waiting to be sent again', ja: '再送待ち' },
  'form.width': { en: 'full-width or half-width characters', ja: '全角・半角の違い' },
  'form.spaces': { en: 'spaces or line breaks', ja: '空白・改行の違い' },
  'form.case': { en: 'capital or small letters', ja: '大文字・小文字の違い' },
  'form.number': { en: 'the way a number is written', ja: '数字の書き方の違い' },
  'form.date': { en: 'the way a date is written', ja: '日付の書き方の違い' },

  'groups.title': { en: 'Values that differ', ja: '異なる値' },
  'groups.lead': {
    en: 'By column and cause. Click a cell to go to it.',
    ja: '列と原因ごとの一覧です。セルをクリックすると移動します。',
  },
  'groups.since': { en: 'Last synced {when}.', ja: '前回の同期: {when}。' },
  'groups.never': { en: 'Never synced.', ja: 'まだ同期していません。' },
  'groups.held': {
    en: 'Nothing of this column is sent until somebody releases it.',
    ja: '保留が解除されるまで、この列は送信しません。',
  },
  'groups.rejected': {
    en: 'The database refused these rows. Mend the cells listed above, then sync.',
    ja: 'データベースに拒否された行です。上のセルを直してから同期してください。',
  },
  'groups.form': {
    en: 'To a person both say the same. Choose the side whose writing you want to keep.',
    ja: '内容は同じです。残したい書き方のほうを選んでください。',
  },
  'groups.unlisted': {
    en: '{n} {n|value that differs is|values that differ are} not listed here.',
    ja: '異なる値のうち {n} 件は、ここには表示していません。',
  },
  'groups.settled': {
    en: 'Taken into the sheet. Verify shows where things stand now.',
    ja: 'シートに反映しました。「照合」で今の状態を確かめられます。',
  },
  'groups.seen': { en: 'As found {when}.', ja: '{when} の時点の結果です。' },
  'groups.show': { en: 'Show what differed', ja: '違いを表示' },

  'missing.lead': { en: 'In the sheet, not in the database.', ja: 'シートにあり、データベースにない行です。' },
  'missing.cause.rejected': { en: '{n} refused', ja: '拒否 {n} 件' },
  'missing.cause.deleted_in_database': { en: '{n} deleted in the database', ja: 'データベースで削除 {n} 件' },
  'missing.cause.never_synced': { en: '{n} never synced', ja: '未同期 {n} 件' },

  'push.group': { en: 'Push these {n}', ja: 'この {n} 件を送信' },
  'push.row': { en: 'Push this row', ja: 'この行を送信' },
  'push.missing': { en: 'Push the missing {n}', ja: '足りない {n} 件を送信' },
  'push.buyer': { en: 'Push this buyer', ja: 'この買主を送信' },
  'push.selected': { en: 'Sync the selected rows only', ja: '選択した行だけ同期' },
  'push.done': {
    en: '{n} of {total} chosen {total|row|rows} pushed',
    ja: '選んだ {total} 行のうち {n} 行を送信しました',
  },
  'push.first': {
    en: 'Nothing of this sheet was sent yet. Check first says what a sync would do.',
    ja: 'このシートはまだ送信していません。「まず確認」で同期の内容を確かめられます。',
  },
  'push.held': {
    en: 'Nothing is sent as long as the run is held: say yes to it above, or mend the sheet and sync again.',
    ja: '同期が保留されている間は送信しません。上で許可するか、シートを直してもう一度同期してください。',
  },
  'push.none': { en: 'The chosen rows needed no sending', ja: '選んだ行に送るものはありませんでした' },
  'push.rest': {
    en: 'The others were left alone. Where they differ is listed below.',
    ja: 'ほかの行はそのままです。違いは下の一覧にあります。',
  },

  'take.group': { en: 'Take the database’s {n} {n|value|values}', ja: 'データベースの {n} 件を採用' },
  'take.one': { en: 'Take the database’s value', ja: 'データベースの値を採用' },
  'take.title': {
    en: 'Overwrite {n} {n|cell|cells} of “{header}” in the sheet?',
    ja: 'シートの「{header}」の {n} セルを上書きしますか？',
  },
  'take.text': {
    en: 'They get the database’s values. What stands there now is kept, so you can put it back. Formulas, merged and protected cells are left alone.',
    ja: 'データベースの値に置き換えます。今の値は控えておくので、元に戻せます。数式・結合・保護されたセルには書き込みません。',
  },
  'take.for_example': { en: 'For example', ja: '例' },
  'take.from_to': { en: '{from} → {to}', ja: '{from} → {to}' },
  'take.yes': { en: 'Overwrite {n} {n|cell|cells}', ja: '{n} セルを上書き' },
  'take.no': { en: 'Leave the sheet', ja: 'やめる' },
  'take.running': { en: 'Writing into the sheet… {n} of {total}', ja: 'シートに書き込んでいます… {n} / {total}' },
  'take.done': {
    en: '{n} {n|cell has|cells have} the database’s value',
    ja: '{n} セルがデータベースの値になりました',
  },
  'take.already': {
    en: '{n} {n|cell|cells} showed it already.',
    ja: '{n} セルはすでに同じ値でした。',
  },
  'take.none': { en: 'No cell was changed', ja: 'セルは変更していません' },
  'take.failed': { en: 'Writing stopped', ja: '書き込みが止まりました' },
  'take.left': {
    en: '{n} {n|cell was left as it is|cells were left as they are}:',
    ja: '{n} セルはそのままです:',
  },
  'take.proof': {
    en: 'Each was read again and reads exactly so. Verify proves the whole sheet.',
    ja: '書き込んだセルは読み直して確かめました。シート全体は「照合」で確かめられます。',
  },

  'back.offer': {
    en: '{n} {n|cell|cells} of “{header}” took the database’s value {when}.',
    ja: '{when} に「{header}」の {n} セルをデータベースの値にしました。',
  },
  'back.by': { en: 'By {who}.', ja: '実行者: {who}' },
  'back.button': { en: 'Put back {n}', ja: '{n} セルを元に戻す' },
  'back.keep': { en: 'Keep the new values', ja: '新しい値のままにする' },
  'back.running': { en: 'Putting back…', ja: '元に戻しています…' },
  'back.done': { en: '{n} {n|cell is|cells are} as before', ja: '{n} セルを元に戻しました' },
  'back.kept': { en: 'The new values stay.', ja: '新しい値のままにしました。' },

  'stands.formula': { en: 'Holds a formula', ja: '数式が入っています' },
  'stands.spill': { en: 'May be filled by a formula elsewhere', ja: '別の数式の結果かもしれません' },
  'stands.merged': { en: 'Merged with other cells', ja: '結合されています' },
  'stands.protected': { en: 'Protected', ja: '保護されています' },
  'stands.changed': { en: 'Changed meanwhile', ja: 'その後に変更されました' },
  'stands.key_gone': { en: 'The buyer is no longer in the sheet', ja: '買主がシートにありません' },
  'stands.key_twice': { en: 'The buyer is in the sheet more than once', ja: '同じ買主が複数行にあります' },
  'stands.not_kept': {
    en: 'The sheet made something else of it, so the old value is back',
    ja: '同じ値にならなかったため、元の値に戻しました',
  },
  'stands.like_formula': { en: 'Would become a formula', ja: '数式として扱われてしまう値です' },
  'stands.no_cell_value': { en: 'No cell can hold this value', ja: 'セルに書けない値です' },
  'stands.refused': { en: 'The sheet’s rules did not allow it', ja: 'シートの入力規則で拒否されました' },
  'stands.moved': {
    en: 'The rows moved while it was written: look at it',
    ja: '書き込み中に行が移動しました。確認してください',
  },

  'csv.button': { en: 'Download report (CSV)', ja: '結果を CSV で保存' },
  'csv.file': { en: 'rollcall-report.csv', ja: 'rollcall-report.csv' },
  'csv.failed': { en: 'The report could not be fetched.', ja: '結果を取得できませんでした。' },

  'buyer.title': { en: 'Find a buyer', ja: '買主を探す' },
  'buyer.label': { en: 'Number, then Enter', ja: '番号を入力して Enter' },
  'buyer.find': { en: 'Find', ja: '検索' },
  'buyer.close': { en: 'Close', ja: '閉じる' },
  'buyer.both': { en: 'The same on both sides.', ja: 'シートとデータベースで一致しています。' },
  'buyer.differs': { en: '{n} {n|value differs|values differ}.', ja: '{n} 項目が異なります。' },
  'buyer.only_sheet': {
    en: 'In the sheet, not in the database.',
    ja: 'シートにありますが、データベースにありません。',
  },
  'buyer.only_database': {
    en: 'In the database, not in this sheet.',
    ja: 'データベースにありますが、このシートにありません。',
  },
  'buyer.neither': { en: 'Neither in this sheet nor in the database.', ja: 'シートにもデータベースにもありません。' },
  'buyer.twice': {
    en: 'In {n} rows of the sheet. None of them is written until one is left.',
    ja: 'シートの {n} 行にあります。一つになるまで、どの行も書き込みません。',
  },
  'buyer.alike': { en: 'Did you mean', ja: '似た番号' },
  'buyer.row': { en: 'Go to {cell}', ja: '{cell} へ移動' },
  'buyer.all': { en: 'All values', ja: 'すべての値' },
  'buyer.equal': { en: 'Last seen equal {when}.', ja: '最後に一致を確認: {when}' },
  'buyer.never_equal': { en: 'Never seen equal yet.', ja: '一致を確認したことはありません。' },
  'buyer.inserted': { en: 'Inserted {when}.', ja: '{when} に追加しました。' },
  'buyer.updated': { en: 'Updated {when}.', ja: '{when} に更新しました。' },
  'buyer.refused': { en: 'Refused {when}.', ja: '{when} に拒否されました。' },
  'buyer.fields': { en: 'Changed then: {fields}', ja: '変更した項目: {fields}' },
  'buyer.run': { en: 'Run {run}', ja: '実行 {run}' },
  'buyer.errors': { en: 'Errors', ja: 'エラー' },
  'working.taking': { en: 'Writing into the sheet…', ja: 'シートに書き込んでいます…' },
  'working.finding': { en: 'Looking for the buyer…', ja: '買主を探しています…' },
  'working.reporting': { en: 'Fetching the report…', ja: '結果を取得しています…' },

  'problem.too_many_chosen': {
    en: 'These are too many to push one by one. Press Sync to send all that differs.',
    ja: '選択が多すぎます。「同期」を押すと、違う行をすべて送ります。',
  },
  'problem.nothing_selected': {
    en: 'Select cells of the rows to sync in the sheet first, below the headings.',
    ja: '先に、シートで同期する行のセルを選んでください（見出しより下）。',
  },
  'problem.column_not_bound': {
    en: 'The heading of this column changed. Verify again first.',
    ja: 'この列の見出しが変わりました。先にもう一度照合してください。',
  },
  'problem.no_room_to_keep': {
    en: 'The document cannot keep more old values. Put back the earlier ones, or keep the new values, then go on.',
    ja: '控えておける元の値がいっぱいです。先に元に戻すか、新しい値のままにしてから続けてください。',
  },
  'problem.nothing_to_put_back': { en: 'Nothing is left to put back.', ja: '元に戻すものはありません。' },
  'problem.run_under_way': {
    en: 'A run is reading this sheet. Try again when it is over.',
    ja: '実行中のため書き込めません。終わってからお試しください。',
  },
  'problem.unknown_buyer': {
    en: 'No buyer of this number was ever seen, neither in the database nor in a sync of this sheet. Check how it is written.',
    ja: 'この番号の買主は、データベースにもこのシートの同期にもありません。番号の書き方をご確認ください。',
  },
} as const;
