// Texts in both languages: which row holds the headings, which heading means which column, and whether this is the right sheet.

export const CONTRACT_TEXTS = {
  'connection.wrong_sheet': { en: 'Wrong sheet', ja: '別のシート' },
  'working.agreeing': { en: 'Asking the server…', ja: 'サーバーに確認しています…' },

  'setup.title': { en: 'Set up this tab', ja: 'このタブの設定' },
  'setup.settings': { en: 'Headings and columns', ja: '見出しと列の対応' },
  'setup.loading': { en: 'Looking at the headings…', ja: '見出しを確認しています…' },
  'setup.confirmed': { en: 'Agreed on {when}.', ja: '{when} に確定しました。' },
  'setup.confirmed_by': { en: 'Agreed on {when} by {who}.', ja: '{when} に {who} が確定しました。' },
  'setup.which': { en: 'Which row holds the headings?', ja: '見出しはどの行ですか？' },
  'setup.other_rows': { en: 'Other rows', ja: 'ほかの行' },
  'setup.row': { en: 'Row {n}', ja: '{n} 行目' },
  'setup.kind.headings': { en: 'headings', ja: '見出し' },
  'setup.kind.title': { en: 'a title', ja: 'タイトル' },
  'setup.kind.group': { en: 'group headings', ja: 'グループ見出し' },
  'setup.titles': {
    en: 'Titles, never read as buyers: row {rows}.',
    ja: '{rows} 行目はタイトルなので、買主として読み取りません。',
  },
  'setup.two_rows': {
    en: 'Headings take two rows: rows {from}–{to}. The names in row {to} count; row {from} is never read as a buyer.',
    ja: '見出しは {from}～{to} 行目の 2 行です。{to} 行目の名前を使い、{from} 行目は買主として読み取りません。',
  },
  'setup.merged': {
    en: 'Merged cells among the headings: {cells}. Only the first column of each has the heading.',
    ja: '見出しに結合セルがあります（{cells}）。見出しになるのは左端の列だけです。',
  },
  'setup.blanks': {
    en: '{n} {n|column holds|columns hold} data but {n|has|have} no heading, so {n|it is|they are} left out:',
    ja: 'データがあるのに見出しのない列が {n} あります。その列は同期しません:',
  },
  'setup.above': { en: '“{text}” stands above it', ja: '上に「{text}」があります' },
  'setup.columns': { en: 'Which column of “{table}” does each fill?', ja: '各見出しは「{table}」のどの列ですか？' },
  'setup.find': { en: 'Find a heading or column', ja: '見出し・列を検索' },
  'setup.look': {
    en: '{n} {n|heading needs|headings need} a look:',
    ja: '確認が必要な見出しが {n} あります:',
  },
  'setup.match': { en: '{n} {n|heading matches|headings match}', ja: '{n} の見出しが一致' },
  'setup.all_match': { en: 'All headings match ({n})', ja: 'すべての見出しが一致（{n}）' },
  'setup.left': { en: '{n} not synced', ja: '同期しない見出し {n}' },
  'setup.unlisted': {
    en: '{n} more are not listed here; those that match are synced.',
    ja: 'ほかに {n} の見出しがあります。一致するものは同期されます。',
  },
  'setup.no_key': {
    en: 'No heading fills the key column “{column}” yet. Choose one, or another row.',
    ja: 'キー列「{column}」に当たる見出しがまだありません。見出しか別の行を選んでください。',
  },
  'setup.doubled': {
    en: '“{column}” is chosen more than once: {cells}. Leave one.',
    ja: '「{column}」が重複しています（{cells}）。一つだけにしてください。',
  },
  'setup.change': { en: 'Change', ja: '変更' },
  'setup.change_of': { en: 'Change {header}', ja: '変更: {header}' },
  'setup.fills': { en: 'Column that {header} fills', ja: '{header} の列' },
  'setup.to': { en: '→ {column}', ja: '→ {column}' },
  'setup.to_value': { en: '→ {column}, as value', ja: '→ {column}（値のまま）' },
  'setup.leave': { en: 'Leave out', ja: '同期しない' },
  'setup.never': { en: 'Never send', ja: '今後も送らない' },
  'setup.by_database': { en: 'filled by the database', ja: 'データベースが入力します' },
  'setup.as_value': {
    en: 'Take the value, not what the cell shows',
    ja: '表示ではなく、セルの値を使う',
  },
  'setup.confirm': { en: 'Confirm', ja: '確定' },
  'setup.save': { en: 'Save', ja: '保存' },
  'setup.close': { en: 'Close', ja: '閉じる' },
  'setup.open': { en: 'Headings and columns…', ja: '見出しと列の対応…' },

  'headings.title': { en: 'Headings changed', ja: '見出しが変わりました' },
  'headings.text': {
    en: '{n} {n|column waits|columns wait} for your answer. The rest of each row is synced.',
    ja: '{n} 列が確認待ちです。ほかの列は同期されます。',
  },
  'headings.blank': { en: 'blank', ja: '空欄' },
  'headings.was': { en: 'before: {before}', ja: '以前: {before}' },
  'headings.same': { en: 'Same column: {column}', ja: '同じ列: {column}' },
  'headings.use': { en: 'It is {column}', ja: '{column} に対応' },
  'headings.this_one': { en: 'This one', ja: 'この列を使う' },
  'headings.write_back': { en: 'Write “{before}” back', ja: '「{before}」を書き戻す' },
  'headings.other': { en: 'Other answers', ja: 'ほかの選択肢' },
  'headings.choose': { en: 'Use for column…', ja: '列を選ぶ…' },
  'headings.new_column': { en: 'New column…', ja: '新しい列…' },
  'headings.operator': {
    en: 'The table has no column for it. Give this to your operator; once “{column}” is there, it is offered here.',
    ja: '表に対応する列がありません。これを管理者に渡してください。「{column}」ができると、ここで選べます。',
  },
  'headings.migration': { en: 'Migration for your operator', ja: '管理者向けのマイグレーション' },
  'headings.moved_title': { en: 'The headings moved', ja: '見出しの行が変わりました' },
  'headings.moved': {
    en: 'They stand in row {row} now. Nothing is sent until you agree.',
    ja: '見出しは {row} 行目にあります。確定するまで何も送りません。',
  },
  'headings.look': { en: 'Look at row {row}', ja: '{row} 行目を確認' },

  'reason.header_renamed': { en: 'another heading stands here now', ja: '見出しが変わっています' },
  'reason.header_moved': { en: 'this column was moved', ja: '列の位置が変わっています' },
  'reason.header_blank': { en: 'the heading “{before}” is gone', ja: '見出し「{before}」がなくなりました' },
  'reason.kept_by_rollcall': { en: 'filled by Rollcall itself', ja: '自動で入力される列です' },
  'reason.filled_by_database': { en: 'filled by the database', ja: 'データベースが入力します' },

  'problem.headings_moved': {
    en: 'The headings changed meanwhile. Nothing was kept; look again.',
    ja: '見出しがその間に変わったため、保存していません。もう一度確認してください。',
  },
  'problem.heading_not_written': {
    en: 'The heading could not be written: its cell is not blank, is merged, or is protected. Type it in yourself.',
    ja: '見出しを書き込めませんでした。セルが空でないか、結合・保護されています。手で入力してください。',
  },
  'problem.column_taken': {
    en: 'Another heading fills “{column}” already: {cell}. Leave that one out first.',
    ja: '「{column}」には既に別の見出しがあります（{cell}）。先にそちらを「同期しない」にしてください。',
  },
  'problem.headers_alike': {
    en: 'These headings are the same text, so only one of them can be synced: {cells}. Rename the others.',
    ja: '同じ文字の見出しは一つしか同期できません（{cells}）。ほかの見出しの名前を変えてください。',
  },
  'problem.no_new_column': {
    en: 'No new column is proposed for this heading any more. Look again.',
    ja: 'この見出しには新しい列の提案がなくなりました。もう一度確認してください。',
  },

  'place.other_title': { en: 'This tab is not connected', ja: 'このタブは未接続です' },
  'place.other': {
    en: 'Connected in this document: {names}. Each tab has a key of its own, a duplicated tab too. Nothing of this tab is sent.',
    ja: 'この文書では {names} が接続されています。キーはタブごとに必要で、複製したタブも同じです。このタブからは何も送りません。',
  },
  'place.go': { en: 'Go to “{name}”', ja: '「{name}」を開く' },
  'place.connect_too': { en: 'Connect this tab too', ja: 'このタブも接続する' },
  'place.copied_file.title': { en: 'This file is a copy', ja: 'このファイルはコピーです' },
  'place.copied_file.text': {
    en: 'Its key came along from the original and opens only the original. Nothing was sent from here.',
    ja: 'キーは元のファイルから写されたもので、元のファイルにしか使えません。ここからは何も送っていません。',
  },
  'place.copied_file.fix': {
    en: 'Work in the original. Or forget the copied key here, and ask your operator for a key of this file.',
    ja: '元のファイルで作業してください。このファイルを使う場合は、写されたキーを消し、専用のキーを管理者に依頼してください。',
  },
  'place.other_file.title': { en: 'This key is of another file', ja: '別のファイルのキーです' },
  'place.other_file.text': {
    en: 'It was made for the tab “{name}” of another spreadsheet. Nothing was sent from here.',
    ja: '別のスプレッドシートの「{name}」用のキーです。ここからは何も送っていません。',
  },
  'place.other_file.fix': {
    en: 'Work in that file, or paste the key of this tab.',
    ja: 'そのファイルで作業するか、このタブのキーを貼り付けてください。',
  },
  'place.other_tab.title': { en: 'This key is of another tab', ja: '別のタブのキーです' },
  'place.other_tab.text': {
    en: 'It was made for the tab “{name}”. Nothing was sent from here.',
    ja: '「{name}」用のキーです。ここからは何も送っていません。',
  },
  'place.other_tab.fix': {
    en: 'Go to that tab, or paste the key of this one.',
    ja: 'そのタブを開くか、このタブのキーを貼り付けてください。',
  },
  'place.original': { en: 'Open the original', ja: '元のファイルを開く' },
  'place.forget': { en: 'Forget the copied key', ja: '写されたキーを消す' },
} as const;
