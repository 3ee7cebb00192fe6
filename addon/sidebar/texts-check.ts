// Texts in both languages: the look before a sync, and what is held until a person says yes or no.

export const CHECK_TEXTS = {
  'action.check': { en: 'Check', ja: '確認' },
  'action.check_first': { en: 'Check first', ja: 'まず確認' },
  'action.hint_check': {
    en: 'Says what a sync would do and meet; nothing is written',
    ja: '同期で何が起こるかを調べるだけで、書き込みません',
  },
  'action.sync_now': { en: 'Sync now', ja: '今すぐ同期' },
  'problem.needs_check': {
    en: 'It was never synced: somebody looks at a Check first and presses Sync now.',
    ja: 'まだ一度も同期していません。先に「まず確認」の結果を見て「今すぐ同期」を押してください。',
  },

  'check.title': { en: 'Check: nothing was written', ja: '確認しました。まだ何も書き込んでいません' },
  'check.title_clear': { en: 'Check: all can go', ja: '確認しました。すべて同期できます' },
  'check.title_nothing': { en: 'Check: nothing to send', ja: '確認しました。送るものはありません' },
  'check.run_held': {
    en: 'Buyers have left the sheet, so a sync is held as a whole: nothing goes until somebody lets it through.',
    ja: 'シートから買主がなくなっているため、同期全体が保留されます。許可するまで何も送りません。',
  },
  'check.refused': {
    en: 'The table limits the length of text in {names}, so the server will refuse the sync as a whole. Sync now shows the fix for your operator.',
    ja: '表の文字数制限（{names}）があるため、サーバーは同期全体を受け付けません。「今すぐ同期」を押すと、管理者向けの修正が表示されます。',
  },
  'check.refused_more': { en: '{names} and {n} more', ja: '{names}、ほか {n} 列' },
  'check.clear': {
    en: 'Nothing stands in the way, and nothing was written yet.',
    ja: '妨げになるものはありません。まだ何も書き込んでいません。',
  },
  'check.in_the_way': {
    en: '{n} {n|row stays|rows stay} out until what is listed below is mended. The others can go.',
    ja: '{n} 行は、下に示すものを直すまで同期されません。ほかの行は同期できます。',
  },
  'check.nothing': {
    en: 'Sheet and database agree.',
    ja: 'シートとデータベースは一致しています。',
  },
  'check.first': {
    en: 'This sheet was never synced. Press Sync now to begin.',
    ja: 'このシートはまだ同期していません。「今すぐ同期」で始めます。',
  },
  'check.would': { en: 'A sync would', ja: '同期すると' },
  'check.insert': { en: 'Insert', ja: '追加' },
  'check.update': { en: 'Update', ja: '更新' },
  'check.leave': { en: 'Leave as they are', ja: 'そのまま' },
  'check.reject': { en: 'Keep out', ja: '対象外' },
  'check.gone': {
    en: '{n} more {n|row is|rows are} only in the database. Nothing is deleted by itself.',
    ja: 'ほかに、データベースだけにある行が {n} あります。自動では削除しません。',
  },
  'check.weight.stands': { en: 'Stands in the way', ja: '妨げになっているもの' },
  'check.weight.changes': { en: 'Changes on its way', ja: '同期で変わるもの' },
  'check.weight.lost': { en: 'Probably lost earlier', ja: '以前に失われた可能性' },
  'check.weight.near': { en: 'Close to the limit', ja: '上限に近いもの' },
  'check.longest': { en: 'Longest {most} of {limit}', ja: '最長 {most} / 上限 {limit}' },
  'check.cause.rounded': { en: 'Rounded to what the column holds', ja: '列の桁数に丸められます' },
  'check.cause.digits_lost': { en: 'More digits than a sheet holds', ja: '桁数がシートの上限を超えた数値' },
  'check.cause.zeros_lost': { en: 'A digit shorter than the others', ja: 'ほかより 1 桁少ないキー' },
  'check.cause.changed_in_database': {
    en: 'Changed in the database since the last sync',
    ja: '前回の同期後にデータベース側で変更',
  },
  'check.cause.form_only': { en: 'The same, only written differently', ja: '書き方だけの違い（内容は同じ）' },
  'check.cause.formula_error': { en: 'Formula error', ja: '数式エラー' },
  'check.fix.rounded': {
    en: 'The digits after the last place that the column keeps are dropped. Ask your operator for a wider column if they matter.',
    ja: '列に入る桁を超えた端数は失われます。必要なら管理者に列の変更を依頼してください。',
  },
  'check.fix.formula_error': {
    en: 'These cells keep the value stored before; the rest of the row goes. Correct the formula to sync them.',
    ja: 'これらのセルは保存済みの値のまま残り、行のほかの列は同期されます。数式を直すと同期されます。',
  },
  'check.fix.digits_lost': {
    en: 'A sheet keeps 15 digits of a number and puts zeros for the rest. Format the column as plain text and enter these again from their source.',
    ja: 'シートの数値は 15 桁までで、残りは 0 になります。列を「書式なしテキスト」にして、元の資料から入力し直してください。',
  },
  'check.fix.zeros_lost': {
    en: 'Most keys have {limit} digits: a leading zero was probably lost. Format the column as plain text and enter these again.',
    ja: 'ほとんどのキーは {limit} 桁です。先頭の 0 が失われた可能性があります。列を「書式なしテキスト」にして入力し直してください。',
  },
  'check.fix.near_limit': { en: 'It fits, but only just.', ja: '収まりますが、余裕がありません。' },
  'check.fix.changed_in_database': {
    en: 'Syncing puts the sheet’s values over these.',
    ja: '同期すると、シートの値で上書きされます。',
  },
  'check.fix.form_only': {
    en: 'To a person both say the same. Syncing writes them as the sheet does.',
    ja: '内容は同じです。同期すると、シートの書き方になります。',
  },
  'check.overwrites': { en: 'Buyers changed in the database', ja: 'データベース側で変更された買主' },
  'check.overwrites.text': {
    en: 'Syncing puts the sheet’s values over them.',
    ja: '同期すると、シートの値で上書きされます。',
  },
  'check.would_hold': { en: 'Would be held', ja: '保留されるもの' },
  'check.would_hold.text': {
    en: 'A sync holds this back until somebody lets it through.',
    ja: '同期しても、許可するまで保留されます。',
  },

  'overwrites.title': { en: 'Changed in the database too', ja: 'データベース側も変更あり' },
  'overwrites.text': {
    en: '{n} {n|buyer was|buyers were} changed in the database since the last sync. Syncing puts the sheet’s values over {n|it|them}. Nothing was sent yet.',
    ja: '前回の同期後に、{n} 件の買主がデータベース側で変更されました。同期するとシートの値で上書きされます。まだ何も送っていません。',
  },
  'overwrites.go': { en: 'Overwrite {n|it|them}', ja: '{n} 件を上書き' },
  'overwrites.leave': { en: 'Leave {n|that one|those {n}} out', ja: '{n} 件を除いて同期' },
  'overwrites.which': { en: 'Which ones', ja: '対象の買主' },
  'moved.title': { en: 'Not what the Check saw', ja: '確認のときと違っています' },
  'moved.text': {
    en: 'Sheet or database changed since the Check: a sync would now insert {insert} and update {update}. Nothing was sent yet.',
    ja: '確認のあとでシートかデータベースが変わりました。今は追加 {insert} 行、更新 {update} 行になります。まだ何も送っていません。',
  },
  'moved.go': { en: 'Sync all the same', ja: 'このまま同期' },
  'moved.again': { en: 'Check again', ja: 'もう一度確認' },

  'holds.title': { en: 'Held until you say', ja: '確認待ちの保留' },
  'holds.text': {
    en: 'So much at once may be a mistake. Look at the sheet first; the stored values stay until you say.',
    ja: '一度に多くが変わるため、間違いかもしれません。先にシートを見てください。決めるまで、保存済みの値は変わりません。',
  },
  'holds.values_disappear': {
    en: '{rows} of {of} {of|value|values} would disappear.',
    ja: '{of} 件のうち {rows} 件の値が消えます。',
  },
  'holds.values_replaced': {
    en: '{rows} of {of} {of|value|values} would be replaced by others.',
    ja: '{of} 件のうち {rows} 件の値が別の値に置き換わります。',
  },
  'holds.rows_gone': {
    en: '{rows} of {of} {of|buyer has|buyers have} left the sheet. Nothing else is sent until you say.',
    ja: '{of} 件のうち {rows} 件の買主がシートからなくなりました。決めるまで、ほかの行も送りません。',
  },
  'holds.since': { en: 'Since {when}', ja: '{when} から' },
  'holds.let': { en: 'Let it through', ja: '許可する' },
  'holds.keep': { en: 'Keep it out', ja: '保留のまま' },
  'holds.sure.values_disappear': {
    en: '{rows} {rows|value|values} of “{header}” will be emptied in the database. Let it through?',
    ja: 'データベースの「{header}」の値 {rows} 件が空になります。許可しますか？',
  },
  'holds.sure.values_replaced': {
    en: '{rows} {rows|value|values} of “{header}” will be replaced in the database. Let it through?',
    ja: 'データベースの「{header}」の値 {rows} 件が置き換わります。許可しますか？',
  },
  'holds.sure.rows_gone': {
    en: 'The {rows} {rows|buyer|buyers} that left the sheet stay in the database; all other rows are synced. Go on?',
    ja: 'シートからなくなった {rows} 件はデータベースに残り、ほかの行が同期されます。続けますか？',
  },
  'holds.once': { en: 'Yes, this time', ja: '今回だけ許可' },
  'holds.always': { en: 'Always for this column', ja: 'この列は常に許可' },
  'holds.back': { en: 'Back', ja: '戻る' },
  'holds.kept': { en: 'Kept out', ja: '保留を続けています' },
  'holds.kept.text': {
    en: 'The stored values stay as they are.',
    ja: '保存済みの値はそのままです。',
  },
  'holds.failed': { en: 'That did not work.', ja: '実行できませんでした。' },
  'holds.run': { en: 'Nothing was sent', ja: '何も送っていません' },
  'holds.run.text': {
    en: 'So much would change at once that somebody should look first. Say below what to do.',
    ja: '一度に多くが変わるため、先に確認が必要です。どうするかを下で選んでください。',
  },

  'holds.run.kept': {
    en: 'You kept it out: the stored values stay. Mend the sheet and sync again, or let it through below.',
    ja: '保留のままにしました。保存済みの値は変わりません。シートを直してもう一度同期するか、下で許可してください。',
  },

  'lookalikes.same': { en: 'Same buyer', ja: '同じ買主' },
  'lookalikes.different': { en: 'Different buyers', ja: '別の買主' },
  'lookalikes.is_same': {
    en: 'Noted as the same buyer. Spell the key in one way, then sync.',
    ja: '同じ買主として記録しました。キーの表記をそろえてから同期してください。',
  },
  'lookalikes.is_different': {
    en: 'Noted as different buyers. The next sync writes both.',
    ja: '別の買主として記録しました。次の同期で両方を書き込みます。',
  },
  'lookalikes.write': { en: 'Write {other} into {cell}', ja: '{cell} を {other} にする' },
  'lookalikes.written': {
    en: 'Written. Sync to send the row.',
    ja: '書き込みました。同期すると行が送られます。',
  },
  'answers.undo': { en: 'Take it back', ja: '取り消す' },
  'blanks.rows': { en: 'Rows {from}–{to}', ja: '{from}～{to} 行目' },
  'blanks.not_buyers': { en: 'These are not buyers', ja: '買主ではない' },
  'blanks.not_buyer': { en: 'This is not a buyer', ja: '買主ではない' },
  'blanks.is_noted': {
    en: 'Noted: not {n|a buyer|buyers}. Skipped from the next sync on, as long as {n|it stays|they stay} as {n|it is|they are}.',
    ja: '買主ではない {n} 行として記録しました。内容が変わらない限り、次の同期から対象外になります。',
  },
  'problem.row_changed': {
    en: 'These rows have changed since. Sync or check again first.',
    ja: '行が変わっています。先にもう一度同期か確認をしてください。',
  },
  'problem.cell_not_plain': {
    en: 'The cell holds a formula, is merged or protected, or has changed since: change it by hand.',
    ja: 'セルに数式、結合、保護があるか、内容が変わっています。手で直してください。',
  },
} as const;
