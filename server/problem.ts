// The one error class, and the registry of its codes: what each means, its HTTP status, and what a person does about it.
// Also the operator's manual: `npm run rollcall -- problems` prints it. `{name}` in a text is filled from the problem's params.

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly params: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, params: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(problemText(code, 'en', params), cause === undefined ? undefined : { cause });
    this.name = 'Problem';
    this.code = code;
    this.params = params;
  }
}

export type Language = 'en' | 'ja';

export const problemStatus = (code: ProblemCode): number => PROBLEMS[code].status;

/** The sentence that says what happened and what to do, in the reader's language. */
export function problemText(code: ProblemCode, language: Language, params: Readonly<Record<string, unknown>>): string {
  return PROBLEMS[code][language].replace(/\{(\w+)\}/g, (_, name: string) => said(params[name]));
}

const said = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : value === undefined || value === null ? '–' : String(value);

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEMS = {
  internal: {
    status: 500,
    en: 'Something went wrong on the server. Give the request id to an operator.',
    ja: 'サーバーで問題が起きました。リクエスト番号を管理者に伝えてください。',
  },
  not_found: {
    status: 404,
    en: 'There is nothing at this address. The routes are listed at /openapi.json.',
    ja: 'このアドレスには何もありません。一覧は /openapi.json にあります。',
  },
  unknown_setting: {
    status: 404,
    en: 'There is no setting "{name}". Known are: {known}.',
    ja: '「{name}」という設定はありません。使えるもの: {known}',
  },
  setting_out_of_bounds: {
    status: 422,
    en: 'The setting "{name}" takes a whole number from {least} to {most} ({unit}).',
    ja: '設定「{name}」は {least} から {most} までの整数です（{unit}）。',
  },
  unknown_alert: {
    status: 404,
    en: 'There is no such alert.',
    ja: 'そのアラートはありません。',
  },
  invalid_address: {
    status: 422,
    en: '"{email}" is not an e-mail address that can be written to. Write it alone, as name@example.com.',
    ja: '「{email}」はメールアドレスとして使えません。name@example.com の形で書いてください。',
  },
  unknown_recipient: {
    status: 404,
    en: '{email} is not among the recipients of this sheet. "rollcall sheet recipients" shows who is.',
    ja: '{email} はこのシートの宛先にありません。"rollcall sheet recipients" で確認してください。',
  },
  too_many_recipients: {
    status: 422,
    en: 'A sheet takes at most {limit} recipients. Remove one first, or write to a mailing list.',
    ja: 'シートの宛先は {limit} 件までです。先に一つ外すか、メーリングリストを使ってください。',
  },
  unknown_retry: {
    status: 404,
    en: 'There is no such entry in the retry queue: the row was written since, or left the sheet.',
    ja: '再試行の一覧にその行はありません。すでに書き込まれたか、シートからなくなりました。',
  },
  retry_waits: {
    status: 409,
    en: 'This row waits for a sync: whether it still stands in the sheet like this is not known, or its values are held. Sync the sheet, then try again.',
    ja: 'この行は次の同期を待っています。シートの内容が変わったか、値が保留中の可能性があります。同期してから、もう一度試してください。',
  },
  method_not_allowed: {
    status: 405,
    en: 'This address does not take {method}; it takes {allowed}.',
    ja: 'このアドレスでは {method} は使えません。使えるのは {allowed} です。',
  },
  unauthorized: {
    status: 401,
    en: 'Send a sheet key or an operator token as "Authorization: Bearer …". A key is made by "rollcall sheet add".',
    ja: 'シートのキーか管理者トークンを "Authorization: Bearer …" で送ってください。キーは "rollcall sheet add" で作れます。',
  },
  wrong_key: {
    status: 401,
    en: 'This key is unknown or was revoked. Make a new one with "rollcall sheet rotate-key".',
    ja: 'このキーは無効です。"rollcall sheet rotate-key" で新しいキーを作ってください。',
  },
  forbidden: {
    status: 403,
    en: 'This key may not do that: it needs {needs}.',
    ja: 'このキーでは実行できません。必要な権限: {needs}',
  },
  wrong_sheet: {
    status: 403,
    en: 'The key belongs to another sheet, {boundTo}. Use the key of this spreadsheet and tab; a copied spreadsheet or tab needs its own ("rollcall sheet add").',
    ja: 'このキーは別のシート「{boundTo}」のものです。コピーしたスプレッドシートやシートには専用のキーが必要です（"rollcall sheet add"）。',
  },
  unsupported_media_type: {
    status: 415,
    en: 'Send JSON: Content-Type application/json, with Content-Encoding gzip or none.',
    ja: 'JSON を送ってください（Content-Type: application/json、Content-Encoding は gzip か無し）。',
  },
  invalid_json: {
    status: 400,
    en: 'The body is not JSON that can be read. Check that it arrived whole and is UTF-8.',
    ja: '本文を JSON として読めません。途中で切れていないか、UTF-8 かを確認してください。',
  },
  invalid_gzip: {
    status: 400,
    en: 'The body says gzip but cannot be unpacked. Send it again, or without Content-Encoding.',
    ja: '本文を gzip として展開できません。もう一度送るか、圧縮せずに送ってください。',
  },
  body_too_large: {
    status: 413,
    en: 'The body is larger than {limit} bytes {state}. Send fewer rows at once.',
    ja: '本文が大きすぎます（{state} の上限 {limit} バイト）。一度に送る行を減らしてください。',
  },
  invalid_body: {
    status: 422,
    en: 'The field {path} is not as the contract says: {expected}. See /openapi.json.',
    ja: '項目 {path} が取り決めと違います: {expected}。/openapi.json を見てください。',
  },
  invalid_parameter: {
    status: 422,
    en: 'The parameter {name} is not as the contract says: {expected}.',
    ja: 'パラメーター {name} が取り決めと違います: {expected}。',
  },
  batch_too_large: {
    status: 422,
    en: 'A batch holds at most {limit} rows; this one has {actual}. Cut it.',
    ja: '一度に送れるのは {limit} 行までです（今回は {actual} 行）。分けてください。',
  },
  wrong_column_count: {
    status: 422,
    en: 'Row {rowNumber} has {actual} cells; the run has {expected} synced columns. Send the cells in the order that POST /v1/runs answered.',
    ja: '{rowNumber} 行目のセルは {actual} 個ですが、同期する列は {expected} 個です。',
  },
  arrays_differ: {
    status: 422,
    en: 'rowNumbers, keys and fingerprints must have the same length; they have {lengths}.',
    ja: 'rowNumbers、keys、fingerprints の長さが違います（{lengths}）。',
  },
  part_too_large: {
    status: 422,
    en: 'A part holds at most {limit} rows; this one has {actual}. Cut it.',
    ja: '一度に比べられるのは {limit} 行までです（今回は {actual} 行）。',
  },
  parts_missing: {
    status: 409,
    en: 'The last part came, but part {part} did not. Start the compare again from part 0.',
    ja: '最後の部分は届きましたが、{part} 番が届いていません。比較を最初からやり直してください。',
  },
  sheet_moved: {
    status: 409,
    en: 'The key column changed while it was read (sorted, or rows added). Start the compare again.',
    ja: '読み取り中にキー列が変わりました。比較をやり直してください。',
  },
  compare_needed: {
    status: 409,
    en: 'Compare the whole sheet first, so that the run knows what is in it.',
    ja: '先にシート全体を比較してください。',
  },
  unknown_run: {
    status: 404,
    en: 'There is no such run of this sheet. Start one with POST /v1/runs.',
    ja: 'この実行は見つかりません。POST /v1/runs で始めてください。',
  },
  unknown_buyer: {
    status: 404,
    en: 'No buyer of this number was ever seen, in the database or in a sync of this sheet. Check how it is written.',
    ja: 'この番号の買主は、データベースにもこのシートの同期にもありません。番号の書き方を確認してください。',
  },
  run_finished: {
    status: 409,
    en: 'This run is over ({status}). Start another.',
    ja: 'この実行は終わっています（{status}）。新しく始めてください。',
  },
  run_id_taken: {
    status: 409,
    en: 'This run id belongs to another sheet or to another kind of run. Use a new uuid.',
    ja: 'この実行番号は使われています。新しい uuid を使ってください。',
  },
  sheet_busy: {
    status: 409,
    en: '{who} is syncing this sheet since {since}. Wait until it is done, or take over after {takeOverAt}.',
    ja: '{who} が {since} から同期中です。終わるまで待つか、{takeOverAt} 以降に引き継いでください。',
  },
  lease_lost: {
    status: 409,
    en: 'Another run took this sheet over. What this run wrote stays; start again to see the rest through.',
    ja: '別の実行がこのシートを引き継ぎました。書き込み済みの行は残ります。もう一度始めてください。',
  },
  stale_round: {
    status: 409,
    en: 'This batch belongs to round {sent}, and the run is in round {round}. Compare again; nothing was written.',
    ja: '送られた回 {sent} は古く、現在は {round} 回目です。何も書き込まれていません。比較をやり直してください。',
  },
  batch_differs: {
    status: 409,
    en: 'Batch {number} came before with other rows. Give new rows a new number, starting at nextBatch of the last compare.',
    ja: '番号 {number} は別の内容で届いています。新しい番号で送ってください。',
  },
  contract_changed: {
    status: 409,
    en: 'The table or the headers changed under the run. Start another run; nothing is half-written.',
    ja: '実行中に表または見出しが変わりました。新しく始めてください。途中までの書き込みはありません。',
  },
  run_held: {
    status: 409,
    en: 'This run is held: many rows of the last sync are gone from the sheet. Nothing of it is written until a person releases it (POST …/release), then start another run.',
    ja: '前回の同期にあった行がシートから多く消えているため、この実行は保留中です。承認されるまで何も書き込みません。承認した後で、新しく始めてください。',
  },
  nothing_held: {
    status: 409,
    en: 'This run holds nothing by that name ({columns}). GET /v1/runs/{runId} lists what it holds.',
    ja: 'この実行で保留中のものはありません（{columns}）。',
  },
  verify_writes_nothing: {
    status: 409,
    en: 'A verify compares only. Start a run with mode "sync" to write.',
    ja: '検証では書き込みません。書き込むには mode を "sync" にしてください。',
  },
  unknown_table: {
    status: 422,
    en: 'There is no table {table} in the database. Create it, or bind the sheet to another ("rollcall sheet add --table").',
    ja: '表 {table} がデータベースにありません。作成するか、別の表に結び付けてください。',
  },
  no_unique_key: {
    status: 422,
    en: 'Column {column} of {table} has no plain unique index of its own. Create one: CREATE UNIQUE INDEX ON {table} ({columns}).',
    ja: '{table} の列 {column} に一意インデックスがありません。作成してください: CREATE UNIQUE INDEX ON {table} ({columns})',
  },
  unknown_column: {
    status: 422,
    en: 'Table {table} has no column {column} that can be synced.',
    ja: '表 {table} に同期できる列 {column} がありません。',
  },
  no_scope_column: {
    status: 422,
    en: 'Column {column} of {table} cannot tell sheets apart: it must be text, varchar of 36 characters or more, or uuid.',
    ja: '{table} の列 {column} ではシートを区別できません。text、36 文字以上の varchar、uuid のいずれかが必要です。',
  },
  rules_not_supported: {
    status: 422,
    en: 'Table {table} has a rule on INSERT or UPDATE, which Postgres does not allow with an upsert. Make it a trigger.',
    ja: '表 {table} には INSERT か UPDATE のルールがあり、同期できません。トリガーに置き換えてください。',
  },
  no_key_header: {
    status: 422,
    en: 'No header is bound to the key column {column}. Name one header {column}, or one of: {aliases}.',
    ja: 'キー列 {column} に当たる見出しがありません。見出しを {column} か次のいずれかにしてください: {aliases}',
  },
  key_header_doubled: {
    status: 422,
    en: 'The headers in columns {cells} all mean the key column {column}. Leave one of them.',
    ja: '列 {cells} の見出しがすべてキー列 {column} を指しています。一つだけにしてください。',
  },
  column_taken: {
    status: 409,
    en: 'Column {column} is meant by the heading {header} in {cell} already. Choose another column, or change that heading first.',
    ja: '列 {column} は {cell} の見出し「{header}」に割り当て済みです。別の列を選ぶか、先にその見出しを変更してください。',
  },
  headers_alike: {
    status: 409,
    en: 'The headings in {cells} read the same, so they cannot mean different columns. Change the text of one of them.',
    ja: '{cells} の見出しは同じなので、別々の列には割り当てられません。どれかの文字を変えてください。',
  },
  table_already_bound: {
    status: 409,
    en: 'Table {table} already takes another sheet. Remove that one first, or bind both with --scope-column.',
    ja: '表 {table} には別のシートが結び付いています。先に外すか、両方を --scope-column で結び付けてください。',
  },
  sheet_already_bound: {
    status: 409,
    en: 'This sheet is bound already. "rollcall sheet rotate-key" makes it a new key.',
    ja: 'このシートは登録済みです。"rollcall sheet rotate-key" で新しいキーを作れます。',
  },
  unknown_sheet: {
    status: 404,
    en: 'No sheet {sheet} is bound. "rollcall sheet list" shows which are.',
    ja: 'シート {sheet} は登録されていません。"rollcall sheet list" で確認してください。',
  },
  schema_refused: {
    status: 422,
    en: 'Nothing was written: {count} columns of {table} limit the length of text ({names}), so a longer cell would be lost. Run "rollcall schema fix --table {table}" and apply the migration it makes, or set ROLLCALL_SCHEMA_POLICY=warn.',
    ja: '何も書き込んでいません。{table} の {count} 列に文字数の制限があり（{names}）、長いセルが失われます。"rollcall schema fix --table {table}" が作る移行を適用するか、ROLLCALL_SCHEMA_POLICY=warn にしてください。',
  },
  database_unavailable: {
    status: 503,
    en: 'The database cannot be reached right now. The same request can be sent again in {retryAfter} seconds; nothing is half-written.',
    ja: '現在データベースに接続できません。{retryAfter} 秒後に同じ要求を送ってください。途中までの書き込みはありません。',
  },
  database_refuses: {
    status: 409,
    en: 'The database refuses the statement as such (SQLSTATE {sqlstate}): a right is missing or the table changed. An operator finds more with "rollcall doctor".',
    ja: 'データベースが命令を拒否しました（SQLSTATE {sqlstate}）。権限が無いか表が変わっています。',
  },
  wrong_use: { status: 400, en: '{message}', ja: '{message}' },
  already_running: {
    status: 409,
    en: 'Rollcall is already running on this data folder: {where}. Use that one, or stop it first.',
    ja: 'このデータフォルダーではすでに動いています: {where}',
  },
  no_database: {
    status: 503,
    en: 'No database: {message}. Check DATABASE_URL, or leave it out to use the embedded one.',
    ja: 'データベースがありません: {message}',
  },
} as const;
