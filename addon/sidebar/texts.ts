// Every text of the sidebar in both languages. `{n}` is filled in; `{n|row|rows}` chooses by the number.

import { CHECK_TEXTS } from './texts-check.ts';
import { CONTRACT_TEXTS } from './texts-contract.ts';
import { GUARD_TEXTS } from './texts-guards.ts';
import { QUEUE_TEXTS } from './texts-queue.ts';
import { REPAIR_TEXTS } from './texts-repair.ts';

export type Language = 'en' | 'ja';

interface Wording {
  readonly en: string;
  readonly ja: string;
}

export type TextKey = keyof typeof TEXTS;

export const TEXTS = {
  ...CONTRACT_TEXTS,
  ...CHECK_TEXTS,
  ...GUARD_TEXTS,
  ...REPAIR_TEXTS,
  ...QUEUE_TEXTS,
  'app.name': { en: 'Rollcall', ja: 'Rollcall' },
  'app.version': { en: 'Version {version}', ja: 'バージョン {version}' },
  'app.loading': { en: 'Looking at this sheet…', ja: 'シートを確認しています…' },
  'app.link': { en: 'See the data', ja: 'データを見る' },
  'place.server': { en: 'Data goes to {server}', ja: '送信先: {server}' },
  'place.person': { en: 'Signed in as {who}', ja: 'ログイン中: {who}' },

  'connection.connected': { en: 'Connected', ja: '接続済み' },
  'connection.no_key': { en: 'Not connected', ja: '未接続' },
  'connection.refused': { en: 'Key refused', ja: 'キーが無効' },
  'connection.unreachable': { en: 'No answer', ja: '応答なし' },
  'connection.checking': { en: 'Checking', ja: '確認中' },

  'connect.title': { en: 'Connect this sheet', ja: 'このシートを接続' },
  'connect.again': { en: 'Connect again', ja: 'もう一度接続' },
  'connect.why': {
    en: 'Rollcall copies this sheet into the database and proves that it arrived. The sheet wins: a value that differs in the database is overwritten.',
    ja: 'シートの内容をデータベースに写し、届いたことを確かめます。シートが優先されます。データベース側の異なる値は上書きされます。',
  },
  'connect.refused': {
    en: 'The server does not take this key. Paste it again, whole, or ask your operator for a new one.',
    ja: 'サーバーがこのキーを受け付けません。全体を貼り付け直すか、管理者から新しいキーを受け取ってください。',
  },
  'connect.key': { en: 'Sheet key', ja: 'シートのキー' },
  'connect.hint': {
    en: 'From your operator. It opens this sheet only and can be revoked.',
    ja: '管理者から受け取ります。このシートだけに使え、いつでも取り消せます。',
  },
  'connect.button': { en: 'Connect', ja: '接続' },
  'connect.empty': { en: 'Paste the key first.', ja: '先にキーを貼り付けてください。' },
  'connect.unreachable': {
    en: 'The server does not answer. Your sheet is untouched; try again in a minute.',
    ja: 'サーバーが応答しません。シートはそのままです。しばらくしてからお試しください。',
  },
  'connect.try': { en: 'Try again', ja: '再試行' },
  'settings.title': { en: 'Settings', ja: '設定' },
  'settings.shared': {
    en: 'Everyone who may edit this document uses the same key.',
    ja: 'この文書を編集できる人は、同じキーを使います。',
  },
  'settings.disconnect': { en: 'Disconnect this sheet', ja: 'このシートの接続を解除' },
  'settings.sure': { en: 'Rows in the database stay. Disconnect?', ja: 'データベースの行は残ります。解除しますか？' },
  'settings.yes': { en: 'Disconnect', ja: '解除する' },
  'settings.no': { en: 'Keep', ja: 'やめる' },

  'schedule.title': { en: 'Hourly sync', ja: '毎時の同期' },
  'schedule.is_on': { en: 'On', ja: 'オン' },
  'schedule.is_off': { en: 'Off', ja: 'オフ' },
  'schedule.switching': { en: 'A moment…', ja: '切り替え中…' },
  'schedule.what': {
    en: 'Syncs “{sheet}” by itself about once an hour, also while this document is closed.',
    ja: '「{sheet}」を約 1 時間ごとに自動で同期します。文書を閉じていても動きます。',
  },
  'schedule.as_you': {
    en: 'Switched on, it runs as you, with your Google permission.',
    ja: 'オンにすると、あなたの Google の権限で実行されます。',
  },
  'schedule.waiting': {
    en: 'Waiting for its first run, which may take up to an hour to start.',
    ja: '最初の実行を待っています。始まるまで最大 1 時間かかります。',
  },
  'schedule.first': {
    en: 'It waits for the first sync, which a person begins: press Check first, then Sync now.',
    ja: '最初の同期を待っています。「まず確認」のあと「今すぐ同期」を押すと始まります。',
  },
  'schedule.last': { en: 'Last ran {when}: {how}.', ja: '前回 {when}: {how}。' },
  'schedule.ended.unfinished': { en: 'not through yet, it goes on at the next run', ja: '途中まで。次の回に続きます' },
  'schedule.ended.yielded': {
    en: 'stepped aside for someone who was syncing',
    ja: 'ほかの人の同期を優先しました',
  },
  'schedule.ended.stopped': { en: 'stopped', ja: '止まりました' },
  'schedule.arrives': {
    en: 'Changes made now arrive by about {time}.',
    ja: '今の変更は {time} ごろまでに届きます。',
  },
  'schedule.mine': { en: 'It runs as you, with your Google permission.', ja: 'あなたの Google の権限で実行されます。' },
  'schedule.theirs': {
    en: 'It runs as {who}, who switched it on, with that person’s Google permission.',
    ja: 'オンにした {who} の Google の権限で実行されます。',
  },
  'schedule.someone': { en: 'someone else', ja: 'ほかの人' },
  'schedule.end': {
    en: 'You may switch it off: it then ends at its next run, and you may switch it on as yourself.',
    ja: 'オフにすると次の回で終わります。そのあと、自分の権限でオンにできます。',
  },
  'schedule.failed': {
    en: 'The switch did not move. Try again.',
    ja: '切り替えられませんでした。もう一度お試しください。',
  },
  'schedule.how': { en: 'How it works', ja: 'しくみ' },
  'schedule.how.rate': {
    en: 'Google starts it, at most once an hour. The first run may take up to an hour to start.',
    ja: 'Google が多くても 1 時間に 1 回始めます。最初の実行まで最大 1 時間かかります。',
  },
  'schedule.how.budget': {
    en: 'A run takes three minutes at most. What is left goes on at the next one.',
    ja: '1 回は最大 3 分です。残りは次の回に続きます。',
  },
  'schedule.how.yields': {
    en: 'It steps aside for a person: Sync takes the sheet at once.',
    ja: '人が優先です。「同期」を押すと、すぐにシートを引き取ります。',
  },
  'schedule.how.owner': {
    en: 'It runs as the person who switched it on, with that person’s Google permission, until someone switches it off.',
    ja: 'オンにした人の Google の権限で、だれかがオフにするまで実行されます。',
  },

  'trouble.title.silent': { en: 'The hourly sync has fallen silent', ja: '毎時の同期が止まっています' },
  'trouble.text.silent': {
    en: 'No hourly run was seen for three hours. Until it runs again, press Sync.',
    ja: '3 時間、実行がありません。動き出すまでは「同期」を押してください。',
  },
  'trouble.mine.silent': {
    en: 'Switch it off and on again below.',
    ja: '下のスイッチをオフにし、もう一度オンにしてください。',
  },
  'trouble.theirs.silent': {
    en: 'Ask {who}, or switch it off and on again below: it then runs as you.',
    ja: '{who} に知らせるか、下でオフにしてからオンにしてください。以後はあなたの権限で実行されます。',
  },
  'trouble.title.authorization': {
    en: 'The hourly sync needs permission again',
    ja: '毎時の同期の再許可が必要です',
  },
  'trouble.text.authorization': {
    en: 'Google asks for permission again. Until then nothing is synced by itself.',
    ja: 'Google が許可を求めています。それまで自動の同期は行われません。',
  },
  'trouble.mine.authorization': {
    en: 'Give the permission, then reload this document.',
    ja: '許可してから、この文書を再読み込みしてください。',
  },
  'trouble.theirs.authorization': {
    en: 'Only {who} can give it. Or switch it off and on again below: it then runs as you.',
    ja: '許可できるのは {who} だけです。下でオフにしてからオンにすると、あなたの権限で実行されます。',
  },
  'trouble.authorize': { en: 'Give permission at Google', ja: 'Google で許可する' },
  'trouble.title.no_document': {
    en: 'The hourly sync did not find its sheet',
    ja: '毎時の同期がシートを見つけられません',
  },
  'trouble.text.no_document': {
    en: 'Google started it without a document, so nothing was synced. Until that changes, press Sync.',
    ja: 'Google が文書なしで開始したため、同期されませんでした。直るまでは「同期」を押してください。',
  },
  'trouble.mine.no_document': {
    en: 'Switch it off and on again below. If this stays, tell your operator.',
    ja: '下でオフにしてからオンにしてください。直らなければ管理者に連絡してください。',
  },
  'trouble.theirs.no_document': {
    en: 'Ask {who} to switch it off and on again. If this stays, tell your operator.',
    ja: '{who} にオフとオンの切り替えを依頼してください。直らなければ管理者に連絡してください。',
  },

  'counts.sheet': { en: 'Sheet', ja: 'シート' },
  'counts.database': { en: 'Database', ja: 'データベース' },
  'counts.equal': { en: 'the same number of rows', ja: '行数は同じです' },
  'counts.apart': { en: '{n} {n|row|rows} apart', ja: '{n} 行の差があります' },
  'counts.unknown': { en: 'not counted yet', ja: '未集計' },

  'last.never': { en: 'Not synced yet', ja: 'まだ同期していません' },
  'last.sync': { en: 'Last sync {when}', ja: '前回の同期 {when}' },
  'last.verify': { en: 'Last verify {when}', ja: '前回の照合 {when}' },
  'last.by': { en: 'by {who}', ja: '実行者 {who}' },
  'when.today': { en: 'today {time}', ja: '今日 {time}' },

  'action.sync': { en: 'Sync', ja: '同期' },
  'action.verify': { en: 'Verify', ja: '照合' },
  'action.stop': { en: 'Stop', ja: '停止' },
  'action.stopping': { en: 'Stopping…', ja: '停止しています…' },
  'action.continue': { en: 'Continue', ja: '続ける' },
  'action.give_up': { en: 'Give up', ja: '中止' },
  'action.take_over': { en: 'Take over', ja: '引き継ぐ' },
  'action.more': { en: 'Show {n} more', ja: 'あと {n} 件を表示' },
  'action.copy': { en: 'Copy', ja: 'コピー' },
  'action.copied': { en: 'Copied', ja: 'コピーしました' },
  'action.hint_sync': { en: 'Send what differs, then prove it', ja: '違う行を送り、届いたことを確かめます' },
  'action.hint_verify': { en: 'Compare only; nothing is written', ja: '比べるだけで、書き込みません' },

  'phase.open': { en: 'Asking the server…', ja: 'サーバーに確認しています…' },
  'phase.compare': { en: 'Reading and comparing every row…', ja: 'すべての行を読み取り、比べています…' },
  'phase.compare_again': { en: 'Comparing once more, to be sure…', ja: '念のため、もう一度比べています…' },
  'phase.push': { en: 'Sending rows', ja: '行を送信しています' },
  'phase.values': { en: 'Looking at what differs…', ja: '違いを調べています…' },
  'phase.finish': { en: 'Closing the books…', ja: '結果をまとめています…' },
  'phase.pause': { en: 'The server asked for a pause; going on in a moment…', ja: 'サーバーの都合で少し待っています…' },
  'phase.retry': { en: 'No answer; trying again…', ja: '応答がないため、再試行しています…' },
  'phase.busy': { en: 'Another window is at it; waiting…', ja: '別の画面で実行中です。待っています…' },
  'working.connecting': { en: 'Asking the server…', ja: 'サーバーに確認しています…' },
  'working.switching': { en: 'Changing the hourly sync…', ja: '毎時の同期を切り替えています…' },
  'progress.rows': { en: '{sent} of {total} {total|row|rows}', ja: '{sent} / {total} 行' },
  'progress.seconds': { en: 'about {n} s left', ja: '残り約 {n} 秒' },
  'progress.minutes': { en: 'about {n} min left', ja: '残り約 {n} 分' },
  'progress.label': { en: 'Progress of the run', ja: '進み具合' },
  'progress.compared': { en: '{n} {n|row|rows} compared', ja: '{n} 行を比較済み' },
  'progress.percent': { en: '{n} %', ja: '{n} %' },

  'unfinished.title': { en: 'A run is not finished', ja: '終わっていない実行があります' },
  'unfinished.by': { en: 'Begun {when} by {who}.', ja: '{who} が {when} に開始しました。' },
  'unfinished.begun': { en: 'Begun {when}.', ja: '{when} に開始しました。' },
  'unfinished.window': {
    en: 'If another window of yours is still at it, Continue brings it here.',
    ja: 'ほかの画面で実行中なら、「続ける」でこの画面に移ります。',
  },
  'unfinished.left': {
    en: 'Nobody is at it now. Take over goes on where it stands.',
    ja: '今はだれも実行していません。「引き継ぐ」で続きから始めます。',
  },
  'unfinished.hourly.title': { en: 'The hourly sync has this sheet', ja: '毎時の同期が使用中です' },
  'unfinished.hourly': {
    en: 'The hourly sync began {since} and goes on at its next run.',
    ja: '毎時の同期が {since} に始まり、次の回に続きます。',
  },
  'unfinished.sync_takes': {
    en: 'Press Sync to take the sheet at once.',
    ja: '「同期」を押すと、すぐに引き取ります。',
  },

  'in.some': {
    en: '{n} of {total} {total|row|rows} to send {n|is|are} in.',
    ja: '送る {total} 行のうち {n} 行が入りました。',
  },
  'in.refused': { en: '{n} {n|was|were} refused.', ja: '{n} 行は拒否されました。' },
  'in.whole': {
    en: 'Each row is in whole or not at all: nothing is half-written.',
    ja: '行は丸ごと入るか、入らないかのどちらかです。途中までの書き込みはありません。',
  },
  'in.none': { en: 'Nothing was written yet.', ja: 'まだ何も書き込んでいません。' },
  'in.verify': { en: 'It only compared: nothing was written.', ja: '比べただけで、何も書き込んでいません。' },

  'verdict.in_step': { en: 'In step', ja: '一致しています' },
  'verdict.in_step_except_held': { en: 'In step, except what is held', ja: '保留分を除き一致しています' },
  'verdict.not_in_step': { en: 'Not in step yet', ja: 'まだ一致していません' },
  'verdict.in_step.text': {
    en: 'All {n} {n|row|rows} of the sheet {n|is|are} in the database, exactly.',
    ja: 'シートの {n} 行すべてが、そのままデータベースにあります。',
  },
  'verdict.in_step_except_held.text': {
    en: 'Everything else agrees exactly. What is held back is named on this page.',
    ja: 'それ以外はすべて一致しています。保留中のものはこの画面に示します。',
  },
  'verdict.not_in_step.missing': {
    en: '{n} {n|row is|rows are} not in the database.',
    ja: 'データベースにない行が {n} あります。',
  },
  'verdict.not_in_step.differ': {
    en: '{n} {n|value differs|values differ}.',
    ja: '異なる値が {n} あります。',
  },
  'verdict.not_in_step.text': {
    en: 'What stands in the way is listed below, with what to do about it.',
    ja: '妨げになっているものと対処を、下に示します。',
  },
  'verdict.took': { en: '{seconds} s · {rate} rows/s', ja: '{seconds} 秒・毎秒 {rate} 行' },
  'verdict.short.in_step': { en: 'in step', ja: '一致' },
  'verdict.short.in_step_except_held': { en: 'in step, some held', ja: '一致（保留あり）' },
  'verdict.short.not_in_step': { en: 'not in step', ja: '不一致' },

  'receipt.title': { en: 'Receipt', ja: '内訳' },
  'receipt.read': { en: 'Rows read', ja: '読み取った行' },
  'receipt.inserted': { en: 'Inserted', ja: '追加' },
  'receipt.updated': { en: 'Updated', ja: '更新' },
  'receipt.unchanged': { en: 'Unchanged', ja: '変更なし' },
  'receipt.rejected': { en: 'Rejected', ja: '拒否' },
  'receipt.duplicate': { en: 'Duplicate key', ja: 'キー重複' },
  'receipt.skippedBlank': { en: 'Blank, skipped', ja: '空行' },
  'receipt.held': { en: 'Held', ja: '保留' },
  'receipt.closes': { en: 'Every row is accounted for', ja: 'すべての行の結果がそろっています' },
  'receipt.open': {
    en: 'The counts do not add up. Sync again, and tell your operator if it stays so.',
    ja: '合計が合いません。もう一度同期し、直らなければ管理者に連絡してください。',
  },

  'findings.title': { en: 'Cells in the way', ja: '妨げになっているセル' },
  'findings.lead': { en: 'Click a cell to go to it.', ja: 'セルをクリックすると移動します。' },
  'findings.row': { en: 'Whole row', ja: '行全体' },
  'findings.length': { en: '{actual} of {limit}', ja: '{actual} / {limit}' },
  'findings.go': { en: 'Go to {cell}', ja: '{cell} へ移動' },

  'schema.title': { en: 'Nothing was sent yet', ja: 'まだ何も送っていません' },
  'schema.text': {
    en: '{n} {n|column|columns} of “{table}” {n|limits|limit} the length of text, so longer cells would be lost.',
    ja: '「{table}」の {n} 列に文字数の制限があり、長いセルが失われます。',
  },
  'schema.cells': {
    en: '{n} {n|cell is|cells are} too long right now.',
    ja: '現在 {n} 個のセルが長すぎます。',
  },
  'schema.no_cells': { en: 'No cell is too long right now.', ja: '現在、長すぎるセルはありません。' },
  'schema.partly': {
    en: 'Only the first {n} {n|row was|rows were} looked through, so there may be more.',
    ja: '最初の {n} 行だけを調べたため、ほかにもある可能性があります。',
  },
  'schema.limit': { en: 'takes {limit}', ja: '上限 {limit}' },
  'schema.longest': { en: '{n} too long, longest {longest}', ja: '超過 {n} 件、最長 {longest}' },
  'schema.fits': { en: 'all fit', ja: 'すべて収まります' },
  'schema.fix': { en: 'The fix, for your operator', ja: '管理者向けの修正' },
  'schema.then': { en: 'Once it has been applied, sync again.', ja: '適用されたら、もう一度同期してください。' },

  'mismatches.title': { en: 'Values that differ', ja: '異なる値' },
  'mismatches.sheet': { en: 'Sheet', ja: 'シート' },
  'mismatches.database': { en: 'Database', ja: 'データベース' },
  'mismatches.empty': { en: 'empty', ja: '空' },
  'missing.title': { en: 'Not in the database', ja: 'データベースにない' },
  'extra.title': { en: 'Only in the database', ja: 'データベースだけにある' },
  'extra.text': {
    en: 'These left the sheet, or never were in it. Nothing is deleted by itself.',
    ja: 'シートにない行です。自動では削除しません。',
  },
  'duplicates.title': { en: 'Keys used twice', ja: '重複したキー' },
  'duplicates.text': {
    en: 'None of these rows is written until one is left.',
    ja: '一つになるまで、どの行も書き込みません。',
  },
  'lookalikes.title': { en: 'Keys that look alike', ja: '似ているキー' },
  'lookalikes.text': {
    en: 'Probably the same buyer, spelt in two ways. Not written until they differ clearly or are equal.',
    ja: '表記だけが違う同じ買主の可能性があります。はっきりするまで書き込みません。',
  },
  'lookalikes.pair': { en: '{key} and {other}', ja: '{key} と {other}' },
  'blanks.title': { en: 'Rows without a key', ja: 'キーのない行' },
  'blanks.text': { en: 'They hold data but no {header}.', ja: 'データはありますが「{header}」が空です。' },
  'held.title': { en: 'Columns held back', ja: '保留中の列' },
  'held.text': { en: 'The rest of each row goes.', ja: 'ほかの列は同期されます。' },
  'held.proposal': { en: 'probably {column}', ja: 'おそらく {column}' },
  'held.cells': {
    en: '{n} {n|cell|cells} with a formula error kept the stored value.',
    ja: '数式エラーの {n} セルは、保存済みの値を残しました。',
  },
  'list.row': { en: 'Row {row}', ja: '{row} 行目' },
  'list.unlisted': { en: '{n} more are not listed.', ja: 'ほかに {n} 件あります。' },
  'list.asking': { en: 'Asking for more…', ja: '読み込んでいます…' },
  'list.failed': {
    en: 'The next ones could not be fetched. Try again.',
    ja: '続きを読み込めませんでした。もう一度お試しください。',
  },
  'lists.title': { en: 'What else differs', ja: 'そのほかの違い' },

  'reason.header_unknown': { en: 'no column of that name', ja: '同じ名前の列がありません' },
  'reason.header_doubled': { en: 'this header is there twice', ja: '見出しが重複しています' },
  'reason.type_not_synced': { en: 'a type that is not synced', ja: '同期できない型です' },

  'run.not_begun': { en: 'No run was begun', ja: '実行は始まっていません' },
  'problem.title': { en: 'The run stopped', ja: '実行が止まりました' },
  'problem.other': {
    en: 'The server said no. Try again; if it stays so, tell your operator.',
    ja: 'サーバーに拒否されました。続くようなら管理者に連絡してください。',
  },
  'problem.unreachable': { en: 'The server does not answer.', ja: 'サーバーが応答しません。' },
  'problem.server_error': { en: 'The server has a problem of its own.', ja: 'サーバー側の問題です。' },
  'problem.database_unavailable': {
    en: 'The database cannot be reached right now.',
    ja: '現在データベースに接続できません。',
  },
  'problem.sheet_unreadable': {
    en: 'Google did not let us read the sheet just now.',
    ja: '現在シートを読み取れません。',
  },
  'problem.fetch_quota': {
    en: "Google's daily limit of requests is used up for this account. It is free again tomorrow.",
    ja: 'Google の一日の通信上限に達しました。明日また使えます。',
  },
  'problem.fetch_not_allowed': {
    en: 'Google does not let the add-on call the server. Close and reopen this document, and grant the permission when asked.',
    ja: 'アドオンの通信が許可されていません。文書を開き直し、求められたら許可してください。',
  },
  'problem.unexpected_answer': {
    en: 'Something other than Rollcall answers at the server’s address. Tell your operator.',
    ja: 'サーバーのアドレスで別のものが応答しています。管理者に連絡してください。',
  },
  'problem.empty_sheet': {
    en: 'The row of the headings is blank in this tab. Is this the right tab?',
    ja: 'このタブの見出しの行が空です。正しいタブですか？',
  },
  'problem.no_key_column': {
    en: 'No header of this tab means the key column “{keyColumn}”. Is this the right tab?',
    ja: 'キー列「{keyColumn}」に当たる見出しがありません。正しいタブですか？',
  },
  'problem.no_key_header': {
    en: 'No header is bound to the key column “{column}”. Name one header so: {column}, or one of: {aliases}.',
    ja: 'キー列「{column}」に当たる見出しがありません。見出しを {column} か次のいずれかにしてください: {aliases}',
  },
  'problem.unknown_time_zone': {
    en: 'The time zone of this spreadsheet is not known. Choose another under File, Settings.',
    ja: 'スプレッドシートのタイムゾーンが不明です。「ファイル」→「設定」で選び直してください。',
  },
  'problem.wrong_sheet': {
    en: 'The key belongs to another sheet. Go to that tab, or ask for a key of this one; a copied spreadsheet needs its own.',
    ja: 'このキーは別のシートのものです。そのタブを開くか、専用のキーを受け取ってください。コピーした文書にも専用のキーが必要です。',
  },
  'problem.contract_changed': {
    en: 'The headers or the table keep changing under the run. Nothing is half-written; sync again when they rest.',
    ja: '実行中に見出しまたは表が変わりました。落ち着いてから、もう一度同期してください。',
  },
  'problem.sheet_moved': {
    en: 'The sheet keeps being sorted or filled while it is read. Sync again in a quiet moment.',
    ja: '読み取り中に並べ替えや入力が続いています。落ち着いてから、もう一度同期してください。',
  },
  'problem.lease_lost': {
    en: 'Another run took this sheet over. What was sent stays; sync again to see the rest through.',
    ja: '別の実行がこのシートを引き継ぎました。送信済みの行は残ります。もう一度同期してください。',
  },
  'problem.unknown_run': {
    en: 'The server no longer knows this run. Sync again.',
    ja: 'この実行は見つかりません。もう一度同期してください。',
  },
  'problem.internal': {
    en: 'Something went wrong inside Rollcall. If it stays so, tell your operator.',
    ja: 'Rollcall の内部で問題が起きました。続くようなら管理者に連絡してください。',
  },
  'problem.no_sheet': {
    en: 'The tab is gone. Open the one you want to sync and try again.',
    ja: 'タブが見つかりません。同期するタブを開いてください。',
  },
  'problem.needs_setup': {
    en: 'Nobody has agreed yet on what the headings of this tab mean. Open the sidebar on it and confirm them.',
    ja: 'このタブの見出しがまだ確定されていません。サイドバーで開いて確定してください。',
  },
  'problem.no_key': { en: 'This sheet is not connected yet.', ja: 'このシートはまだ接続されていません。' },
  'problem.nothing_to_continue': {
    en: 'There is nothing left to continue. Press Sync.',
    ja: '続ける実行はありません。同期を押してください。',
  },
  'problem.nothing_to_stop': { en: 'Nothing is running any more.', ja: '実行中のものはありません。' },
  'problem.trigger_refused': {
    en: 'Google did not let the hourly sync be switched. An add-on has one clock trigger per person and document, and test deployments have none.',
    ja: '毎時同期を切り替えられませんでした。時間主導型トリガーは一人につき文書ごとに一つで、テスト版では使えません。',
  },
  'problem.no_cell': { en: 'That cell cannot be selected any more.', ja: 'そのセルは選択できません。' },
  'problem.call_failed': {
    en: 'Google did not carry the call. If this stays so, reload this document.',
    ja: '通信が途切れました。続くようなら文書を再読み込みしてください。',
  },
  'problem.wait': { en: 'Continue in a minute.', ja: 'しばらくしてから続けてください。' },
  'problem.wrong_key': {
    en: 'The server no longer takes the key of this sheet. Ask your operator for a new one.',
    ja: 'このシートのキーはもう使えません。管理者から新しいキーを受け取ってください。',
  },
  'problem.unauthorized': {
    en: 'The server does not take the key of this sheet. Ask your operator for a new one.',
    ja: 'このシートのキーは使えません。管理者から新しいキーを受け取ってください。',
  },
  'problem.forbidden': {
    en: 'The key of this sheet may not do that. Ask your operator.',
    ja: 'このシートのキーでは実行できません。管理者に相談してください。',
  },
  'problem.run_finished': {
    en: 'This run is over. Sync again for a fresh look.',
    ja: 'この実行は終わっています。もう一度同期してください。',
  },
  'problem.sheet_too_large': {
    en: 'The sheet has more rows than the add-on can remember. Split it over several tabs, or ask your operator to load it as a file.',
    ja: '行が多すぎてアドオンでは扱えません。タブを分けるか、管理者にファイルでの読み込みを依頼してください。',
  },
  'problem.key_header_doubled': {
    en: 'More than one header means the key column: {cells}. Leave one of them.',
    ja: 'キー列を指す見出しが複数あります（{cells}）。一つだけにしてください。',
  },
  'problem.versions': {
    en: 'The add-on and the server do not understand each other; one of them is older. Reload this document, and tell your operator if it stays so.',
    ja: 'アドオンとサーバーの版が合いません。文書を再読み込みし、直らなければ管理者に連絡してください。',
  },
  'problem.overtaken': {
    en: 'Something kept getting ahead of this run. Nothing is half-written; sync again.',
    ja: '実行が何度も追い越されました。途中までの書き込みはありません。もう一度同期してください。',
  },
  'problem.table': {
    en: 'The table cannot take this sheet as it is. Tell your operator:',
    ja: 'この表には書き込めません。次の内容を管理者に伝えてください:',
  },

  'busy.title': { en: 'Someone is at it', ja: 'ほかの人が実行中です' },
  'busy.sidebar': {
    en: 'Someone is syncing this sheet from a sidebar since {since}.',
    ja: '{since} から、ほかの人がサイドバーで同期しています。',
  },
  'busy.schedule': { en: 'The hourly sync is at it since {since}.', ja: '{since} から、毎時の同期が実行中です。' },
  'busy.api': { en: 'A script is syncing this sheet since {since}.', ja: '{since} から、スクリプトが同期しています。' },
  'busy.who': { en: '{who} is syncing this sheet since {since}.', ja: '{since} から {who} が同期しています。' },
  'busy.here': {
    en: 'Another window of this document is at it. Try again in a minute.',
    ja: 'この文書の別の画面で実行中です。しばらくしてからお試しください。',
  },
  'busy.heard': { en: 'Last heard of {when}.', ja: '最後の応答は {when} です。' },
  'over.minutes': {
    en: 'You can take over in about {n} min, unless it is heard of again.',
    ja: '応答がないままなら、約 {n} 分後に引き継げます。',
  },
  'over.seconds': {
    en: 'You can take over in {n} s, unless it is heard of again.',
    ja: '応答がないままなら、{n} 秒後に引き継げます。',
  },
  'over.now': { en: 'You can take over now; what was sent stays.', ja: '引き継げます。送信済みの行は残ります。' },
  'taken.title': { en: 'Taken over', ja: '引き継がれました' },
  'taken.who': { en: '{who} took this run over {when}.', ja: '{who} が {when} に引き継ぎました。' },
  'taken.window': {
    en: 'Another window of yours took this run over {when}.',
    ja: '別の画面が {when} に引き継ぎました。',
  },
  'taken.goes': {
    en: 'It goes on there; what was sent from here is whole and stays.',
    ja: '続きはそちらで進みます。ここから送った行はそのまま残ります。',
  },

  'stopped.title': { en: 'Stopped', ja: '停止しました' },
  'stopped.again': { en: 'Sync again to send the rest.', ja: 'もう一度同期すると残りを送ります。' },
  'stopped.sent': {
    en: 'All that differed was sent, but not compared once more. Verify to be sure.',
    ja: '違う行はすべて送りましたが、最後の確認がまだです。「照合」で確かめてください。',
  },

  'fault.formula_error': { en: 'Formula error', ja: '数式エラー' },
  'fault.text_too_long': { en: 'Text too long', ja: '文字数超過' },
  'fault.invalid_character': { en: 'Invisible character', ja: '見えない文字' },
  'fault.broken_surrogate': { en: 'Broken character', ja: '壊れた文字' },
  'fault.not_a_number': { en: 'Not a number', ja: '数値ではない' },
  'fault.not_a_whole_number': { en: 'Not a whole number', ja: '整数ではない' },
  'fault.out_of_range': { en: 'Number too large', ja: '値が範囲外' },
  'fault.too_many_digits': { en: 'Too many digits for a key', ja: 'キーの桁数が多すぎる' },
  'fault.not_a_boolean': { en: 'Neither TRUE nor FALSE', ja: 'TRUE/FALSE ではない' },
  'fault.not_a_date': { en: 'Not a date', ja: '日付ではない' },
  'fault.not_a_time': { en: 'Not a time of day', ja: '時刻ではない' },
  'fault.time_in_date': { en: 'A time in a date column', ja: '日付列に時刻' },
  'fault.date_in_time': { en: 'A date in a time column', ja: '時刻列に日付' },
  'fault.time_does_not_exist': { en: 'A time that was skipped', ja: '存在しない時刻' },
  'fault.not_a_uuid': { en: 'Not a UUID', ja: 'UUID ではない' },
  'fault.required': { en: 'Required, but empty', ja: '必須なのに空' },
  'fault.not_canonical': { en: 'Not understood by the server', ja: 'サーバーが解釈できない' },
  'fault.duplicate_key': { en: 'Key used twice', ja: 'キーの重複' },
  'fault.blank_key': { en: 'No key', ja: 'キーが空' },
  'fault.key_same_buyer': { en: 'The same buyer as another key', ja: '別の番号と同じ買主' },
  'fault.key_looks_like': { en: 'Looks like another key', ja: '似たキーがある' },
  'fault.unique_violation': { en: 'Must be unique', ja: '重複できない値' },
  'fault.foreign_key_violation': { en: 'Refers to nothing', ja: '参照先がない' },
  'fault.check_violation': { en: 'Against a rule of the table', ja: '表の規則に反する' },
  'fault.not_null_violation': { en: 'Required, but empty', ja: '必須なのに空' },
  'fault.changed_on_write': { en: 'Changed by the database', ja: 'データベースが値を変えた' },
  'fault.database_refused': { en: 'Refused by the database', ja: 'データベースが拒否' },
  'fault.other': { en: 'In the way', ja: '問題あり' },

  'fix.formula_error': {
    en: 'Correct the formula, or wait until it has loaded. The stored value stays until then.',
    ja: '数式を直すか、読み込みを待ってください。それまで保存済みの値を残します。',
  },
  'fix.text_too_long': {
    en: 'Shorten the text to {limit} characters, or ask your operator to widen the column.',
    ja: '{limit} 文字以内に短くするか、管理者に列の拡張を依頼してください。',
  },
  'fix.invalid_character': {
    en: 'Type the text again by hand, or clean it with =CLEAN().',
    ja: '手で入力し直すか、=CLEAN() で取り除いてください。',
  },
  'fix.broken_surrogate': {
    en: 'Delete the box or question mark in the text and type that character again.',
    ja: '□ や ? になった文字を消して、入力し直してください。',
  },
  'fix.not_a_number': {
    en: 'Enter digits only, such as 1234.5, or clear the cell.',
    ja: '1234.5 のように数字だけを入力するか、空にしてください。',
  },
  'fix.not_a_whole_number': { en: 'Round the number.', ja: '整数に丸めてください。' },
  'fix.out_of_range': {
    en: 'Correct the value, or ask your operator for a larger column.',
    ja: '値を直すか、管理者に列の変更を依頼してください。',
  },
  'fix.too_many_digits': {
    en: 'Choose Format, Number, Plain text, and type the key again.',
    ja: '「表示形式」→「数字」→「書式なしテキスト」にして、入力し直してください。',
  },
  'fix.not_a_boolean': {
    en: 'Enter TRUE or FALSE, use a checkbox, or clear the cell.',
    ja: 'TRUE か FALSE、またはチェックボックスにしてください。',
  },
  'fix.not_a_date': {
    en: 'Enter a date that exists, year first, such as 2024-04-01.',
    ja: '2024-04-01 のように、実在する日付を入力してください。',
  },
  'fix.not_a_time': {
    en: 'Enter a time such as 09:30, or clear the cell.',
    ja: '09:30 のように入力するか、空にしてください。',
  },
  'fix.time_in_date': {
    en: 'Remove the time, or format the cell as a date.',
    ja: '時刻を消すか、セルの形式を日付にしてください。',
  },
  'fix.date_in_time': {
    en: 'Remove the date, or format the cell as a time.',
    ja: '日付を消すか、セルの形式を時刻にしてください。',
  },
  'fix.time_does_not_exist': {
    en: 'Enter a time before or after the hour that the clocks skipped.',
    ja: '夏時間で飛ばされた時間帯を避けてください。',
  },
  'fix.not_a_uuid': { en: 'Enter a UUID, or clear the cell.', ja: 'UUID を入力するか、空にしてください。' },
  'fix.required': { en: 'Fill the cell in.', ja: 'セルに入力してください。' },
  'fix.duplicate_key': {
    en: 'Leave one row with this key and give the others their own.',
    ja: 'このキーの行を一つだけにしてください。',
  },
  'fix.blank_key': { en: 'Give the row its key, or empty it.', ja: 'キーを入力するか、行を空にしてください。' },
  'fix.unique_violation': {
    en: 'Another row holds this value already. Change one of them.',
    ja: '同じ値が別の行にあります。どちらかを変えてください。',
  },
  'fix.foreign_key_violation': {
    en: 'Enter a value that exists in the other table.',
    ja: '参照先にある値を入力してください。',
  },
  'fix.not_null_violation': { en: 'Fill the cell in.', ja: 'セルに入力してください。' },
  'fix.key_same_buyer': {
    en: 'Write the key as the other one is written, or delete this row.',
    ja: 'もう一方と同じ書き方の番号に直すか、この行を削除してください。',
  },
  'fix.key_looks_like': {
    en: 'Spell the key in one way only, or tell your operator that these are different.',
    ja: 'キーの表記をそろえるか、別のものだと管理者に伝えてください。',
  },
  'fix.check_violation': {
    en: 'Correct the value, or ask your operator which values the table allows.',
    ja: '値を直すか、許される値を管理者に確認してください。',
  },
  'fix.changed_on_write': {
    en: 'Ask your operator what in the table changes it.',
    ja: '表の何が値を変えるのか、管理者に確認してください。',
  },
  'fix.database_refused': {
    en: 'Sync again; if it stays so, ask your operator to look at the error log.',
    ja: 'もう一度同期し、直らなければ管理者にエラー記録の確認を依頼してください。',
  },
  'fix.not_canonical': {
    en: 'Reload this document and sync again, so that the newest add-on sends it.',
    ja: '文書を再読み込みしてから、もう一度同期してください。',
  },

  'cause.rejected': { en: 'rejected, see above', ja: '拒否（上を参照）' },
  'cause.changed_by_another_writer': {
    en: 'written, then changed by the database or another writer',
    ja: '書き込み後に、データベースか別の書き手が変更',
  },
  'cause.edited_in_sheet': { en: 'edited in the sheet since the last sync', ja: '前回の同期後にシートで編集' },
  'cause.changed_in_database': { en: 'changed in the database', ja: 'データベース側で変更' },
  'cause.differs': { en: 'changed on one side since the last sync', ja: '前回の同期後にどちらかで変更' },
  'cause.never_synced': { en: 'never synced yet', ja: 'まだ同期していない' },
} as const satisfies Readonly<Record<string, Wording>>;
